package io.rollcall.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a source reports of one device: field → value in the canonical text of the field's {@link Field.Kind}, and the same
 * for custom fields. A field the source doesn't report is absent; there are no blank values. Immutable.
 */
public final class Attributes {

    private static final Attributes NONE = new Attributes(new EnumMap<>(Field.class), Map.of());

    private final Map<Field, String> values;
    private final Map<String, String> custom;

    private Attributes(EnumMap<Field, String> values, Map<String, String> custom) {
        this.values = Collections.unmodifiableMap(values);
        this.custom = custom;
    }

    public static Attributes none() {
        return NONE;
    }

    /** Copies the values, leaving out blank ones. */
    public static Attributes of(Map<Field, String> values) {
        return of(values, Map.of());
    }

    /**
     * Copies the values, leaving out blank ones.
     *
     * @param custom custom fields' keys → values
     */
    public static Attributes of(Map<Field, String> values, Map<String, String> custom) {
        var copy = new EnumMap<Field, String>(Field.class);
        values.forEach((field, value) -> {
            if (!value.isBlank()) {
                copy.put(field, value);
            }
        });
        if (custom.isEmpty()) {
            return new Attributes(copy, Map.of());
        }
        var sorted = new TreeMap<>(custom);
        sorted.values().removeIf(String::isBlank);
        return new Attributes(copy, Collections.unmodifiableMap(sorted));
    }

    /** Reads what {@link #byKey()} wrote; keys this version doesn't know are dropped. */
    @JsonCreator
    public static Attributes ofKeys(Map<String, String> byKey) {
        var values = new EnumMap<Field, String>(Field.class);
        var custom = new TreeMap<String, String>();
        byKey.forEach((key, value) -> {
            Field.of(key).ifPresent(field -> values.put(field, value));
            CustomField.keyOf(key).ifPresent(field -> custom.put(field, value));
        });
        return of(values, custom);
    }

    public Optional<String> get(Field field) {
        return Optional.ofNullable(values.get(field));
    }

    public boolean has(Field field) {
        return values.containsKey(field);
    }

    public Map<Field, String> asMap() {
        return values;
    }

    /** The values of custom fields, by the fields' keys. */
    public Map<String, String> custom() {
        return custom;
    }

    /** The values under their fields' keys, in the order of the fields; those of custom fields come last. */
    @JsonValue
    public Map<String, String> byKey() {
        var byKey = new LinkedHashMap<String, String>();
        values.forEach((field, value) -> byKey.put(field.key(), value));
        custom.forEach((key, value) -> byKey.put(CustomField.PREFIX + key, value));
        return byKey;
    }

    /** These values with others put over them. */
    public Attributes with(Map<Field, String> others) {
        return with(of(others));
    }

    /** These values with others put over them. */
    public Attributes with(Attributes others) {
        var merged = new EnumMap<Field, String>(Field.class);
        merged.putAll(values);
        merged.putAll(others.values);
        if (others.custom.isEmpty()) {
            return of(merged, custom);
        }
        var mergedCustom = new TreeMap<>(custom);
        mergedCustom.putAll(others.custom);
        return of(merged, mergedCustom);
    }

    /** These values but for those of some fields. */
    public Attributes without(Predicate<Field> unwanted) {
        var rest = new EnumMap<Field, String>(Field.class);
        rest.putAll(values);
        rest.keySet().removeIf(unwanted);
        return of(rest, custom);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && values.equals(that.values) && custom.equals(that.custom);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, custom);
    }

    @Override
    public String toString() {
        return byKey().toString();
    }
}
