package io.rollcall.access;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Signing in with OpenID Connect.
 *
 * @param issuer the provider's address, below which {@code .well-known/openid-configuration} is; empty: not used
 * @param clientId Rollcall's id there
 * @param clientSecret and its secret; blank: a public client, which has PKCE only
 * @param label what the button says behind "Sign in with"
 * @param scopes what is asked for
 * @param nameClaim the claim that becomes the user's name
 * @param rolesClaim the claim with groups or roles, dots leading into it: {@code realm_access.roles}
 * @param roles which values of that claim give which role; somebody with none of them is not let in
 */
@ConfigurationProperties("rollcall.open-id-connect")
public record OpenIdConnectProperties(
        Optional<URI> issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("single sign-on") String label,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("groups") String rolesClaim,
        @DefaultValue Values roles) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public OpenIdConnectProperties {
        // Boot gives null for an Optional that isn't set.
        issuer = issuer == null ? Optional.empty() : issuer;
        scopes = List.copyOf(scopes);
        issuer.ifPresent(address -> check(address, clientId));
    }

    private static void check(URI issuer, String clientId) {
        if (!"https".equals(issuer.getScheme()) && !LOOPBACK.contains(String.valueOf(issuer.getHost()))) {
            throw new IllegalArgumentException("issuer must be an https address");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client-id is required with an issuer");
        }
    }

    /** Values of the claim, by the role they give. */
    public record Values(
            @DefaultValue List<String> viewer,
            @DefaultValue List<String> operator,
            @DefaultValue List<String> commander,
            @DefaultValue List<String> restricted,
            @DefaultValue List<String> admin) {

        Map<Role, List<String>> byRole() {
            var all = new EnumMap<Role, List<String>>(Role.class);
            all.put(Role.VIEWER, viewer);
            all.put(Role.OPERATOR, operator);
            all.put(Role.COMMANDER, commander);
            all.put(Role.RESTRICTED, restricted);
            all.put(Role.ADMIN, admin);
            return all;
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "OpenIdConnectProperties[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
