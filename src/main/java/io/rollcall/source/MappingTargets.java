package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the properties of a source can be mapped to, and by which converters. */
public final class MappingTargets {

    private final SourceDefinition definition;
    private final List<CustomField> custom;

    /** @param custom the custom fields there are */
    public MappingTargets(SourceDefinition definition, List<CustomField> custom) {
        this.definition = definition;
        this.custom = List.copyOf(custom);
    }

    /**
     * A row of the mapping file, for one of its places.
     *
     * @param convert the place's own converter, else its row's
     */
    public record DefaultRow(Location property, Field target, String convert) {}

    /** The rows of the mapping file, place by place. */
    public List<DefaultRow> defaults() {
        return definition.fields().stream()
                .flatMap(row -> row.from().stream()
                        .map(place -> new DefaultRow(
                                place.with(Optional.empty()),
                                row.field(),
                                place.convert().orElse(row.convert()))))
                .toList();
    }

    /** Whether a property is restricted or never stored, in whole or in part. */
    public boolean isRemoved(Location property) {
        return definition.isRemoved(property);
    }

    /** Whether there is such a field or custom field. A model's name is made of the model, so nothing is mapped to it. */
    public boolean exists(String target) {
        return field(target).isPresent() || customField(target).isPresent();
    }

    /** The targets there are, for people. */
    public String known() {
        return Stream.of(
                        Stream.of(MappingOverride.SKIP),
                        Arrays.stream(Field.values())
                                .filter(field -> field != Field.MODEL_NAME)
                                .map(Field::key),
                        custom.stream().map(CustomField::property))
                .flatMap(names -> names)
                .collect(Collectors.joining(", "));
    }

    /**
     * The converter of a row that names none: the mapping file's for the property where it makes what the target holds, else
     * the plain one.
     *
     * @param example a value of the property
     */
    public String usualConverter(Location property, String target, Optional<JsonNode> example) {
        return defaults().stream()
                .filter(row -> row.property().isSameProperty(property))
                .map(DefaultRow::convert)
                .filter(convert -> mismatch(convert, target).isEmpty())
                .findFirst()
                .orElseGet(() -> plainConverter(target, example));
    }

    private String plainConverter(String target, Optional<JsonNode> example) {
        var type = customField(target).map(CustomField::type);
        var kind = type.map(MappingTargets::kind)
                .orElseGet(() -> field(target).map(Field::kind).orElse(Field.Kind.TEXT));
        return switch (kind) {
            case TEXT -> example.filter(JsonNode::isArray).isPresent() ? "joined" : "text";
            case YES_NO -> "yes-no";
            case TIME -> "time";
            case NUMBER -> "number";
            case DATE -> "date";
        };
    }

    /** What is wrong with a converter for a target, found and allowed; empty: nothing. */
    public Optional<Mismatch> mismatch(String converter, String target) {
        var reader = ValueReader.find(converter, definition.tables());
        if (reader.isEmpty()) {
            return Optional.of(new Mismatch(
                    "There is no converter or table \"" + converter + "\"",
                    "Known: " + String.join(", ", ValueReader.names(definition.tables()))));
        }
        var wanted = customField(target)
                .map(CustomField::type)
                .map(MappingTargets::kind)
                .or(() -> field(target).map(Field::kind));
        // A custom text, and what is compared with choices, may be made of anything.
        var takesAll = customField(target).isPresent() && wanted.equals(Optional.of(Field.Kind.TEXT));
        return wanted.filter(kind -> !takesAll && kind != reader.get().kind())
                .map(kind -> new Mismatch(
                        "The converter " + converter + " makes "
                                + DefinitionChecks.words(reader.get().kind()) + ", but " + target + " holds "
                                + DefinitionChecks.words(kind),
                        "Another field, or one of the converters "
                                + ValueReader.names(definition.tables()).stream()
                                        .filter(name -> ValueReader.find(name, definition.tables())
                                                .filter(other -> other.kind() == kind)
                                                .isPresent())
                                        .collect(Collectors.joining(", "))));
    }

    /** Why a converter can't serve a target. */
    public record Mismatch(String found, String allowed) {}

    /** What a row makes of a value; empty: nothing. */
    public Optional<String> read(JsonNode value, String converter, String target, Instant now) {
        return ValueReader.find(converter, definition.tables())
                .map(reader -> reader.read(value, now))
                .flatMap(reading -> Optional.ofNullable(reading.value()))
                .flatMap(text -> customField(target).isPresent()
                        ? customField(target).get().read(text)
                        : Optional.of(text));
    }

    private static Field.Kind kind(CustomField.Type type) {
        return switch (type) {
            case TEXT, CHOICE -> Field.Kind.TEXT;
            case NUMBER -> Field.Kind.NUMBER;
            case DATE -> Field.Kind.DATE;
            case YES_NO -> Field.Kind.YES_NO;
        };
    }

    private Optional<Field> field(String target) {
        return Field.of(target).filter(field -> field != Field.MODEL_NAME);
    }

    private Optional<CustomField> customField(String target) {
        return CustomField.keyOf(target)
                .flatMap(key ->
                        custom.stream().filter(field -> field.key().equals(key)).findFirst());
    }
}
