package io.rollcall.connection;

import io.rollcall.source.SignIn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What a connection signs in with. Never printed, never serialised but encrypted. */
public final class Credentials {

    private static final String STRUCK = "***";

    private final Map<String, String> values;

    private Credentials(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * @param given by key: what the kind of sign-in needs, and nothing else
     * @throws IllegalArgumentException if a key is missing, blank or unknown; the message names no value
     */
    public static Credentials of(SignIn signIn, Map<String, String> given) {
        var problems = new ArrayList<String>();
        var needed = keys(signIn);
        for (var key : needed) {
            var value = given.get(key);
            if (value == null || value.isBlank()) {
                problems.add(key + " is missing");
            } else if (!value.chars().allMatch(c -> c > 0x20 && c < 0x7f) && signIn == SignIn.BEARER) {
                problems.add(key + " has blanks or characters that no token has; was it copied whole?");
            }
        }
        given.keySet().stream()
                .filter(key -> !needed.contains(key))
                .forEach(key -> problems.add(key + " is not needed; allowed: " + String.join(", ", needed)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new Credentials(given);
    }

    static Credentials stored(Map<String, String> values) {
        return new Credentials(values);
    }

    private static List<String> keys(SignIn signIn) {
        return switch (signIn) {
            case BEARER -> List.of("token");
            case BASIC, BASIC_TOKEN -> List.of("username", "password");
            case OAUTH2_CLIENT_CREDENTIALS -> List.of("clientId", "clientSecret");
        };
    }

    String authorization(SignIn signIn) {
        return switch (signIn) {
            case BEARER -> "Bearer " + values.get("token");
            case BASIC ->
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((values.get("username") + ":" + values.get("password"))
                                        .getBytes(StandardCharsets.UTF_8));
            case BASIC_TOKEN, OAUTH2_CLIENT_CREDENTIALS ->
                throw new IllegalStateException(
                        "Sign-in by a token that runs out is not there yet; no source uses it.");
        };
    }

    String struckFrom(String text, SignIn signIn) {
        var sent = authorization(signIn);
        var struck = text.replace(sent.substring(sent.indexOf(' ') + 1), STRUCK);
        for (var value : values.values()) {
            struck = struck.replace(value, STRUCK);
        }
        return struck;
    }

    Map<String, String> values() {
        return values;
    }

    @Override
    public String toString() {
        return STRUCK;
    }
}
