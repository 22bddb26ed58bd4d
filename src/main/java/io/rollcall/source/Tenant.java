package io.rollcall.source;

import java.util.Optional;

/**
 * How a person says which tenant of a source is meant: subdomain and region, or the whole base URL.
 *
 * @param subdomain the bare name, {@code acme}
 * @param region a key of {@link SourceDefinition#regions()}
 * @param baseUrl for example {@code https://acme.api.kandji.io}
 */
public record Tenant(Optional<String> subdomain, Optional<String> region, Optional<String> baseUrl) {

    public static Tenant ofSubdomain(String subdomain, String region) {
        return new Tenant(Optional.of(subdomain), Optional.of(region), Optional.empty());
    }

    public static Tenant ofBaseUrl(String baseUrl) {
        return new Tenant(Optional.empty(), Optional.empty(), Optional.of(baseUrl));
    }
}
