package io.rollcall.command;

import java.time.Instant;
import java.util.Optional;

/**
 * A command in an MDM's own list.
 *
 * @param reference the MDM's id of it
 * @param requestedAt when the MDM took it; empty: it doesn't say
 * @param error what the device said where it failed; blank: nothing
 */
public record ListedCommand(String reference, Optional<Instant> requestedAt, Progress progress, String error) {

    /** How far it has come. */
    public enum Progress {
        /** The device hasn't answered. */
        PENDING,
        /** The device carried it out. */
        DONE,
        /** The device could not or would not. */
        FAILED
    }
}
