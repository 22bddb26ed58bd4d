package io.rollcall.alert;

import java.util.Locale;

/** How bad it is, the least first. */
public enum Severity {
    /** Somebody has to decide something; the rest goes on. */
    WARNING,
    /** Something doesn't work any more. */
    CRITICAL;

    /** The name in REST and messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
