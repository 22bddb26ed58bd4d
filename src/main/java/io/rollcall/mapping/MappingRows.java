package io.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections.OwnMapping;
import io.rollcall.device.Field;
import io.rollcall.device.Text;
import io.rollcall.mapping.MappingView.Row;
import io.rollcall.source.Location;
import io.rollcall.source.MappingOverride;
import io.rollcall.source.MappingTargets;
import io.rollcall.source.MappingTargets.DefaultRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lays a connection's mapping out for people: each property once for each thing it is mapped to, with an example. */
final class MappingRows {

    private static final int LONGEST_EXAMPLE = 100;

    private final Connection connection;
    private final OwnMapping own;
    private final MappingTargets targets;
    private final int samples;
    private final Map<Location, List<JsonNode>> values;
    private final Instant now;

    MappingRows(Connection connection, OwnMapping own, MappingTargets targets, List<Sample> samples, Instant now) {
        this.connection = connection;
        this.own = own;
        this.targets = targets;
        this.samples = samples.size();
        this.values = Properties.of(samples);
        this.now = now;
    }

    MappingView view() {
        var rows = properties()
                .filter(property -> !targets.isRemoved(property))
                .flatMap(this::rows)
                .toList();
        return new MappingView(
                connection.name(), connection.source().name(), own.version(), samples, rows, warnings(rows));
    }

    /** Those that were found come first, in the order of the records. */
    private Stream<Location> properties() {
        var all = new LinkedHashSet<>(values.keySet());
        own.rows().forEach(row -> all.add(row.property()));
        targets.defaults().forEach(row -> all.add(row.property()));
        return all.stream();
    }

    private Stream<Row> rows(Location property) {
        var mine = own.rows().stream()
                .filter(row -> row.property().isSameProperty(property))
                .map(this::own)
                .toList();
        if (!mine.isEmpty()) {
            return mine.stream();
        }
        var defaults = targets.defaults().stream()
                .filter(row -> row.property().isSameProperty(property))
                .map(this::standard)
                .toList();
        return defaults.isEmpty() ? Stream.of(unmapped(property)) : defaults.stream();
    }

    private Row own(MappingOverride row) {
        var exists = row.skips() || targets.exists(row.target());
        var note = exists
                ? doubt(row)
                : Optional.of("Not read: there is no field " + row.target() + " any more. Restore it, or map the "
                        + "property to another one.");
        return row(row.property(), row.target(), row.convert(), "connection", exists, note, Optional.empty());
    }

    /** What makes it likely that the row fills nothing. */
    private Optional<String> doubt(MappingOverride row) {
        var found = values.getOrDefault(row.property(), List.of());
        if (row.skips() || samples == 0) {
            return Optional.empty();
        }
        if (found.isEmpty()) {
            return Optional.of("None of " + devices() + " has a value there.");
        }
        if (isForNewAssets(row)) {
            return Optional.of("The policy (overwrite) lets syncs write " + row.target() + " on new assets only.");
        }
        var fits = found.stream()
                .anyMatch(value ->
                        targets.read(value, row.convert(), row.target(), now).isPresent());
        return fits
                ? Optional.empty()
                : Optional.of("None of the " + found.size() + " values that were found, such as \""
                        + example(found.get(0)) + "\", can be read by the converter " + row.convert() + " for "
                        + row.target() + ".");
    }

    private boolean isForNewAssets(MappingOverride row) {
        return Field.of(row.target())
                .filter(field -> field.scope() == Field.Scope.ASSET
                        && !connection.policy().overwrites(field))
                .isPresent();
    }

    private String devices() {
        return samples == 1 ? "the one sample device" : "the " + samples + " sample devices";
    }

    private Row standard(DefaultRow row) {
        var target = row.target().key();
        var taken = own.rows().stream()
                .filter(other -> other.target().equals(target))
                .findFirst();
        return row(
                row.property(),
                target,
                row.convert(),
                "file",
                taken.isEmpty(),
                taken.map(other -> "Not read: " + target + " is read from " + other.property() + " alone."),
                Optional.empty());
    }

    private Row unmapped(Location property) {
        return row(
                property,
                MappingOverride.SKIP,
                "",
                "none",
                false,
                Optional.empty(),
                Suggestion.of(property, values.getOrDefault(property, List.of())));
    }

    private Row row(
            Location property,
            String target,
            String convert,
            String origin,
            boolean inForce,
            Optional<String> note,
            Optional<Suggestion> suggestion) {
        var found = values.getOrDefault(property, List.of());
        return new Row(
                property.toString(),
                target,
                convert,
                origin,
                inForce,
                found.stream().findFirst().map(MappingRows::example),
                found.size(),
                note,
                suggestion);
    }

    private static String example(JsonNode value) {
        return Text.clean(value.isContainerNode() ? value.toString() : value.asText(), LONGEST_EXAMPLE)
                .value();
    }

    private List<String> warnings(List<Row> rows) {
        var warnings = new ArrayList<String>();
        rows.stream()
                .filter(row -> row.origin().equals("connection"))
                .forEach(row -> row.note()
                        .ifPresent(note -> warnings.add(row.property() + " > " + row.target() + ": " + note)));
        if (!connection.source().mapping().fills(Field.SERIAL_NUMBER)) {
            warnings.add("Nothing is mapped to serial-number: devices can't be told apart by their serial number, and "
                    + "where the policy requires one no asset is made.");
        }
        return List.copyOf(warnings);
    }
}
