package io.rollcall.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A device that failed.
 *
 * @param connection the connection's name
 * @param run the run that failed on it last; empty: deleted since
 * @param stage where it failed: read, details, map or store
 * @param error the kind of error
 * @param message for people: what happened and what to do
 * @param payload its list record, without anything restricted
 * @param attempts how often it failed
 * @param closedAt when it was solved; empty: it is open
 * @param closedBy what solved it; blank: it is open
 */
public record DeadLetter(
        long id,
        String connection,
        Optional<Long> run,
        String sourceId,
        String serial,
        String deviceName,
        String stage,
        String error,
        String message,
        JsonNode payload,
        int attempts,
        Instant firstAt,
        Instant lastAt,
        Optional<Instant> closedAt,
        String closedBy) {

    public boolean open() {
        return closedAt.isEmpty();
    }
}
