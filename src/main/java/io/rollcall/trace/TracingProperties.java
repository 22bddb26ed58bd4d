package io.rollcall.trace;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where traces go.
 *
 * @param endpoint takes OTLP over HTTP in protobuf, for example {@code http://127.0.0.1:4318/v1/traces}; empty: nothing is
 *     traced
 * @param headers sent along, for example what a vendor wants to know its customers by; may be secret
 */
@ConfigurationProperties("rollcall.tracing")
record TracingProperties(Optional<URI> endpoint, Map<String, String> headers) {

    TracingProperties {
        // Boot gives null for what isn't set, and an empty address for a blank one.
        endpoint = endpoint == null
                ? Optional.empty()
                : endpoint.filter(address -> !address.toString().isBlank());
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        endpoint.ifPresent(address -> {
            if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
                throw new IllegalArgumentException(
                        "endpoint must begin with http:// or https://, for example http://127.0.0.1:4318/v1/traces");
            }
        });
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "TracingProperties";
    }
}
