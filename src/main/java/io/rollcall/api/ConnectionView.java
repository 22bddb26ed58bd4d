package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.connection.Connection;
import java.time.Instant;
import java.util.Optional;

/** A connection as REST shows it: never its credentials. */
record ConnectionView(
        String name,
        String source,
        String preset,
        String baseUrl,
        JsonNode policy,
        boolean enabled,
        boolean provisioned,
        boolean credentialsReadable,
        String attention,
        Optional<Instant> testPassedAt) {

    static ConnectionView of(Connection connection) {
        return new ConnectionView(
                connection.name(),
                connection.source().name(),
                connection.preset(),
                connection.baseUrl().toString(),
                connection.overrides(),
                connection.enabled(),
                connection.provisioned(),
                connection.credentials().isPresent(),
                connection.attention(),
                connection.testPassedAt());
    }
}
