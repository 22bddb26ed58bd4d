package io.rollcall.sync;

import java.util.Optional;

/**
 * Asks the route {@code sync-<connection>} for a run.
 *
 * @param connection the connection's name
 * @param trigger what asks
 * @param run the queued run to start; empty: a new sync
 * @param lease the run this process has taken over already and is to go on with
 */
record SyncRequest(String connection, Trigger trigger, Optional<Long> run, Optional<Lease> lease) {

    static SyncRequest scheduled(String connection) {
        return new SyncRequest(connection, Trigger.SCHEDULE, Optional.empty(), Optional.empty());
    }

    static SyncRequest queued(Run run) {
        return new SyncRequest(run.connection(), run.trigger(), Optional.of(run.id()), Optional.empty());
    }

    static SyncRequest takenOver(Run run, Lease lease) {
        return new SyncRequest(run.connection(), run.trigger(), Optional.of(run.id()), Optional.of(lease));
    }

    /** Whether others may come first: nobody waits for it, and this process isn't in the middle of it. */
    boolean canWait() {
        return lease.isEmpty()
                && switch (trigger) {
                    case SCHEDULE, ENABLED, OUTBOX -> true;
                    case API, CONSOLE, JMX, WEBHOOK -> false;
                };
    }
}
