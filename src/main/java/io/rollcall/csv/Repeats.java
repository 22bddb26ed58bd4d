package io.rollcall.csv;

import io.rollcall.records.ImportTarget;
import io.rollcall.records.ImportTarget.Action;
import io.rollcall.records.ImportTarget.Planned;
import io.rollcall.records.ImportTarget.Row;
import io.rollcall.records.ImportTarget.Trouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds rows of a file that are the same record as an earlier one: the first counts, the later ones are bad. */
final class Repeats {

    private final ImportTarget target;
    private final Map<String, Integer> seen = new HashMap<>();

    Repeats(ImportTarget target) {
        this.target = target;
    }

    Planned check(Row row, Planned planned) {
        for (var key : target.keys(row)) {
            var first = seen.putIfAbsent(key, row.line());
            if (first != null) {
                return repeated(planned, "Line " + first + " has the same " + key);
            }
        }
        if (planned.action() != Action.BAD && planned.record().isPresent()) {
            var first = seen.putIfAbsent("record " + planned.record().get(), row.line());
            if (first != null) {
                return repeated(planned, "Line " + first + " is the same record (" + planned.label() + ")");
            }
        }
        return planned;
    }

    private static Planned repeated(Planned planned, String found) {
        return Planned.bad(planned.line(), planned.label(), List.of(new Trouble("", found, "One row for each record")));
    }
}
