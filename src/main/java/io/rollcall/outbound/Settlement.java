package io.rollcall.outbound;

import java.util.Optional;

/**
 * What a sync has found out of something in the outbox. Void where the wish was changed since.
 *
 * @param id its number
 * @param change which of the changes of mind it is about
 * @param state where it stands now
 * @param expected what the MDM may say from now on; empty: as before
 * @param confirmed whether the MDM has the value
 * @param reason for people
 */
public record Settlement(
        long id, long change, OutboxState state, Optional<String> expected, boolean confirmed, String reason) {}
