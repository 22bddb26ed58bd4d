package io.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The records of a device that people look at while they map.
 *
 * @param list its list record, without what the mapping file restricts or drops
 * @param detail its detail record likewise; empty: it has none, or the token may not read it
 */
public record Sample(JsonNode list, Optional<JsonNode> detail) {}
