package io.rollcall.connection;

import io.rollcall.source.SignIn;
import io.rollcall.source.SourceDefinition.WayIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a connection signs in with. Never printed, never serialised but encrypted. */
public final class Credentials {

    private static final String STRUCK = "***";

    /** What else a person enters becomes a part of a path. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** People choose user names and passwords; tokens, ids and secrets are made by the source. */
    private static final Set<SignIn> PEOPLES = Set.of(SignIn.BASIC, SignIn.BASIC_TOKEN);

    private final Map<String, String> values;

    private Credentials(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * @param ways the ways to sign in that the source has; the keys tell which one is meant
     * @param given by key: what one of the ways needs, and nothing else
     * @throws IllegalArgumentException if a key is missing, blank or unknown; the message names no value
     */
    public static Credentials of(List<WayIn> ways, Map<String, String> given) {
        var problems = new ArrayList<String>();
        var way = way(ways, given.keySet());
        for (var key : keys(way)) {
            var value = given.get(key);
            if (value == null || value.isBlank()) {
                problems.add(key + " is missing");
            } else if (way.keys().contains(key)) {
                if (!SAFE.matcher(value).matches()) {
                    problems.add(key + " may have letters, digits, dots, hyphens and underscores only");
                }
            } else if (!PEOPLES.contains(way.kind()) && !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                problems.add(key + " has blanks or characters that no token has; was it copied whole?");
            }
        }
        given.keySet().stream()
                .filter(key -> !keys(way).contains(key))
                .forEach(key -> problems.add(key + " is not needed; allowed: " + allowed(ways)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new Credentials(given);
    }

    /** The way most of whose keys are given; the first where nothing tells. */
    private static WayIn way(List<WayIn> ways, Set<String> given) {
        return ways.stream()
                .max(Comparator.comparingLong((WayIn way) ->
                                keys(way).stream().filter(given::contains).count())
                        .thenComparing(way -> -ways.indexOf(way)))
                .orElseThrow();
    }

    private static String allowed(List<WayIn> ways) {
        return ways.stream().map(way -> String.join(", ", keys(way))).collect(Collectors.joining("; or "));
    }

    static Credentials stored(Map<String, String> values) {
        return new Credentials(values);
    }

    /** The keys that a way to sign in needs, in the order people enter them. */
    public static List<String> keys(WayIn way) {
        var usual = switch (way.kind()) {
            case BEARER -> List.of("token");
            case BASIC, BASIC_TOKEN -> List.of("username", "password");
            case OAUTH2_CLIENT_CREDENTIALS -> List.of("clientId", "clientSecret");
        };
        return Stream.concat(way.keys().stream(), usual.stream()).toList();
    }

    /** Which of the tenants that share an address these are for; blank where each has one of its own. */
    String tenant(List<WayIn> ways) {
        return way(ways, values.keySet()).keys().stream().map(this::value).collect(Collectors.joining("/"));
    }

    /** The {@code Authorization} header of every request; empty where a token has to be asked for first. */
    Optional<String> authorization(List<WayIn> ways) {
        return switch (way(ways, values.keySet()).kind()) {
            case BEARER -> Optional.of("Bearer " + values.get("token"));
            case BASIC -> Optional.of(basic());
            case BASIC_TOKEN, OAUTH2_CLIENT_CREDENTIALS -> Optional.empty();
        };
    }

    /** How to ask for a token; empty where none is needed. */
    Optional<TokenRequest> tokenRequest(List<WayIn> ways, URI baseUrl) {
        var way = way(ways, values.keySet());
        return switch (way.kind()) {
            case BEARER, BASIC -> Optional.empty();
            case BASIC_TOKEN -> Optional.of(new TokenRequest(urls(way, baseUrl), Optional.of(basic()), Map.of()));
            case OAUTH2_CLIENT_CREDENTIALS -> {
                var form = new LinkedHashMap<String, String>();
                form.put("grant_type", "client_credentials");
                form.put("client_id", value("clientId"));
                form.put("client_secret", value("clientSecret"));
                way.scope().ifPresent(scope -> form.put("scope", scope.replace("{base-url}", baseUrl.toString())));
                yield Optional.of(new TokenRequest(urls(way, baseUrl), Optional.empty(), form));
            }
        };
    }

    private List<String> urls(WayIn way, URI baseUrl) {
        var server = Optional.ofNullable(way.servers().get(baseUrl.getHost())).map(host -> "https://" + host);
        return way.paths().stream()
                .map(path -> server.orElse(baseUrl.toString()) + filledIn(path, way))
                .toList();
    }

    private String filledIn(String path, WayIn way) {
        var filled = path;
        for (var key : way.keys()) {
            filled = filled.replace("{" + key + "}", value(key));
        }
        return filled;
    }

    private String basic() {
        var pair = value("username") + ":" + value("password");
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private String value(String key) {
        return values.getOrDefault(key, "");
    }

    String struckFrom(String text) {
        var struck = text;
        if (values.containsKey("username")) {
            struck = struck.replace(basic().substring("Basic ".length()), STRUCK);
        }
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
