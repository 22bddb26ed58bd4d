package io.rollcall.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads who somebody is and what they may do from what their OpenID Connect provider says of them. */
final class Claims {

    private final OpenIdConnectProperties settings;

    Claims(OpenIdConnectProperties settings) {
        this.settings = settings;
    }

    /** The roles that the values of the claim give; none: there is no such claim, or no value of it gives one. */
    Set<Role> roles(Map<String, Object> claims) {
        var values = values(at(claims, settings.rolesClaim()));
        var roles = EnumSet.noneOf(Role.class);
        settings.roles().byRole().forEach((role, wanted) -> {
            if (wanted.stream().anyMatch(values::contains)) {
                roles.add(role);
            }
        });
        return roles;
    }

    /** The name of the user; empty: the provider doesn't tell. */
    Optional<String> name(Map<String, Object> claims) {
        return Optional.ofNullable(at(claims, settings.nameClaim()))
                .map(Object::toString)
                .or(() -> Optional.ofNullable(claims.get("email")).map(Object::toString))
                .filter(name -> !name.isBlank());
    }

    /** A claim whose own name has dots is taken before the way they lead. */
    private static @Nullable Object at(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        var dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? at(inner, path.substring(dot + 1))
                : null;
    }

    private static Set<String> values(@Nullable Object claim) {
        var values = new HashSet<String>();
        if (claim instanceof Collection<?> several) {
            several.forEach(value -> values.add(String.valueOf(value)));
        } else if (claim != null) {
            values.add(claim.toString());
        }
        return values;
    }
}
