package io.rollcall.jamf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/** Adds to a record what the mapping needs and the record lacks. */
final class JamfRecords {

    private JamfRecords() {}

    /**
     * A list's record with the device's key, the list's name, and the names of department and building.
     *
     * @param incomplete whether it is a bare row whose details have to be read
     */
    static JsonNode row(JamfKind kind, JsonNode record, boolean incomplete, JamfNames names) {
        if (!(record instanceof ObjectNode object)) {
            return record;
        }
        var row = object.objectNode();
        number(kind, object, incomplete).ifPresent(number -> row.put("key", kind.key(number)));
        row.put("kind", kind.label()).put("incomplete", incomplete);
        row.setAll(object);
        named(row, "userAndLocation", names);
        return row;
    }

    /** A single mobile device's record with the names of department and building. */
    static JsonNode detail(JsonNode record, JamfNames names) {
        if (!(record instanceof ObjectNode object)) {
            return record;
        }
        var detail = object.objectNode();
        detail.setAll(object);
        named(detail, "location", names);
        return detail;
    }

    private static Optional<String> number(JamfKind kind, ObjectNode record, boolean bare) {
        return Optional.of(record.path(bare ? "id" : kind.id()).asText("")).filter(text -> text.matches("\\d{1,18}"));
    }

    private static void named(ObjectNode record, String section, JamfNames names) {
        if (record.get(section) instanceof ObjectNode known) {
            var copy = known.objectNode();
            copy.setAll(known);
            put(copy, "department", names::department);
            put(copy, "building", names::building);
            record.set(section, copy);
        }
    }

    /** The server's own word where a record has it, else the name behind the id; an id without a name is none. */
    private static void put(ObjectNode section, String what, Function<String, Optional<String>> names) {
        var own = section.path(what).asText("");
        (own.isBlank() || section.path(what).isNull()
                        ? names.apply(section.path(what + "Id").asText(""))
                        : Optional.of(own))
                .ifPresent(name -> section.put(what + "Name", name));
    }
}
