package io.rollcall.demo;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which requests are meant: a path in which {@code *} stands for one segment and {@code **} for any number, with an HTTP
 * method and a space before it where only one is meant, for example {@code PATCH /api/v1/devices/*}.
 */
record PathPattern(String method, Pattern path) {

    static PathPattern of(String text) {
        var space = text.indexOf(' ');
        var segments = Arrays.stream(text.substring(space + 1).split("/", -1))
                .map(PathPattern::segment)
                .collect(Collectors.joining("/"));
        return new PathPattern(space < 0 ? "" : text.substring(0, space), Pattern.compile(segments));
    }

    boolean matches(String requestMethod, String requestPath) {
        return (method.isEmpty() || method.equals(requestMethod))
                && path.matcher(requestPath).matches();
    }

    private static String segment(String segment) {
        return switch (segment) {
            case "*" -> "[^/]+";
            case "**" -> ".*";
            default -> Pattern.quote(segment);
        };
    }
}
