package io.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Schema (2020-12) of the YAML that {@link StrictYaml} reads a record from, so that editors complete and check
 * it. Bounds that a record's constructor checks are not in it.
 */
public final class SettingsSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SettingsSchema() {}

    /** @param title what the editor shows */
    public static JsonNode of(Class<? extends Record> type, String title) {
        var schema = JSON.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.setAll(record(type));
        return schema;
    }

    private static ObjectNode record(Class<?> type) {
        var schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        var properties = schema.putObject("properties");
        var required = JSON.arrayNode();
        for (var component : type.getRecordComponents()) {
            var key = key(component);
            var property = schema(component.getGenericType());
            var standard = component.getAnnotation(Default.class);
            if (standard != null) {
                property.set(
                        "default",
                        YamlReader.read("default of " + key, standard.value()).tree());
            } else if (isRequired(component.getType())) {
                required.add(key);
            }
            properties.set(key, property);
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static boolean isRequired(Class<?> type) {
        return !Set.<Class<?>>of(Optional.class, List.class, Set.class, Map.class)
                .contains(type);
    }

    private static ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        var plain = (Class<?>) type;
        if (plain.isEnum()) {
            var values = JSON.arrayNode();
            Arrays.stream(plain.getEnumConstants())
                    .map(constant -> Names.ofConstant((Enum<?>) constant))
                    .forEach(values::add);
            return JSON.objectNode().set("enum", values);
        }
        return plain.isRecord() ? record(plain) : scalar(plain);
    }

    private static ObjectNode container(Class<?> raw, Type[] of) {
        if (raw == Optional.class) {
            return schema(of[0]);
        }
        if (raw == Map.class) {
            return JSON.objectNode().put("type", "object").set("additionalProperties", schema(of[1]));
        }
        return JSON.objectNode().put("type", "array").set("items", schema(of[0]));
    }

    private static ObjectNode scalar(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return JSON.objectNode().put("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return JSON.objectNode().put("type", "number");
        }
        var text = JSON.objectNode().put("type", "string");
        return type == Duration.class ? text.put("description", Durations.ALLOWED) : text;
    }

    private static String key(RecordComponent component) {
        var named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? Names.ofComponent(component.getName()) : named.value();
    }
}
