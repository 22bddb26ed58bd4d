package io.rollcall.demo;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tenant's API tokens. Thread safe. */
final class Tokens {

    private static final String SCHEME = "Bearer ";

    private final Map<String, Token> byValue = new ConcurrentHashMap<>();

    record Token(String name, Set<Permission> permissions) {

        boolean may(Permission permission) {
            return permissions.contains(permission);
        }
    }

    /** Without any permission named, the token has all. */
    void add(String name, String value, List<Permission> permissions) {
        byValue.put(
                value,
                new Token(name, permissions.isEmpty() ? EnumSet.allOf(Permission.class) : EnumSet.copyOf(permissions)));
    }

    void revoke(String name) {
        byValue.values().removeIf(token -> token.name().equals(name));
    }

    void grant(String name, List<Permission> permissions) {
        byValue.replaceAll((value, token) -> token.name().equals(name)
                ? new Token(name, permissions.isEmpty() ? Set.of() : EnumSet.copyOf(permissions))
                : token);
    }

    Optional<Token> of(Request request) {
        return request.header("Authorization")
                .filter(header -> header.startsWith(SCHEME))
                .map(header -> byValue.get(header.substring(SCHEME.length())));
    }
}
