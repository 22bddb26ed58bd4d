package io.rollcall.source;

import java.util.Locale;

/** Which of a source's two records of a device a property is in. */
public enum Part {
    /** The row of the device list. */
    LIST,
    /** The answer for a single device. */
    DETAIL;

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
