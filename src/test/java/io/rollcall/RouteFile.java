package io.rollcall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.CommentEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;

/**
 * A file of {@code routes/}, taken apart for {@link RouteFilesTests}.
 *
 * @param name below routes/
 */
record RouteFile(String name, String text, JsonNode tree) {

    static final Path FOLDER = Path.of("routes");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Parts of a step that hold steps of their own and carry an id too. */
    private static final Set<String> BRANCHES = Set.of("when", "otherwise", "doCatch", "doFinally");

    /** An entity at the top of a file: a route, template or configuration. */
    record Entity(RouteFile file, String kind, JsonNode body) {

        /** The route itself, also where a template wraps it. */
        JsonNode route() {
            return kind.equals("routeTemplate") ? body.path("route") : body;
        }

        String id() {
            return body.path(kind.equals("templatedRoute") ? "routeId" : "id").asText();
        }

        boolean isRoute() {
            return kind.equals("route") || kind.equals("routeTemplate");
        }

        /** All steps and branches, those inside others too. */
        List<Step> steps() {
            var steps = new ArrayList<Step>();
            collect(body, steps);
            return steps;
        }

        private void collect(JsonNode node, List<Step> steps) {
            node.properties().forEach(entry -> {
                var key = entry.getKey();
                var value = entry.getValue();
                if (key.equals("steps")) {
                    value.forEach(step -> step.properties()
                            .forEach(named -> steps.add(new Step(this, named.getKey(), named.getValue()))));
                } else if (BRANCHES.contains(key)) {
                    (value.isArray() ? value : List.of(value))
                            .forEach(branch -> steps.add(new Step(this, key, branch)));
                }
                collect(value, steps);
            });
            if (node.isArray()) {
                node.forEach(item -> collect(item, steps));
            }
        }

        @Override
        public String toString() {
            return file.name + ": " + kind + " " + id();
        }
    }

    /** A step of a route, for example {@code bean}, or a branch of one, for example {@code when}. */
    record Step(Entity entity, String kind, JsonNode body) {

        boolean isBranch() {
            return BRANCHES.contains(kind);
        }

        String id() {
            return body.path("id").asText();
        }

        @Override
        public String toString() {
            return entity + ", " + kind + " " + body;
        }
    }

    private static final class Once {
        static final List<RouteFile> ALL = read();
    }

    /** All files, read once. */
    static List<RouteFile> all() {
        return Once.ALL;
    }

    private static List<RouteFile> read() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).map(RouteFile::read).toList();
        } catch (IOException e) {
            throw new IllegalStateException(FOLDER + " can't be read", e);
        }
    }

    private static RouteFile read(Path file) {
        try {
            var text = Files.readString(file);
            return new RouteFile(FOLDER.relativize(file).toString(), text, YAML.readTree(text));
        } catch (IOException e) {
            throw new IllegalStateException(file + " can't be read", e);
        }
    }

    Stream<Entity> entities() {
        var entities = new ArrayList<Entity>();
        tree.forEach(item ->
                item.properties().forEach(entry -> entities.add(new Entity(this, entry.getKey(), entry.getValue()))));
        return entities.stream();
    }

    /** The lines of comments that stand anywhere but at the top of the file. */
    List<Integer> commentsInside() {
        var options = new LoaderOptions();
        options.setProcessComments(true);
        var inside = new ArrayList<Integer>();
        var begun = false;
        for (Event event : new Yaml(options).parse(new StringReader(text))) {
            if (event instanceof CommentEvent && begun) {
                inside.add(event.getStartMark().getLine() + 1);
            }
            begun = begun || event instanceof DocumentStartEvent;
        }
        return inside;
    }

    /** The endpoint of a step or of a {@code from}. */
    static String endpoint(JsonNode body) {
        return body.path("uri").asText();
    }

    static Map<String, JsonNode> parameters(JsonNode body) {
        var parameters = new LinkedHashMap<String, JsonNode>();
        body.path("parameters").properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
        return parameters;
    }

    @Override
    public String toString() {
        return name;
    }
}
