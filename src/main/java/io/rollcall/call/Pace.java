package io.rollcall.call;

import java.time.Duration;
import java.util.Arrays;

/**
 * At most so many requests in any second. What counts is when a request may reach the tenant: some time between leaving
 * and being answered. So the request this many before each has been answered for a second when it leaves, or is so old
 * that it must have arrived a second ago. A process that stood still does not catch up. Thread-safe.
 */
final class Pace {

    /** Nothing is exact to the nanosecond: neither clocks nor what a tenant takes for a second. */
    private static final long SECOND = Duration.ofMillis(1001).toNanos();

    /** A request arrives within this time; how long its answer takes then doesn't matter. */
    private static final long LONGEST_WAY = Duration.ofMillis(99).toNanos();

    private final long[] departures;
    private final long[] free;
    private int next;

    Pace(int perSecond, long now) {
        departures = new long[perSecond];
        free = new long[perSecond];
        Arrays.fill(departures, now);
        Arrays.fill(free, now);
    }

    /** Lets a request leave now and returns 0, or returns the nanoseconds after which to ask again. */
    synchronized long reserve(long now) {
        var wait = free[next] - now;
        if (wait > 0) {
            return wait;
        }
        departures[next] = now;
        free[next] = now + LONGEST_WAY + SECOND;
        next = (next + 1) % free.length;
        return 0;
    }

    /** The request that left then was answered, or given up: it has arrived by now if it ever did. */
    synchronized void answered(long departure, long now) {
        for (var i = 0; i < free.length; i++) {
            if (departures[i] == departure && free[i] == departure + LONGEST_WAY + SECOND) {
                free[i] = Math.min(free[i], now + SECOND);
                return;
            }
        }
    }
}
