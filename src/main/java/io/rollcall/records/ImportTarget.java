package io.rollcall.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollcall.access.Actor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records that can be imported from a file. */
public interface ImportTarget {

    /** The kind of records in REST: {@code assets}. */
    String kind();

    /** The columns a file may have. */
    Set<String> columns();

    /** Other names of columns that files of other programs have → ours. */
    Map<String, String> aliases();

    /**
     * What a row is told apart from others of its file by: {@code serial ABC}. Two rows of a file that share one are the
     * same record.
     */
    List<String> keys(Row row);

    /**
     * What rows would change, in their order, without writing anything.
     *
     * @param rows of one file; the number of statements doesn't depend on theirs
     */
    List<Planned> plan(List<Row> rows);

    /**
     * Plans rows again, with what they change locked until the end of the caller's transaction, and writes them where all
     * plans are as expected.
     *
     * @return the plans; where they aren't as expected nothing was written
     */
    List<Planned> write(List<Row> rows, List<Planned> expected, Actor actor);

    /**
     * A row of a file.
     *
     * @param line where it begins in the file, from 1
     * @param values column → text, without the blank ones: a blank cell leaves a value as it is
     */
    record Row(int line, Map<String, String> values) {}

    /** One property that a row changes. */
    record Change(
            String field,
            @JsonProperty("old") String before,
            @JsonProperty("new") String after) {}

    /** Why a row can't be imported. {@code column}: blank where it is the row as a whole. */
    record Trouble(String column, String found, String allowed) {}

    /** What becomes of a row. */
    enum Action {
        CREATE,
        UPDATE,
        UNCHANGED,
        BAD;

        /** The name in REST and the database. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The action of this name. */
        public static Action of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What a row comes to.
     *
     * @param record the number of the record it changes; empty: a new one, or the row is bad
     * @param label the record in words
     */
    record Planned(
            int line,
            Action action,
            Optional<Long> record,
            String label,
            List<Change> changes,
            List<Trouble> troubles) {

        /** A row that can't be imported. */
        public static Planned bad(int line, String label, List<Trouble> troubles) {
            return new Planned(line, Action.BAD, Optional.empty(), label, List.of(), troubles);
        }

        /** A row that changes this much of a record, or of a new one. */
        public static Planned of(int line, Optional<Long> record, String label, List<Change> changes) {
            var action = record.isEmpty() ? Action.CREATE : changes.isEmpty() ? Action.UNCHANGED : Action.UPDATE;
            return new Planned(line, action, record, label, changes, List.of());
        }
    }
}
