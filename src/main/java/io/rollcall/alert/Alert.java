package io.rollcall.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * Something a person has to look at.
 *
 * @param connection the connection's name; empty: it is about none
 * @param run the run that told of it last; empty: none, or the run is gone
 * @param message for people: what happened and what to do
 * @param closedAt when it was over; empty: it isn't
 * @param closedBy what ended it, for example {@code run 12} or who; blank: it is open
 */
public record Alert(
        long id,
        AlertKind kind,
        Optional<String> connection,
        Optional<Long> run,
        String message,
        Instant openedAt,
        Optional<Instant> closedAt,
        String closedBy) {}
