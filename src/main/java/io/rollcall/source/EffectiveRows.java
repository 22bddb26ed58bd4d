package io.rollcall.source;

import io.rollcall.device.Field;
import io.rollcall.source.SourceDefinition.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows for built-in fields that are in force for a connection: the mapping file's, changed by the connection's own. */
final class EffectiveRows {

    private EffectiveRows() {}

    static List<Row> of(SourceDefinition definition, List<MappingOverride> overrides) {
        if (overrides.isEmpty()) {
            return definition.fields();
        }
        var rows = new ArrayList<Row>();
        for (var row : definition.fields()) {
            var own = MappingOverride.of(overrides, row.field().key());
            var places = row.from().stream()
                    .filter(place -> !MappingOverride.concerns(overrides, place))
                    .toList();
            if (own.isPresent()) {
                rows.add(row(row.field(), own.get()));
            } else if (!places.isEmpty()) {
                rows.add(new Row(row.field(), places, row.convert(), row.choose()));
            }
        }
        Arrays.stream(Field.values())
                .filter(field -> definition.fields().stream().noneMatch(row -> row.field() == field))
                .forEach(field -> MappingOverride.of(overrides, field.key())
                        .ifPresent(override -> rows.add(row(field, override))));
        return List.copyOf(rows);
    }

    private static Row row(Field field, MappingOverride override) {
        return new Row(field, List.of(override.property().with(Optional.empty())), override.convert(), Choose.FIRST);
    }
}
