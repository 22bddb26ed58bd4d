package io.rollcall.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rollcall.device.Attributes;
import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.device.Text;
import io.rollcall.source.SourceDefinition.Listing;
import io.rollcall.source.SourceDefinition.Restricted;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source's mapping, made ready once and used for every device of a connection. Safe for many threads. No JSON makes it
 * throw: what can't be read is left out, with a note.
 */
public final class Mapping {

    /**
     * The longest value of a field, in UTF-16 units: what names, models and addresses are looked up by has to fit into a
     * row of a database index (2,700 bytes), and nobody reads longer ones.
     */
    static final int MAX_VALUE = CustomField.MAX_VALUE;

    /** An index column takes no more, and no source has ids like that. */
    private static final int MAX_ID = 255;

    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /** Fields that a device is completed with from others, whether they are mapped or not. */
    private static final Set<Field> COMPLETED = EnumSet.of(
            Field.MODEL_NAME, Field.DISPLAY_SIZE, Field.RELEASE_DATE, Field.MAKE, Field.OS_NAME, Field.MODEL_NUMBER);

    private record Place(Location location, ValueReader reader) {}

    private record Rule<F>(F field, String name, List<Place> places, Choose choose) {}

    private final Listing listing;
    private final List<Rule<Field>> fields;
    private final List<Rule<CustomField>> custom;
    private final List<Rule<RestrictedField>> restricted;
    private final List<Restricted> asked;
    private final List<JsonPointer> removedFromList;
    private final List<JsonPointer> removedFromDetail;
    private final Set<String> removedNames;
    private final List<JsonPointer> volatileList;
    private final String recordVersion;
    private final String version;
    private final Clock clock;

    private Mapping(
            SourceDefinition definition, List<MappingOverride> overrides, List<CustomField> customFields, Clock clock) {
        this.listing = definition.list();
        this.fields = EffectiveRows.of(definition, overrides).stream()
                .map(row -> new Rule<>(
                        row.field(), row.field().key(), places(row.from(), row.convert(), definition), row.choose()))
                .toList();
        this.custom = customFields.stream()
                .flatMap(field -> MappingOverride.of(overrides, field.property()).stream()
                        .map(row -> new Rule<>(
                                field,
                                field.name(),
                                places(List.of(row.property()), row.convert(), definition),
                                Choose.FIRST)))
                .toList();
        this.restricted = definition.restricted().stream()
                .map(row -> new Rule<>(
                        row.field(), row.field().key(), places(row.from(), row.convert(), definition), row.choose()))
                .toList();
        this.asked = definition.restricted().stream()
                .filter(row -> row.request().isPresent())
                .toList();
        this.removedFromList = removed(definition, Part.LIST);
        this.removedFromDetail = removed(definition, Part.DETAIL);
        this.removedNames = Set.copyOf(definition.dropNames());
        this.volatileList = definition.volatileList();
        this.recordVersion = Fingerprint.of(definition.restricted() + "\n" + definition.drop() + definition.dropNames()
                + "\n" + definition.volatileList());
        this.version = version(definition, overrides);
        this.clock = clock;
    }

    /**
     * The mapping of a source's file.
     *
     * @param clock to tell impossible times: nothing is believed that lies more than a day ahead
     */
    public static Mapping of(SourceDefinition definition, Clock clock) {
        return new Mapping(definition, List.of(), List.of(), clock);
    }

    /**
     * The mapping of a source's file with a connection's own rows. A row that means nothing any more, as its custom field
     * was deleted, maps its property to nothing.
     */
    static Mapping of(
            SourceDefinition definition, List<MappingOverride> overrides, List<CustomField> custom, Clock clock) {
        return new Mapping(definition, overrides, custom, clock);
    }

    private static List<Place> places(List<Location> from, String convert, SourceDefinition definition) {
        return from.stream()
                .map(location -> new Place(location, reader(location.convert().orElse(convert), definition)))
                .toList();
    }

    /** A converter of a connection's row may be gone from a newer mapping file: then nothing is read there. */
    private static ValueReader reader(String name, SourceDefinition definition) {
        return ValueReader.find(name, definition.tables()).orElseGet(() -> new ValueReader.Table(Map.of()));
    }

    private static List<JsonPointer> removed(SourceDefinition definition, Part part) {
        return Stream.concat(
                        definition.drop().stream(),
                        definition.restricted().stream().flatMap(row -> row.from().stream()))
                .filter(location -> location.part() == part)
                .map(Location::pointer)
                .toList();
    }

