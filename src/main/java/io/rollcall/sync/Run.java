package io.rollcall.sync;

import io.rollcall.call.ListScope;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A run as the ledger has it.
 *
 * @param connection the connection's name
 * @param message for people: why it stopped, or what is worth knowing
 * @param resumed how often it was taken up again
 * @param pages pages stored so far
 * @param scanComplete whether every page of the whole list is stored
 * @param pagesComplete whether every page that the run wanted is stored
 * @param scope how much of the list it wants
 * @param kinds the source's list → devices seen in it; empty where the source has one list
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
        boolean pagesComplete,
        ListScope scope,
        Counts counts,
        Map<String, Integer> kinds,
        long apiCalls,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    /** Devices by outcome: {@code seen} is the sum of all others but {@code removed}. */
    public record Counts(
            int seen, int created, int updated, int unchanged, int skipped, int duplicate, int failed, int removed) {}
}
