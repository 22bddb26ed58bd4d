package io.rollcall.records;

import java.util.Optional;

/**
 * The version of a record that a change was made for. Every write raises a record's version, a sync's too.
 *
 * @param version empty: whatever it is now
 */
public record Expected(Optional<Long> version) {

    /** Whatever the version is. */
    public static final Expected ANY = new Expected(Optional.empty());

    /**
     * Must be asked with the record's row locked.
     *
     * @param what the record, for people: {@code asset 7}
     * @throws RecordProblem if the record has another version by now
     */
    public void check(String what, long current) {
        version.filter(known -> known != current).ifPresent(known -> {
            throw RecordProblem.stale("Nothing was changed: " + what + " was changed by someone else after you read it "
                    + "(you have version " + known + ", it is at " + current
                    + "). Read it again and send your change anew.");
        });
    }
}
