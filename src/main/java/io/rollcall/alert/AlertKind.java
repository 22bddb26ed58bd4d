package io.rollcall.alert;

import java.util.Arrays;
import java.util.Locale;

/** What an alert is about. A connection has at most one open alert of a kind. */
public enum AlertKind {
    /** The connection's last run failed for good: someone has to mend the connection (E13). */
    CONNECTION_FAILING(Severity.CRITICAL, "A connection fails"),
    /** So many devices are missing at once that a person has to say what is to happen (X3). */
    REMOVALS_HELD(Severity.WARNING, "Removals wait for you"),
    /** Changes made here don't reach the MDM: someone has to look at why. */
    PUSHES_FAILING(Severity.WARNING, "Changes do not reach the MDM"),
    /** A file in routes/, mappings/ or presets/ was changed and can't be used: what was there before goes on (X8). */
    FILES_REFUSED(Severity.WARNING, "A changed file is not used");

    private final Severity severity;
    private final String title;

    AlertKind(Severity severity, String title) {
        this.severity = severity;
        this.title = title;
    }

    public Severity severity() {
        return severity;
    }

    /** What it is about in some words, for people. */
    public String title() {
        return title;
    }

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
