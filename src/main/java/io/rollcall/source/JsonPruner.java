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
        return hasAny(node, names) ? pruned(node, names) : node;
    }

    private static boolean hasAny(JsonNode node, Set<String> names) {
        if (node instanceof ObjectNode object) {
            for (var entry : object.properties()) {
                if (names.contains(entry.getKey()) || hasAny(entry.getValue(), names)) {
                    return true;
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (var item : array) {
                if (hasAny(item, names)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static JsonNode pruned(JsonNode node, Set<String> names) {
        if (node instanceof ObjectNode object) {
            var copy = object.objectNode();
            for (var entry : object.properties()) {
                if (!names.contains(entry.getKey())) {
                    copy.set(entry.getKey(), withoutNames(entry.getValue(), names));
                }
            }
            return copy;
        }
        var copy = ((ArrayNode) node).arrayNode();
        node.forEach(item -> copy.add(withoutNames(item, names)));
        return copy;
    }
}
