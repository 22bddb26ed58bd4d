package io.rollcall.connection;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A connection as people write it, in a request's body. Its address is a whole base URL, or a subdomain and a region.
 *
 * @param name 1 to 40 lower case letters, digits and hyphens
 * @param source the source's name or alias
 * @param preset the policy it is based on; empty: the default one
 * @param credentials what the source's kind of sign-in needs
 * @param policy what it overrides of its preset
 * @param enabled whether to test it and, if the test passes, enable it at once
 */
public record ConnectionSettings(
        String name,
        String source,
        Optional<String> preset,
        @JsonProperty("baseUrl") Optional<String> baseUrl,
        Optional<String> subdomain,
        Optional<String> region,
        Map<String, String> credentials,
        Optional<JsonNode> policy,
        Optional<Boolean> enabled) {

    @Override
    public String toString() {
        return "connection " + name;
    }
}
