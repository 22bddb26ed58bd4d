package io.rollcall.call;

import java.time.Duration;

/**
 * At most so many requests in any second: each request gets a time slot, and the slot this many before it is a second
 * older. Thread-safe.
 */
final class Pace {

    /** A little over a second: a request that leaves late must not crowd the one that leaves a second after it. */
    private static final long WINDOW = Duration.ofMillis(1050).toNanos();

    private final long[] slots;
    private int next;

    Pace(int perSecond, long now) {
        slots = new long[perSecond];
        java.util.Arrays.fill(slots, now - WINDOW);
    }

    /** Takes the next slot. Returns the nanoseconds to wait for it. */
    synchronized long reserve(long now) {
        var at = Math.max(now, slots[next] + WINDOW);
        slots[next] = at;
        next = (next + 1) % slots.length;
        return at - now;
    }
}
