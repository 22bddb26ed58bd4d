package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.policy.Policy;
import io.rollcall.source.Source;
import java.net.URI;

/**
 * A connection's settings, checked: what is stored.
 *
 * @param overrides what it overrides of its preset
 * @param policy the preset with the overrides
 */
record NewConnection(
        String name,
        Source source,
        String preset,
        JsonNode overrides,
        Policy policy,
        URI baseUrl,
        Credentials credentials) {}
