package io.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills records from a tree and collects problems on the way. A null result means "a problem was recorded": nothing is
 * handed out then.
 */
final class RecordBinder {

    private final Document document;
    private final ScalarBinder scalars;
    private final List<Problem> problems = new ArrayList<>();

    private RecordBinder(Document document) {
        this.document = document;
        this.scalars = new ScalarBinder(this::complain);
    }

    static <T> T bind(Document document, Class<T> type) {
        var binder = new RecordBinder(document);
        var value = binder.value(document.tree(), type, KeyPath.ROOT);
        if (value == null || !binder.problems.isEmpty()) {
            throw new InvalidSettings(binder.problems);
        }
        return type.cast(value);
    }

    private void complain(KeyPath path, String found, String allowed) {
        problems.add(document.problem(path, found, allowed));
    }

    private @Nullable Object value(JsonNode node, Type type, KeyPath path) {
        if (type instanceof ParameterizedType generic) {
            return container(node, (Class<?>) generic.getRawType(), generic.getActualTypeArguments(), path);
        }
        var plain = (Class<?>) type;
        if (plain.isRecord() && !ScalarBinder.hasCreator(plain)) {
            return record(node, plain, path);
        }
        return scalars.read(node, plain, path);
    }

    private @Nullable Object container(JsonNode node, Class<?> raw, Type[] of, KeyPath path) {
        if (raw == Optional.class) {
            var value = value(node, of[0], path);
            return value == null ? null : Optional.of(value);
        }
        if (raw == List.class) {
            var items = items(node, of[0], path);
            return items == null ? null : List.copyOf(items);
        }
        if (raw == Set.class) {
            var items = items(node, of[0], path);
            return items == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(items));
        }
        if (raw == Map.class) {
            return map(node, (Class<?>) of[0], of[1], path);
        }
        throw new IllegalArgumentException("Settings can't hold a " + raw.getName());
    }

    private @Nullable List<Object> items(JsonNode node, Type type, KeyPath path) {
        if (!node.isArray()) {
            complain(path, "This is " + ScalarBinder.kind(node), "Allowed is a list, for example [a, b]");
            return null;
        }
        var items = new ArrayList<Object>();
        for (int i = 0; i < node.size(); i++) {
            var item = value(node.get(i), type, path.index(i));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private @Nullable Map<Object, Object> map(JsonNode node, Class<?> keys, Type values, KeyPath path) {
        if (!node.isObject()) {
            complain(path, "This is " + ScalarBinder.kind(node), "Allowed are keys with values");
            return null;
        }
        var map = new LinkedHashMap<Object, Object>();
        node.properties().forEach(entry -> {
            var at = path.key(entry.getKey());
            var key = scalars.key(entry.getKey(), keys, at);
            var value = value(entry.getValue(), values, at);
            if (key != null && value != null) {
                map.put(key, value);
            }
        });
        return Collections.unmodifiableMap(map);
    }

    private @Nullable Object record(JsonNode node, Class<?> type, KeyPath path) {
        if (!node.isObject()) {
            complain(path, "This is " + ScalarBinder.kind(node), "Allowed are these keys: " + keys(type));
            return null;
        }
        int before = problems.size();
        refuseUnknownKeys(node, type, path);
        var components = type.getRecordComponents();
        var arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(node.path(key(components[i])), components[i], path);
        }
        return problems.size() > before ? null : construct(type, arguments, path);
    }

    private void refuseUnknownKeys(JsonNode node, Class<?> type, KeyPath path) {
        var known = keys(type);
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                complain(path.key(key), "There is no key \"" + ScalarBinder.cut(key) + "\"", Names.known(key, known));
            }
        });
    }

    private @Nullable Object component(JsonNode node, RecordComponent component, KeyPath parent) {
        var type = component.getGenericType();
        var path = parent.key(key(component));
        if (!node.isMissingNode() && !node.isNull()) {
            return value(node, type, path);
        }
        var standard = component.getAnnotation(Default.class);
        if (standard != null) {
            return value(
                    YamlReader.read("default of " + path.text(), standard.value())
                            .tree(),
                    type,
                    path);
        }
        var raw = component.getType();
        if (raw == Optional.class) {
            return Optional.empty();
        }
        if (raw == List.class) {
            return List.of();
        }
        if (raw == Set.class) {
            return Set.of();
        }
        if (raw == Map.class) {
            return Map.of();
        }
        complain(path, "This key is missing", "It is required");
        return null;
    }

    private @Nullable Object construct(Class<?> type, @Nullable Object[] arguments, KeyPath path) {
        try {
            return constructor(type).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                complain(
                        path,
                        "These values don't go together or are out of bounds",
                        String.valueOf(wrong.getMessage()));
                return null;
            }
            throw new IllegalStateException("Making a " + type.getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Making a " + type.getName() + " failed", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        var parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }

    private static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordBinder::key).toList();
    }

    static String key(RecordComponent component) {
        // @JsonProperty can't stand on a record component itself; the compiler hands it on to the accessor.
        var named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? Names.ofComponent(component.getName()) : named.value();
    }
}
