package io.rollcall.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Takes properties out of trees. Nothing is changed in place; what stays is shared with the original. */
final class JsonPruner {

    private JsonPruner() {}

    /** The tree without what the pointer points to; the same instance where there is nothing. */
    static JsonNode without(JsonNode node, JsonPointer pointer) {
        if (node.at(pointer).isMissingNode()) {
            return node;
        }
        var rest = pointer.tail();
        if (node instanceof ObjectNode object) {
            var copy = object.objectNode();
            copy.setAll(object);
            var name = pointer.getMatchingProperty();
            return rest.matches() ? copy.without(name) : copy.set(name, without(object.get(name), rest));
        }
        var copy = ((ArrayNode) node).arrayNode().addAll((ArrayNode) node);
        int index = pointer.getMatchingIndex();
        if (rest.matches()) {
            copy.remove(index);
        } else {
            copy.set(index, without(node.get(index), rest));
        }
        return copy;
    }

    /** The tree without properties of these names at any depth; the same instance where there are none. */
    static JsonNode withoutNames(JsonNode node, Set<String> names) {
        if (node instanceof ObjectNode object) {
            return withoutNames(object, names);
        }
        if (node instanceof ArrayNode array) {
            var copy = array.arrayNode();
            boolean changed = false;
            for (var item : array) {
                var kept = withoutNames(item, names);
                changed |= kept != item;
                copy.add(kept);
            }
            return changed ? copy : array;
        }
        return node;
    }

    private static JsonNode withoutNames(ObjectNode object, Set<String> names) {
        var copy = object.objectNode();
        boolean changed = false;
        for (var entry : object.properties()) {
            if (names.contains(entry.getKey())) {
                changed = true;
            } else {
                var kept = withoutNames(entry.getValue(), names);
                changed |= kept != entry.getValue();
                copy.set(entry.getKey(), kept);
            }
        }
        return changed ? copy : object;
    }
}
