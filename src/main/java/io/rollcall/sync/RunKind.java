package io.rollcall.sync;

import java.util.Locale;

/** What a run does. */
public enum RunKind {
    /** Reads the source's whole list. */
    SYNC,
    /** Tries dead letters again. */
    REPLAY,
    /** Reads single devices that the source told of. */
    WEBHOOK;

    /** The name in REST and the ledger. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RunKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
