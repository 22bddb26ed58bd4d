package io.rollcall.command;

import java.util.Arrays;
import java.util.Locale;

/** How far a command has come. */
public enum CommandState {
    /** A second person has to agree first. */
    AWAITING_APPROVAL,
    /** A second person did not agree, or none did in time. Nothing was sent. */
    REJECTED,
    /** It waits for its turn within the tenant's limits. Nothing was sent yet. */
    REQUESTED,
    /** Its request is on the way to the MDM. */
    SENDING,
    /** The MDM took it; the device hasn't answered yet. */
    SENT,
    /** The device carried it out, says the MDM. */
    ACKNOWLEDGED,
    /** It was not carried out: refused, or the device could not. */
    FAILED,
    /** Its request left and no usable answer came. Only the MDM's list can tell; it is never sent again by itself. */
    UNKNOWN;

    /** The name in REST and the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static CommandState of(String key) {
        return Arrays.stream(values())
                .filter(state -> state.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No state of a command: " + key));
    }
}
