package io.rollcall.sync;

import java.util.Locale;

/** What started a run. */
public enum Trigger {
    SCHEDULE,
    API,
    /** A person, in the console. */
    CONSOLE,
    JMX,
    /** The connection was enabled: its first sync starts at once. */
    ENABLED,
    /** The source sent an event. */
    WEBHOOK,
    /** What was about to be sent was changed in the source as well: a sync decides which counts. */
    OUTBOX;

    /** The name in REST and the ledger. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Trigger of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
