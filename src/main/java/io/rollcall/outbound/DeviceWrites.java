package io.rollcall.outbound;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Field;
import io.rollcall.source.Source;
import io.rollcall.source.SourceDefinition.Nothing;
import io.rollcall.source.SourceDefinition.WriteBack;
import io.rollcall.source.SourceDefinition.WriteRow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a source's mapping file says of writing, applied: the JSON of a change, and what the answer says of it. */
final class DeviceWrites {

    private DeviceWrites() {}

    /** The field by which a source knows its users; blank: it doesn't let them be written. */
    static String userField(Source source) {
        return source.definition().writeBack().stream()
                .flatMap(writeBack -> userKey(writeBack).stream())
                .map(Field::key)
                .findFirst()
                .orElse("");
    }

    /** The first of the user's fields that are written is the one that tells users apart. */
    static Optional<Field> userKey(WriteBack writeBack) {
        return writeBack.rows().stream()
                .filter(WriteRow::ofUser)
                .flatMap(row -> row.field().stream())
                .findFirst();
    }

    /**
     * The content of a request that changes a device.
     *
     * @param tag the asset tag it gets, blank: none; empty: it stays as it is
     * @param user the user it gets, without fields: none; empty: it stays as it is
     */
    static JsonNode content(WriteBack writeBack, Optional<String> tag, Optional<Map<Field, String>> user) {
        var content = JsonNodeFactory.instance.objectNode();
        for (var row : writeBack.rows()) {
            if (row.field().equals(Optional.of(Field.ASSET_TAG))) {
                tag.ifPresent(value -> put(content, row, value));
            } else if (row.ofUser()) {
                user.ifPresent(fields -> put(
                        content,
                        row,
                        row.field().map(field -> fields.getOrDefault(field, "")).orElse("")));
            }
        }
        return content;
    }

    private static void put(ObjectNode content, WriteRow row, String value) {
        var parent = parent(content, row.to());
        var key = row.to().last().getMatchingProperty();
        if (value.isEmpty() && row.none() == Nothing.NULL) {
            parent.putNull(key);
        } else {
            parent.put(key, value);
        }
    }

    private static ObjectNode parent(ObjectNode content, JsonPointer to) {
        return to.head().matches() ? content : content.withObject(to.head());
    }

    /** What a device's record says of its asset tag or its user; empty: it can't be told from this record. */
    static Optional<String> seen(WriteBack writeBack, OutboxProperty property, JsonNode record) {
        var key = property == OutboxProperty.ASSET_TAG ? Optional.of(Field.ASSET_TAG) : userKey(writeBack);
        return writeBack.rows().stream()
                .filter(row -> row.field().isPresent() && row.field().equals(key))
                .flatMap(row -> row.seen().stream())
                .filter(pointer -> record.isObject())
                .map(pointer -> text(record.at(pointer)))
                .findFirst();
    }

    /** A person in the source's list of people who has this address; those who have left don't count. */
    static Optional<Map<Field, String>> person(Source source, JsonNode answer, EmailAddress address) {
        var directory = source.definition().directory().orElseThrow();
        var rows = directory.rows().map(answer::at).orElse(answer);
        for (var row : rows) {
            var gone = directory.gone().map(row::at).map(JsonNode::asBoolean).orElse(false);
            var fields = new EnumMap<Field, String>(Field.class);
            directory.fields().forEach((field, pointer) -> fields.put(field, text(row.at(pointer))));
            fields.values().removeIf(String::isEmpty);
            var email = Optional.ofNullable(fields.get(Field.USER_EMAIL)).flatMap(EmailAddress::of);
            if (!gone && email.equals(Optional.of(address))) {
                return Optional.of(Map.copyOf(fields));
            }
        }
        return Optional.empty();
    }

    /** The names of the permissions that changing a device needs, and what to do when one is missing. */
    static String remedy(Source source, WriteBack writeBack) {
        return source.definition().permissions().stream()
                .filter(permission -> permission.name().equals(writeBack.permission()))
                .map(permission -> "It needs the permission \"" + permission.name() + "\". " + permission.remedy())
                .findFirst()
                .orElse("");
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
    }

    /** What can be written to nothing. */
    static final WriteBack NOTHING = new WriteBack(Optional.empty(), "", List.of());
}
