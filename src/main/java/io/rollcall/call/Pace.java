package io.rollcall.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * At most so many requests in any second. What counts is when a request reaches the tenant: some time between leaving and
 * being answered, however long that takes. So a request holds one of that many places from its leaving until a second
 * after its answer: all that arrive within a second hold theirs at its end. A process that stood still does not catch up.
 * Thread-safe.
 */
final class Pace {

    /** Nothing is exact to the nanosecond: neither clocks nor what a tenant takes for a second. */
    private static final long SECOND = Duration.ofMillis(1001).toNanos();

    private final Deque<Long> answers = new ArrayDeque<>();
    private int perSecond;
    private int underWay;

    Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /** From now on at most so many. What left before still counts. */
    synchronized void limit(int perSecond) {
        this.perSecond = perSecond;
    }

    synchronized int limit() {
        return perSecond;
    }

    /** Lets a request leave now and returns 0, or returns the nanoseconds after which to ask again. */
    synchronized long reserve(long now) {
        while (!answers.isEmpty() && now - answers.getFirst() >= SECOND) {
            answers.removeFirst();
        }
        if (underWay + answers.size() < perSecond) {
            underWay++;
            return 0;
        }
        return answers.isEmpty() ? SECOND : answers.getFirst() + SECOND - now;
    }

    /** A request was answered, or given up: it has arrived by now if it ever did. */
    synchronized void answered(long now) {
        underWay--;
        answers.addLast(now);
    }

    /** A request that was let go isn't sent after all. */
    synchronized void notSent() {
        underWay--;
    }
}
