package io.rollcall.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The part of Iru's API that is simulated. A path with a literal where another has a variable comes before it.
 * {@code {…}} stands for one segment.
 */
enum Endpoint {
    LIST_DEVICES("GET", "/devices"),
    GET_DEVICE("GET", "/devices/{id}"),
    UPDATE_DEVICE("PATCH", "/devices/{id}"),
    DELETE_DEVICE("DELETE", "/devices/{id}"),
    DEVICE_DETAILS("GET", "/devices/{id}/details"),
    LOST_MODE("GET", "/devices/{id}/details/lostmode"),
    COMMANDS("GET", "/devices/{id}/commands"),
    ACTION("POST", "/devices/{id}/action/{name}"),
    SECRET("GET", "/devices/{id}/secrets/{name}"),
    LIST_USERS("GET", "/users"),
    GET_USER("GET", "/users/{id}"),
    LIST_BLUEPRINTS("GET", "/blueprints"),
    LIST_ADE_INTEGRATIONS("GET", "/integrations/apple/ade"),
    LIST_ADE_DEVICES("GET", "/integrations/apple/ade/devices"),
    GET_ADE_INTEGRATION("GET", "/integrations/apple/ade/{id}"),
    LIST_DEVICES_OF_ADE_INTEGRATION("GET", "/integrations/apple/ade/{id}/devices"),
    LIST_TAGS("GET", "/tags"),
    LICENSING("GET", "/settings/licensing");

    private static final String PREFIX = "/api/v1";

    private final String method;
    private final String kind;
    private final String[] segments;

    Endpoint(String method, String path) {
        this.method = method;
        this.kind = method + " " + PREFIX + path;
        this.segments = (PREFIX + path).split("/");
    }

    /** An endpoint and what stood in its variable segments. */
    record Match(Endpoint endpoint, List<String> variables) {

        String id() {
            return variables.get(0);
        }

        String name() {
            return variables.get(1);
        }
    }

    static Optional<Match> of(String method, String path) {
        var asked = path.split("/");
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.method.equals(method))
                .flatMap(endpoint -> endpoint.match(asked).stream())
                .findFirst();
    }

    /** Whether the path exists with another method. */
    static boolean exists(String path) {
        return Arrays.stream(values())
                .anyMatch(endpoint -> endpoint.match(path.split("/")).isPresent());
    }

    /** For counting: {@code GET /api/v1/devices/{id}}. */
    String kind() {
        return kind;
    }

    private Optional<Match> match(String[] asked) {
        if (asked.length != segments.length) {
            return Optional.empty();
        }
        var variables = new ArrayList<String>(2);
        for (var i = 0; i < asked.length; i++) {
            if (segments[i].startsWith("{")) {
                variables.add(asked[i]);
            } else if (!segments[i].equals(asked[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(this, variables));
    }
}
