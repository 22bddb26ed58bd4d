package io.rollcall.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Text → tree with line numbers. */
final class YamlReader {

    private static final int MAX_DEPTH = 50;

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // on by default, but the builder forgets it
                    .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private YamlReader() {}

    static Document read(String origin, String text) {
        try {
            var tree = YAML.readTree(text);
            boolean empty = tree == null || tree.isMissingNode() || tree.isNull();
            return new Document(origin, empty ? JsonNodeFactory.instance.objectNode() : tree, lines(origin, text));
        } catch (JsonProcessingException e) {
            throw new InvalidSettings(unreadable(origin, e));
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory can't fail", e);
        }
    }

    /** The first line of every value, by JSON Pointer. */
    private static Map<String, Integer> lines(String origin, String text) throws IOException {
        var lines = new HashMap<String, Integer>();
        try (var parser = (YAMLParser) YAML.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                lines.putIfAbsent(pointer(parser), line);
                if (parser.isCurrentAlias() || parser.getObjectId() != null) {
                    throw new InvalidSettings(new Problem(
                            origin,
                            line,
                            "",
                            "An anchor (&name) or alias (*name)",
                            "They are not supported: write the value out in each place"));
                }
            }
        }
        return lines;
    }

    private static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    /** SnakeYAML's own message quotes the line, which may hold a secret; only its first sentence is kept. */
    private static Problem unreadable(String origin, JsonProcessingException e) {
        var location = e.getLocation();
        var reason = e.getOriginalMessage();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof org.yaml.snakeyaml.error.MarkedYAMLException marked) {
                reason = marked.getProblem();
            }
        }
        if (e instanceof MarkedYAMLException && reason.indexOf('\n') >= 0) {
            reason = reason.substring(0, reason.indexOf('\n'));
        }
        return new Problem(
                origin,
                location == null ? 0 : location.getLineNr(),
                "",
                "This is not readable as YAML (" + reason + ")",
                "Check indentation, quotes and brackets around this line");
    }
}
