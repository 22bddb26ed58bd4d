package io.rollcall.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a source reports of one device: field → value in the canonical text of the field's {@link Field.Kind}. A field
 * the source doesn't report is absent; there are no blank values. Immutable.
 */
public final class Attributes {

    private static final Attributes NONE = new Attributes(new EnumMap<>(Field.class));

    private final Map<Field, String> values;

    private Attributes(EnumMap<Field, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    public static Attributes none() {
        return NONE;
    }

    /** Copies the values, leaving out blank ones. */
    public static Attributes of(Map<Field, String> values) {
        var copy = new EnumMap<Field, String>(Field.class);
        values.forEach((field, value) -> {
            if (!value.isBlank()) {
                copy.put(field, value);
            }
        });
        return new Attributes(copy);
    }

    /** Reads what {@link #byKey()} wrote; keys this version doesn't know are dropped. */
    @JsonCreator
    public static Attributes ofKeys(Map<String, String> byKey) {
        var values = new EnumMap<Field, String>(Field.class);
        byKey.forEach((key, value) -> Field.of(key).ifPresent(field -> values.put(field, value)));
        return of(values);
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

    /** The values under their fields' keys, in the order of the fields. */
    @JsonValue
    public Map<String, String> byKey() {
        var byKey = new LinkedHashMap<String, String>();
        values.forEach((field, value) -> byKey.put(field.key(), value));
        return byKey;
    }

    /** These values with others put over them. */
    public Attributes with(Map<Field, String> others) {
        var merged = new EnumMap<Field, String>(Field.class);
        merged.putAll(values);
        merged.putAll(others);
        return of(merged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    @Override
    public String toString() {
        return byKey().toString();
    }
}
