package io.rollcall.source;

import java.util.Locale;

/** Values that only a role of its own may read, every reading being recorded. They are no part of a device's attributes. */
public enum RestrictedField {
    RECOVERY_KEY,
    /** {@code true} or {@code false}. */
    ACTIVATION_LOCK_ENABLED,
    /** {@code true} or {@code false}. */
    RECOVERY_LOCK_ENABLED,
    APPLECARE_ID;

    /** The name in mapping files and REST: lower case, words joined by hyphens. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
