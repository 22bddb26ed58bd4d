package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rollcall.device.Text;
import io.rollcall.settings.StrictYaml;

/** Request bodies. */
final class Body {

    private static final String ORIGIN = "request body";

    private Body() {}

    /** Unknown keys are refused. A key that is null takes the value away, as a blank text does. */
    static <T> T read(JsonNode body, Class<T> type) {
        return StrictYaml.read(ORIGIN, withBlanks(storable(body)), type);
    }

    /** The same body without what PostgreSQL refuses in a text. The names of keys stay: those are known ones. */
    static JsonNode storable(JsonNode body) {
        if (body.isTextual()) {
            return TextNode.valueOf(Text.storable(body.asText()));
        }
        var copy = body.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(storable(entry.getValue())));
        } else if (copy instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                array.set(i, storable(array.get(i)));
            }
        }
        return copy;
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
