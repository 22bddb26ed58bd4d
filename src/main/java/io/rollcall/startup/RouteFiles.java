package io.rollcall.startup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds the place of a route in the files: Camel's own message names the route, but not the file. */
final class RouteFiles {

    /** Values shorter than this are in every message. */
    private static final int TELLING = 4;

    private final Home home;

    RouteFiles(Home home) {
        this.home = home;
    }

    /**
     * A line of a route file.
     *
     * @param line from 1
     */
    record Place(String file, int line) {}

    /**
     * The line of a route whose value a message quotes; where there is none, the line the route's id is in.
     *
     * @param message what Camel says is wrong with one of the route's steps
     */
    Optional<Place> find(String route, String message) {
        try {
            for (var file :
                    new PathMatchingResourcePatternResolver().getResources(home.pattern("routes", ".camel.yaml"))) {
                var place = find(file, route, message);
                if (place.isPresent()) {
                    return place;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Place> find(Resource file, String route, String message) throws IOException {
        var lines = file.getContentAsString(StandardCharsets.UTF_8).lines().toList();
        var id = Pattern.compile("    id: [\"']?" + Pattern.quote(route) + "[\"']?\\s*")
                .asMatchPredicate();
        for (int at = 1; at < lines.size(); at++) {
            if (id.test(lines.get(at))) {
                return Optional.of(new Place(file.getURL().toString(), quoted(lines, at, message) + 1));
            }
        }
        return Optional.empty();
    }

    private static int quoted(List<String> lines, int route, String message) {
        int best = route;
        int length = TELLING - 1;
        for (int at = route + 1; at < lines.size() && !lines.get(at).startsWith("-"); at++) {
            var value = lines.get(at).replaceFirst("^[^:]*:\\s*", "").replaceAll("^[\"']|[\"']$", "");
            if (value.length() > length && message.contains(value)) {
                best = at;
                length = value.length();
            }
        }
        return best;
    }
}
