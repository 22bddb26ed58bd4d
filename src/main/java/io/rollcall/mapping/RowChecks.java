package io.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.source.Location;
import io.rollcall.source.MappingOverride;
import io.rollcall.source.MappingTargets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the rows that people send into a connection's own mapping, or says which of them can't work. */
final class RowChecks {

    private static final String ORIGIN = "request body";

    private final MappingTargets targets;
    private final Map<Location, List<JsonNode>> values;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> rowOf = new HashMap<>();
    private final List<MappingOverride> rows = new ArrayList<>();

    /** @param values property → values of sample devices */
    RowChecks(MappingTargets targets, Map<Location, List<JsonNode>> values) {
        this.targets = targets;
        this.values = values;
    }

    /**
     * A row whose new field, if it wanted one, is made.
     *
     * @param path where it stands in the request
     */
    record Wanted(String path, String property, String target, Optional<String> convert) {}

    /** @throws InvalidSettings with every row that can't work */
    List<MappingOverride> check(List<Wanted> wanted) {
        wanted.forEach(this::check);
        skipped();
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return List.copyOf(rows);
    }

    private void check(Wanted row) {
        property(row).ifPresent(property -> {
            var example = values.getOrDefault(property, List.of()).stream().findFirst();
            if (row.target().equals(MappingOverride.SKIP)) {
                rows.add(new MappingOverride(property, MappingOverride.SKIP, ""));
            } else if (!targets.exists(row.target())) {
                complain(
                        row.path() + ".target",
                        "There is no field \"" + row.target() + "\"",
                        "Known: " + targets.known());
            } else {
                var convert = row.convert()
                        .filter(name -> !name.isBlank())
                        .orElseGet(() -> targets.usualConverter(property, row.target(), example));
                targets.mismatch(convert, row.target())
                        .ifPresent(wrong -> complain(row.path() + ".convert", wrong.found(), wrong.allowed()));
                once(row);
                rows.add(new MappingOverride(property, row.target(), convert));
            }
        });
    }

    private Optional<Location> property(Wanted row) {
        var path = row.path() + ".property";
        try {
            var property = Location.of(row.property());
            if (property.convert().isPresent()) {
                complain(path, "The property has a converter", "Give the converter as \"convert\"");
            } else if (targets.isRemoved(property)) {
                complain(
                        path,
                        property + " is restricted or never stored, so it can't be mapped to a field",
                        "Another property");
            } else {
                return Optional.of(property);
            }
        } catch (IllegalArgumentException e) {
            complain(path, "This is no property", String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private void once(Wanted row) {
        var other = rowOf.putIfAbsent(row.target(), row.path());
        if (other != null) {
            complain(
                    row.path() + ".target",
                    "A second row for " + row.target() + ": " + other + " has it already",
                    "One row a field");
        }
    }

    /** What is skipped can't be mapped as well. */
    private void skipped() {
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            if (row.skips()
                    && rows.stream()
                                    .filter(other -> other.property().isSameProperty(row.property()))
                                    .count()
                            > 1) {
                complain("rows", row.property() + " is skipped and has another row", "One of the two");
                return;
            }
        }
    }

    private void complain(String path, String found, String allowed) {
        problems.add(new Problem(ORIGIN, 0, path, found, allowed));
    }
}
