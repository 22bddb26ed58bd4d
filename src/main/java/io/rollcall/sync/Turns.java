package io.rollcall.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Which syncs may begin: so many of this process at once, as each takes threads and the memory of its pages. The others wait
 * in the ledger. What a person or the MDM asks for never waits.
 */
final class Turns {

    /** A request that was let go and hasn't begun by then was refused: another process had the run, or it was ended. */
    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);

    private final int atOnce;
    private final Clock clock;

    /** The connections that had their turn, and when. */
    private final Map<String, Instant> given = new HashMap<>();

    Turns(int atOnce, Clock clock) {
        this.atOnce = atOnce;
        this.clock = clock;
    }

    /**
     * Whether the request may be sent now.
     *
     * @param atWork connections whose run is under way in this process
     * @param room whether another connection's routes can be started
     */
    synchronized boolean take(SyncRequest request, Collection<String> atWork, boolean room) {
        if (!request.canWait() || room && isFree(request.connection(), atWork)) {
            given.put(request.connection(), clock.instant());
            return true;
        }
        return false;
    }

    /** The connection's run has ended, or its routes are gone. */
    synchronized void ended(String connection) {
        given.remove(connection);
    }

    private boolean isFree(String connection, Collection<String> atWork) {
        var late = clock.instant().minus(BEGINS_WITHIN);
        given.values().removeIf(late::isAfter);
        var busy = new HashSet<>(atWork);
        busy.addAll(given.keySet());
        return busy.contains(connection) || busy.size() < atOnce;
    }
}
