package io.rollcall.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a property stands, written {@code detail:/hardware_overview/memory} or, with a converter of its own,
 * {@code detail:/hardware_overview/total_ram as mb-to-gb}.
 *
 * @param convert the converter or table for this place; empty: the row's
 */
public record Location(Part part, JsonPointer pointer, Optional<String> convert) {

    private static final Pattern SPELLING = Pattern.compile("(list|detail):(/.*?)(?: as ([a-z0-9-]+))?");

    /** @throws IllegalArgumentException that says how a place is written */
    @JsonCreator
    public static Location of(String text) {
        var parts = SPELLING.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "Allowed is \"list:\" or \"detail:\" with a JSON Pointer, such as detail:/general/device_name,"
                            + " and perhaps \" as <converter>\"");
        }
        var part = parts.group(1).equals("list") ? Part.LIST : Part.DETAIL;
        return new Location(part, JsonPointer.compile(parts.group(2)), Optional.ofNullable(parts.group(3)));
    }

    /** The same place with another converter, or the row's where there is none. */
    Location with(Optional<String> converter) {
        return new Location(part, pointer, converter);
    }

    /** Whether it is the same property, whatever the converter. */
    public boolean isSameProperty(Location other) {
        return part == other.part && pointer.equals(other.pointer);
    }

    /** The names of the objects' keys on the way to it. */
    Stream<String> names() {
        return Stream.iterate(pointer, step -> !step.matches(), JsonPointer::tail)
                .map(JsonPointer::getMatchingProperty);
    }

    JsonNode in(JsonNode list, JsonNode detail) {
        return (part == Part.LIST ? list : detail).at(pointer);
    }

    /** Whether this is the same property as the other, is inside it, or has it inside. */
    boolean overlaps(Location other) {
        return part == other.part && (startsWith(other.pointer, pointer) || startsWith(pointer, other.pointer));
    }

    private static boolean startsWith(JsonPointer longer, JsonPointer shorter) {
        return (longer + "/").startsWith(shorter + "/");
    }

    @Override
    public String toString() {
        return part.key() + ":" + pointer + convert.map(name -> " as " + name).orElse("");
    }
}
