package io.rollcall.sync;

import java.util.Locale;

/** Where a run stands. */
public enum RunState {
    /** Waits for its turn. */
    QUEUED,
    RUNNING,
    /** Every page is stored; removals wait for a person. */
    HELD,
    SUCCEEDED,
    /** Some pages are missing; it can be resumed where it stopped. */
    INCOMPLETE,
    /** The source refuses: someone has to mend the connection. */
    FAILED,
    CANCELLED,
    /** A dry run whose plan can be applied. */
    PLANNED;

    /** The name in REST and the ledger. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
