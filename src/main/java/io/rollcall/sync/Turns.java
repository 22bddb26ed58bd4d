package io.rollcall.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which syncs may begin: so many of this process at once, as each takes threads and the memory of its pages; the others
 * wait in the order they came. What a person or the MDM asks for never waits. What waits here is lost with the process: a
 * queued run is in the ledger, and a schedule asks again.
 */
final class Turns {

    /** A request that was let go and hasn't begun by then was refused: another process had the run, or it was ended. */
    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);

    private final int atOnce;
    private final Clock clock;

    /** The connections that had their turn, and when. */
    private final Map<String, Instant> given = new HashMap<>();

    private final Map<String, SyncRequest> waiting = new LinkedHashMap<>();

    Turns(int atOnce, Clock clock) {
        this.atOnce = atOnce;
        this.clock = clock;
    }

    /**
     * Whether the request may be sent now. If not, it waits, unless its connection has one that waits already.
     *
     * @param atWork connections whose run is under way in this process
     * @param room whether another connection's routes can be started
     */
    synchronized boolean take(SyncRequest request, Collection<String> atWork, boolean room) {
        if (!request.canWait() || room && isFree(request.connection(), atWork)) {
            give(request.connection());
            return true;
        }
        waiting.putIfAbsent(request.connection(), request);
        return false;
    }

    /** The request that waited longest, where there is room for it; it has its turn by that. */
    synchronized Optional<SyncRequest> next(Collection<String> atWork) {
        var first = waiting.values().stream().findFirst().filter(request -> isFree(request.connection(), atWork));
        first.ifPresent(request -> give(request.connection()));
        return first;
    }

    /** The connection's run has ended. */
    synchronized void ended(String connection) {
        given.remove(connection);
    }

    /** The connection has no routes any more. */
    synchronized void forget(String connection) {
        given.remove(connection);
        waiting.remove(connection);
    }

    private void give(String connection) {
        waiting.remove(connection);
        given.put(connection, clock.instant());
    }

    private boolean isFree(String connection, Collection<String> atWork) {
        var late = clock.instant().minus(BEGINS_WITHIN);
        given.values().removeIf(late::isAfter);
        var busy = new HashSet<>(atWork);
        busy.addAll(given.keySet());
        return busy.contains(connection) || busy.size() < atOnce;
    }
}
