package io.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads single values, without the silent conversions Jackson would do ({@code "5"} for 5, 5 for {@code "5"}). */
final class ScalarBinder {

    /** Takes a problem. */
    @FunctionalInterface
    interface Complaints {
        void add(KeyPath path, String found, String allowed);
    }

    private static final int SHOWN = 60;

    private static final ObjectMapper OTHERS =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final Complaints complaints;

    ScalarBinder(Complaints complaints) {
        this.complaints = complaints;
    }

    @Nullable
    Object read(JsonNode node, Class<?> type, KeyPath path) {
        if (type == String.class) {
            return node.isTextual() ? node.textValue() : wrong(path, node, "Allowed is text; put it in quotes");
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.isBoolean() ? node.booleanValue() : wrong(path, node, "Allowed is true or false");
        }
        if (type == int.class || type == Integer.class) {
            return node.isIntegralNumber() && node.canConvertToInt()
                    ? node.intValue()
                    : wrong(path, node, "Allowed is a whole number");
        }
        if (type == long.class || type == Long.class) {
            return node.isIntegralNumber() && node.canConvertToLong()
                    ? node.longValue()
                    : wrong(path, node, "Allowed is a whole number");
        }
        if (type == double.class || type == Double.class) {
            return node.isNumber() ? node.doubleValue() : wrong(path, node, "Allowed is a number");
        }
        if (type == Duration.class) {
            return duration(node, path);
        }
        if (type.isEnum() && !hasCreator(type)) {
            return node.isTextual() ? constant(node.textValue(), type, path) : wrong(path, node, allowed("", type));
        }
        return JsonNode.class.isAssignableFrom(type) ? node : other(node, type, path);
    }

    /** A key of a map. */
    @Nullable
    Object key(String key, Class<?> type, KeyPath path) {
        return read(TextNode.valueOf(key), type, path);
    }

    /** Types that say themselves how they are read are left to Jackson. */
    static boolean hasCreator(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class))
                || Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> constructor.isAnnotationPresent(JsonCreator.class));
    }

    /** What a value is, without the value of a text: that may be a secret. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "a group of keys";
            case BOOLEAN, NUMBER -> "the " + (node.isNumber() ? "number " : "value ") + cut(node.asText());
            case NULL, MISSING -> "nothing";
            default -> "text";
        };
    }

    static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private @Nullable Object duration(JsonNode node, KeyPath path) {
        var duration = node.isTextual() ? Durations.parse(node.textValue()) : Optional.<Duration>empty();
        return duration.isPresent() ? duration.get() : wrong(path, node, Durations.ALLOWED);
    }

    private @Nullable Object constant(String name, Class<?> type, KeyPath path) {
        for (var constant : type.getEnumConstants()) {
            if (Names.ofConstant((Enum<?>) constant).equals(name)) {
                return constant;
            }
        }
        complaints.add(path, "There is no value \"" + cut(name) + "\"", allowed(name, type));
        return null;
    }

    private static String allowed(String written, Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.ofConstant((Enum<?>) constant))
                .toList();
        return Names.known(written, names);
    }

    private @Nullable Object other(JsonNode node, Class<?> type, KeyPath path) {
        try {
            return OTHERS.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            complaints.add(path, "This can't be used (" + kind(node) + ")", reason(e));
            return null;
        }
    }

    /** The innermost message of ours; Jackson's own speaks of Java classes. */
    private static String reason(JsonProcessingException e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost instanceof IllegalArgumentException ? innermost.getMessage() : e.getOriginalMessage();
    }

    private @Nullable Object wrong(KeyPath path, JsonNode node, String allowed) {
        complaints.add(path, "This is " + kind(node), allowed);
        return null;
    }
}
