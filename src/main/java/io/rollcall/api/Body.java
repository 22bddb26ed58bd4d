package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rollcall.settings.StrictYaml;

/** Request bodies of records. */
final class Body {

    private static final String ORIGIN = "request body";

    private Body() {}

    /** Unknown keys are refused. A key that is null takes the value away, as a blank text does. */
    static <T> T read(JsonNode body, Class<T> type) {
        return StrictYaml.read(ORIGIN, withBlanks(body), type);
    }

    private static JsonNode withBlanks(JsonNode body) {
        if (!(body instanceof ObjectNode)) {
            return body;
        }
        var blanks = (ObjectNode) body.deepCopy();
        blanks.properties().stream()
                .filter(entry -> entry.getValue().isNull())
                .toList()
                .forEach(entry -> entry.setValue(TextNode.valueOf("")));
        blanks.properties().forEach(entry -> entry.setValue(withBlanks(entry.getValue())));
        return blanks;
    }
}