    /** Only of what decides about values: a new title or link, and a custom field's new name, change nothing. */
    private String version(SourceDefinition definition, List<MappingOverride> overrides) {
        var tables = new TreeMap<String, Map<String, String>>();
        definition.tables().forEach((name, table) -> tables.put(name, new TreeMap<>(table)));
        var customRows = custom.stream()
                .map(Rule::field)
                .map(field -> MappingOverride.of(overrides, field.property()) + " " + field.type() + field.choices())
                .toList();
        return Fingerprint.of(
                Converter.VERSION + "\n" + EffectiveRows.of(definition, overrides) + "\n" + customRows + "\n" + tables);
    }

    /**
     * Which attributes this mapping makes of a record: 32 hexadecimal digits. Attributes made by another version are made
     * anew from the records that are stored.
     */
    public String version() {
        return version;
    }

    /** Whether anything is mapped to a field, or it is completed from others. */
    public boolean fills(Field field) {
        return COMPLETED.contains(field) || fields.stream().anyMatch(rule -> rule.field() == field);
    }

    /** Whether list records tell a field: one without it says that there is no value. */
    public boolean isInList(Field field) {
        return fields.stream()
                .filter(rule -> rule.field() == field)
                .flatMap(rule -> rule.places().stream())
                .anyMatch(place -> place.location().part() == Part.LIST);
    }

    /** Whether anything is mapped to a custom field. */
    public boolean fillsCustom(String key) {
        return custom.stream().anyMatch(rule -> rule.field().key().equals(key));
    }

    /** The source's own id of the device; empty where the record has none that could be used. */
    public Optional<String> sourceId(JsonNode list) {
        return Optional.ofNullable(Texts.scalar(list.at(listing.id()))).filter(text -> text.length() <= MAX_ID);
    }

    /** Which of the source's lists the record is from; empty where the source has one. */
    public Optional<String> kind(JsonNode list) {
        return listing.kind().map(list::at).map(Texts::scalar).filter(text -> text.length() <= MAX_ID);
    }

    /** Whether the device's details have to be read; empty where the source leaves that to the policy. */
    public Optional<Boolean> needsDetails(JsonNode list) {
        return listing.complete()
                ? Optional.of(false)
                : listing.incomplete().map(pointer -> list.at(pointer).asBoolean());
    }

    /**
     * The record without restricted and dropped properties. To be called before a record is stored or logged.
     *
     * @return the same instance where there is nothing to take out; otherwise a new one that shares the rest
     */
    public JsonNode strip(Part part, JsonNode fetched) {
        var kept = fetched;
        for (var pointer : part == Part.LIST ? removedFromList : removedFromDetail) {
            kept = JsonPruner.without(kept, pointer);
        }
        return removedNames.isEmpty() ? kept : JsonPruner.withoutNames(kept, removedNames);
    }

    /** What the list record alone says of one field: all that is needed of most devices before they are read. */
    public Optional<String> listValue(Field field, JsonNode list) {
        var values = new EnumMap<Field, String>(Field.class);
        var now = clock.instant();
        fields.stream()
                .filter(rule -> rule.field() == field)
                .forEach(rule -> apply(rule, list, MissingNode.getInstance(), now, values, new ArrayList<>()));
        return Optional.ofNullable(values.get(field)).filter(value -> !value.isBlank());
    }

    /** What the records say of the device. Stripped or not makes no difference. */
    public Mapped map(JsonNode list, Optional<JsonNode> detail) {
        var values = new EnumMap<Field, String>(Field.class);
        var notes = new ArrayList<String>();
        apply(fields, list, detail, values, notes);
        return new Mapped(Attributes.of(values, custom(list, detail, notes)), List.copyOf(notes));
    }

    private Map<String, String> custom(JsonNode list, Optional<JsonNode> detail, List<String> notes) {
        if (custom.isEmpty()) {
            return Map.of();
        }
        var found = new LinkedHashMap<CustomField, String>();
        apply(custom, list, detail, found, notes);
        var values = new HashMap<String, String>();
        found.forEach((field, value) -> field.read(value)
                .ifPresentOrElse(
                        fit -> values.put(field.key(), fit),
                        () -> notes.add(field.name() + " left out: "
                                + Reading.notA(field.allowed(), value).complaint())));
        return values;
    }

