package io.rollcall.demo;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** A device's place in the fleet: what it is and, for a while after a write, what readers still see. Thread safe. */
final class FleetEntry {

    private record Stale(Row row, Instant until) {}

    private final long sequence;
    private volatile Row row;
    private volatile Optional<Stale> stale = Optional.empty();

    /** @param sequence counts up in the order the devices came */
    FleetEntry(long sequence, Row row) {
        this.sequence = sequence;
        this.row = row;
    }

    long sequence() {
        return sequence;
    }

    Row row() {
        return row;
    }

    Row visible(Clock clock) {
        var old = stale;
        return old.isPresent() && clock.instant().isBefore(old.get().until())
                ? old.get().row()
                : row;
    }

    void set(Row changed) {
        stale = Optional.empty();
        row = changed;
    }

    void setButShowOldUntil(Row changed, Instant until) {
        stale = Optional.of(new Stale(row, until));
        row = changed;
    }
}
