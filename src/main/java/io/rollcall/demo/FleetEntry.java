package io.rollcall.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A device's place in the fleet: what it is and, for a while after a write, what readers still see. Thread safe. */
final class FleetEntry {

    private record Stale(Row row, Instant until) {}

    private record Rendered(Row of, Duration drift, byte[] details) {}

    private final long sequence;
    private volatile Row row;
    private volatile Optional<Stale> stale = Optional.empty();
    private volatile Optional<Rendered> rendered = Optional.empty();

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

    /** The details of what is visible, rendered once for as long as that stays the same. */
    byte[] keptDetails(Row visible, Duration drift) {
        var kept = rendered;
        if (kept.isPresent() && kept.get().of() == visible && kept.get().drift().equals(drift)) {
            return kept.get().details();
        }
        var details = visible.detailsJson(drift);
        rendered = Optional.of(new Rendered(visible, drift, details));
        return details;
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
