package io.rollcall.alert;

import java.util.Arrays;
import java.util.Locale;

/** What an alert is about. A connection has at most one open alert of a kind. */
public enum AlertKind {
    /** The connection's last run failed for good: someone has to mend the connection (E13). */
    CONNECTION_FAILING,
    /** So many devices are missing at once that a person has to say what is to happen (X3). */
    REMOVALS_HELD,
    /** Changes made here don't reach the MDM: someone has to look at why. */
    PUSHES_FAILING,
    /** A file in routes/, mappings/ or presets/ was changed and can't be used: what was there before goes on (X8). */
    FILES_REFUSED;

    /** The name in REST and the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static AlertKind of(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind of alert: " + key));
    }
}
