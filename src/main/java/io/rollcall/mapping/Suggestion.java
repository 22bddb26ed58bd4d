package io.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.CustomField;
import io.rollcall.device.CustomField.Type;
import io.rollcall.source.Location;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A custom field that a property could become.
 *
 * @param name in words, from the property's name
 * @param type as the values look
 */
public record Suggestion(String name, String type) {

    private static final int LONGEST = 60;

    /** Empty where no custom field can hold it: a list of objects, or a property without a value. */
    static Optional<Suggestion> of(Location property, List<JsonNode> values) {
        return type(values).map(type -> new Suggestion(name(property), type.key()));
    }

    private static Optional<Type> type(List<JsonNode> values) {
        if (values.isEmpty() || values.stream().anyMatch(Suggestion::hasParts)) {
            return Optional.empty();
        }
        if (values.stream().allMatch(JsonNode::isNumber)) {
            return Optional.of(Type.NUMBER);
        }
        if (values.stream().allMatch(value -> value.isBoolean() || isWord(value))) {
            return Optional.of(Type.YES_NO);
        }
        var day = new CustomField("", "", Type.DATE, List.of());
        return Optional.of(
                values.stream().allMatch(value -> day.read(firstTen(value)).isPresent()) ? Type.DATE : Type.TEXT);
    }

    private static boolean hasParts(JsonNode value) {
        return value.isObject()
                || value.isArray() && (value.isEmpty() || value.get(0).isContainerNode());
    }

    private static boolean isWord(JsonNode value) {
        return List.of("true", "false", "yes", "no").contains(value.asText().toLowerCase(Locale.ROOT));
    }

    private static String firstTen(JsonNode value) {
        var text = value.asText();
        return text.substring(0, Math.min(10, text.length()));
    }

    /** {@code /hardware_overview/bootDrive} → {@code Boot drive}. */
    private static String name(Location property) {
        var words = property.pointer()
                .last()
                .getMatchingProperty()
                .replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                .replaceAll("[\\s_-]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
        var name = words.isEmpty() ? "Field" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return name.substring(0, Math.min(LONGEST, name.length()));
    }
}
