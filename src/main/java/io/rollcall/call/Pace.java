package io.rollcall.call;

import java.time.Duration;
import java.util.Arrays;

/**
 * At most so many requests in any second: the departure this many before each is at least a second older. What counts is
 * when a request may really leave, not when it should have: a process that stood still must not catch up. Thread-safe.
 */
final class Pace {

    /** A little over a second: a request that is slow on its way must not crowd the one that leaves a second later. */
    private static final long WINDOW = Duration.ofMillis(1100).toNanos();

    private final long[] departures;
    private int next;

    Pace(int perSecond, long now) {
        departures = new long[perSecond];
        Arrays.fill(departures, now - WINDOW);
    }

    /** Lets a request leave now and returns 0, or returns the nanoseconds after which to ask again. */
    synchronized long reserve(long now) {
        var wait = departures[next] + WINDOW - now;
        if (wait > 0) {
            return wait;
        }
        departures[next] = now;
        next = (next + 1) % departures.length;
        return 0;
    }
}
