package io.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives texts the type that a record wants in their place: whatever comes from a command line, an environment variable or a
 * placeholder is text. What is no number or no boolean stays as it is, to be refused with its path.
 */
final class FromText {

    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> BROKEN = Set.of(double.class, Double.class);
    private static final Set<Class<?>> BOOLEAN = Set.of(boolean.class, Boolean.class);

    private FromText() {}

    static JsonNode as(JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            var of = generic.getActualTypeArguments();
            var raw = generic.getRawType();
            return raw == Optional.class
                    ? as(node, of[0])
                    : raw == Map.class ? values(node, of[1]) : items(node, of[0]);
        }
        var plain = (Class<?>) type;
        if (plain.isRecord() && !ScalarBinder.hasCreator(plain)) {
            return record(node, plain);
        }
        return node.isTextual() ? scalar(node, plain) : node;
    }

    private static JsonNode items(JsonNode node, Type type) {
        if (!(node instanceof ArrayNode list)) {
            return node;
        }
        var items = JsonNodeFactory.instance.arrayNode();
        list.forEach(item -> items.add(as(item, type)));
        return items;
    }

    private static JsonNode values(JsonNode node, Type type) {
        if (!(node instanceof ObjectNode)) {
            return node;
        }
        var values = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(entry -> values.set(entry.getKey(), as(entry.getValue(), type)));
        return values;
    }

    private static JsonNode record(JsonNode node, Class<?> type) {
        if (!(node instanceof ObjectNode)) {
            return node;
        }
        var types = Arrays.stream(type.getRecordComponents())
                .collect(Collectors.toMap(RecordBinder::key, component -> component.getGenericType()));
        var values = JsonNodeFactory.instance.objectNode();
        node.properties()
                .forEach(entry -> values.set(
                        entry.getKey(), as(entry.getValue(), types.getOrDefault(entry.getKey(), JsonNode.class))));
        return values;
    }

    private static JsonNode scalar(JsonNode node, Class<?> type) {
        var text = node.textValue();
        if (BOOLEAN.contains(type) && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(Boolean.parseBoolean(text));
        }
        try {
            if (WHOLE.contains(type)) {
                return LongNode.valueOf(Long.parseLong(text));
            }
            if (BROKEN.contains(type)) {
                return DoubleNode.valueOf(Double.parseDouble(text));
            }
        } catch (NumberFormatException e) {
            return node;
        }
        return node;
    }
}