    /**
     * Where each value is from: field key → which record. Of a field with several places it is the one that decided.
     */
    public Map<String, Part> origins(JsonNode list, Optional<JsonNode> detail) {
        var origins = new HashMap<String, Part>();
        var now = clock.instant();
        var detailOrNothing = detail.orElse(MissingNode.getInstance());
        fields.forEach(rule -> origin(rule, list, detailOrNothing, now)
                .ifPresent(part -> origins.put(rule.field().key(), part)));
        custom.forEach(rule -> origin(rule, list, detailOrNothing, now)
                .ifPresent(part -> origins.put(rule.field().property(), part)));
        return origins;
    }

    private static <F> Optional<Part> origin(Rule<F> rule, JsonNode list, JsonNode detail, Instant now) {
        var found = new LinkedHashMap<String, Part>();
        for (var place : rule.places()) {
            var value =
                    place.reader().read(place.location().in(list, detail), now).value();
            if (value != null) {
                found.putIfAbsent(value, place.location().part());
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(found.get(rule.choose().pick(List.copyOf(found.keySet()))));
    }

    /** The restricted values in records that were not stripped, for their own encrypted store. */
    public Map<RestrictedField, String> restricted(JsonNode list, Optional<JsonNode> detail) {
        var values = new EnumMap<RestrictedField, String>(RestrictedField.class);
        apply(restricted, list, detail, values, new ArrayList<>());
        return Collections.unmodifiableMap(values);
    }

    /** What has to be asked for one by one, of this device; empty where its id could change a path. */
    public List<SecretQuestion> secretQuestions(JsonNode list) {
        var questions = new ArrayList<SecretQuestion>();
        for (var row : asked) {
            var request = row.request().orElseThrow();
            var id = request.id()
                    .map(pointer -> Optional.ofNullable(Texts.scalar(list.at(pointer))))
                    .orElseGet(() -> sourceId(list))
                    .filter(text -> SAFE_ID.matcher(text).matches());
            if (id.isPresent() && request.in().contains(list.at(request.where()).asText())) {
                questions.add(new SecretQuestion(
                        row.field(),
                        request.paths().stream()
                                .map(path -> path.replace("{id}", id.get()))
                                .toList(),
                        request.value()));
            }
        }
        return questions;
    }

    /** Whether the source's list has all there is to know of single devices that are asked for. */
    public boolean listsSingleDevices() {
        return listing.incomplete().isPresent();
    }

    /** Whether a device's list record is all that the source says of it. */
    public boolean isComplete() {
        return listing.complete() || listing.incomplete().isPresent();
    }

    /**
     * Says whether a device's list record has changed: 32 hexadecimal digits, the same for the same content in any order
     * of keys, without the volatile properties, and different once other properties are volatile, restricted or dropped.
     */
    public String listHash(JsonNode strippedList) {
        var steady = strippedList;
        for (var pointer : volatileList) {
            steady = JsonPruner.without(steady, pointer);
        }
        return Fingerprint.of(recordVersion, steady);
    }

    private <F> void apply(
            List<Rule<F>> rules, JsonNode list, Optional<JsonNode> detail, Map<F, String> values, List<String> notes) {
        var now = clock.instant();
        var detailOrNothing = detail.orElse(MissingNode.getInstance());
        for (var rule : rules) {
            apply(rule, list, detailOrNothing, now, values, notes);
        }
    }

    private static <F> void apply(
            Rule<F> rule, JsonNode list, JsonNode detail, Instant now, Map<F, String> values, List<String> notes) {
        var found = new ArrayList<String>(2);
        String complaint = null;
        for (var place : rule.places()) {
            var reading = place.reader().read(place.location().in(list, detail), now);
            if (reading.value() != null) {
                found.add(reading.value());
                if (rule.choose() == Choose.FIRST) {
                    break;
                }
            } else if (reading.complaint() != null && complaint == null) {
                complaint = rule.name() + " left out: " + reading.complaint();
            }
        }
        if (!found.isEmpty()) {
            values.put(rule.field(), cut(rule, rule.choose().pick(found), notes));
        } else if (complaint != null) {
            notes.add(complaint);
        }
    }

    /** What only the source section shows may be longer: tags, for example. */
    private static <F> String cut(Rule<F> rule, String value, List<String> notes) {
        if (value.length() <= MAX_VALUE || rule.field() instanceof Field field && field.scope() == Field.Scope.SOURCE) {
            return value;
        }
        notes.add(rule.name() + " was cut from " + value.length() + " characters to " + MAX_VALUE + ".");
        return Text.clean(value, MAX_VALUE).value();
    }
}
