package io.rollcall.call;

import java.time.Duration;

/**
 * Goes easy on a tenant whose answers get slow: one request fewer at once for every ten answers that took long, and one more
 * again for every ten that didn't. Some servers have no limit that they tell of, and slow down in its place. Thread-safe.
 */
final class Easing {

    private static final int SAMPLE = 10;
    private static final long SLOW = Duration.ofSeconds(5).toNanos();

    private final int most;
    private int heldBack;
    private int answers;
    private long took;

    /** @param most the requests at once while answers are quick */
    Easing(int most) {
        this.most = most;
    }

    /**
     * Says how many requests may take the place of one that ended: one; none, to go slower; two, to go faster again.
     *
     * @param nanos how long the one that ended took
     */
    synchronized int places(long nanos) {
        took += nanos;
        if (++answers < SAMPLE) {
            return 1;
        }
        var mean = took / answers;
        answers = 0;
        took = 0;
        if (mean > SLOW && heldBack < most - 1) {
            heldBack++;
            return 0;
        }
        if (mean < SLOW / 2 && heldBack > 0) {
            heldBack--;
            return 2;
        }
        return 1;
    }
}
