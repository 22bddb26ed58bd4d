package io.rollcall.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an API token may do. */
public enum Scope {
    /** See everything but restricted fields. */
    READ,
    /** Start, cancel and resume runs; replay dead letters. */
    SYNC,
    /** Change connections and the inventory. */
    WRITE,
    /** Send commands to devices. */
    COMMAND,
    /** Read restricted fields. */
    RESTRICTED;

    /** The name in REST and the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> of(String key) {
        return Arrays.stream(values()).filter(scope -> scope.key().equals(key)).findFirst();
    }
}
