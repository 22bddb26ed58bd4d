package io.rollcall.inventory;

import java.util.Locale;

/** What became of a device in a run: every device seen has exactly one. */
public enum Outcome {
    CREATED,
    UPDATED,
    UNCHANGED,
    SKIPPED,
    DUPLICATE,
    FAILED;

    /** The name in REST and the ledger. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
