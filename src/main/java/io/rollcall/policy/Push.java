package io.rollcall.policy;

import io.rollcall.settings.Default;

/**
 * Which changes that people make here are sent to the source, at once (C2, C3). Without either, a connection only ever
 * reads (E16).
 *
 * @param assetTag an asset tag that is set or taken away here
 * @param assignment a check-out or check-in here: it assigns or unassigns the device's user. A check-out to a location
 *     unassigns
 * @param conflict whose value counts when both sides changed it since the last sync (F41)
 */
public record Push(
        @Default("false") boolean assetTag,
        @Default("false") boolean assignment,
        @Default("here") Winner conflict) {

    /** Whose value counts when both sides changed it. */
    public enum Winner {
        /** What was written here: it is sent, and the source's value is kept in the history. */
        HERE,
        /** What the source says: it is taken, and the value from here is kept in the history. */
        MDM
    }

    /** Nothing is sent. */
    public static final Push NOTHING = new Push(false, false, Winner.HERE);

    /** Whether anything is sent. */
    public boolean any() {
        return assetTag || assignment;
    }
}
