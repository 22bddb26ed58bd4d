package io.rollcall.sync;

import java.util.Locale;

/** What a run does. */
public enum RunKind {
    /** Reads the source's whole list. */
    SYNC,
    /** Tries dead letters again. */
    REPLAY,
    /** Reads single devices that the source told of. */
    WEBHOOK,
    /** Reads single devices because somebody opened them. */
    ON_DEMAND;

    /** Whether such a run says nothing of the connection as a whole, and must not be in a sync's way. */
    boolean isAboutSingleDevices() {
        return this == WEBHOOK || this == ON_DEMAND;
    }

    /** The name in REST and the ledger. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RunKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
