package io.rollcall.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * A run as the ledger has it.
 *
 * @param connection the connection's name
 * @param message for people: why it stopped, or what is worth knowing
 * @param resumed how often it was taken up again
 * @param pages pages stored so far
 * @param scanComplete whether every page of the list is stored
 * @param apiCalls requests sent to the source, retries included
 */
public record Run(
        long id,
        String connection,
        RunKind kind,
        Trigger trigger,
        String requestedBy,
        RunState state,
        String message,
        int resumed,
        int pages,
        boolean scanComplete,
        Counts counts,
        long apiCalls,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    /** Devices by outcome: {@code seen} is the sum of all others but {@code removed}. */
    public record Counts(
            int seen, int created, int updated, int unchanged, int skipped, int duplicate, int failed, int removed) {}
}
