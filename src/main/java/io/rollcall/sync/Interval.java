package io.rollcall.sync;

import java.time.Duration;
import java.time.Instant;

/** When the next sync of a connection with an interval is due after a start. */
final class Interval {

    /** When a sync starts that was due while no process ran. */
    static final Duration SOON = Duration.ofSeconds(5);

    private Interval() {}

    /**
     * The time until the next sync: an interval counts from the last run. Whatever the clock did meanwhile, it is never
     * longer than the interval, and several that were missed are one.
     *
     * @param last when the last run was asked for
     */
    static Duration untilNext(Instant last, Duration every, Instant now) {
        var left = Duration.between(now, last.plus(every));
        if (left.compareTo(SOON) < 0) {
            return SOON;
        }
        return left.compareTo(every) > 0 ? every : left;
    }
}
