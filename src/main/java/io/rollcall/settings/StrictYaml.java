package io.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads YAML (or a tree from JSON) into records and refuses whatever it doesn't understand: unknown keys, wrong types,
 * missing keys. All problems are told at once.
 *
 * <p>How a record is written: the component {@code pageSize} is the key {@code page-size} (or the name in
 * {@code @JsonProperty}); {@code Optional} may be left out; {@code List}, {@code Set} and {@code Map} may be left out
 * and are then empty; a component with {@link Default} may be left out; every other key is required. Enums are written
 * in kebab-case, durations as {@code 10m} or ISO-8601. A key without a value ({@code limits:}) counts as left out. Other
 * types are left to Jackson; an {@code IllegalArgumentException} of a record's constructor or of a value's factory
 * becomes a problem at its path, so its message must name no secret.
 */
public final class StrictYaml {

    private StrictYaml() {}

    /** @throws InvalidSettings when the text or its content is wrong */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return read(file.toString(), Files.readString(file), type);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file + ": does it exist, and is it UTF-8 text?", e);
        }
    }

    /**
     * @param origin what the text is, for the messages: a file name
     * @throws InvalidSettings when the text or its content is wrong
     */
    public static <T> T read(String origin, String yaml, Class<T> type) {
        return parse(origin, yaml).as(type);
    }

    /**
     * @param origin what the tree is, for the messages: "request body"
     * @throws InvalidSettings when the content is wrong
     */
    public static <T> T read(String origin, JsonNode tree, Class<T> type) {
        return document(origin, tree).as(type);
    }

    /** @throws InvalidSettings when the text is no YAML */
    public static Document parse(String origin, String yaml) {
        return YamlReader.read(origin, yaml);
    }

    public static Document document(String origin, JsonNode tree) {
        return new Document(origin, tree, Map.of());
    }

    /**
     * A tree whose values came as text, with the numbers and booleans that the record wants in their place; what can't be
     * one stays text. The argument is not changed.
     */
    public static JsonNode fromText(JsonNode tree, Class<? extends Record> type) {
        return FromText.as(tree, type);
    }

    /**
     * A preset with single keys overridden: objects are merged key by key, everything else (lists too) is replaced. A
     * null takes a key of the base away, so that its default holds again. Neither argument is changed.
     */
    public static JsonNode merge(JsonNode base, JsonNode overrides) {
        if (!(base instanceof ObjectNode) || !(overrides instanceof ObjectNode)) {
            return overrides.deepCopy();
        }
        var merged = (ObjectNode) base.deepCopy();
        overrides.properties().forEach(entry -> {
            var key = entry.getKey();
            if (entry.getValue().isNull() && merged.has(key)) {
                merged.remove(key);
            } else if (merged.has(key)) {
                merged.set(key, merge(merged.get(key), entry.getValue()));
            } else {
                merged.set(key, entry.getValue().deepCopy());
            }
        });
        return merged;
    }
}
