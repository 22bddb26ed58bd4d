package io.rollcall.connection;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What is to change of a connection; what is left out stays. A new address needs new credentials with it: a stored token
 * never goes to a host it wasn't entered for.
 */
public record ConnectionChanges(
        Optional<String> preset,
        @JsonProperty("baseUrl") Optional<String> baseUrl,
        Optional<String> subdomain,
        Optional<String> region,
        Map<String, String> credentials,
        Optional<JsonNode> policy) {

    boolean changesAddress() {
        return baseUrl.isPresent() || subdomain.isPresent() || region.isPresent();
    }

    @Override
    public String toString() {
        return "changes of a connection";
    }
}
