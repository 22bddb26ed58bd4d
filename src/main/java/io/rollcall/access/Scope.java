package io.rollcall.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an API token may do. */
public enum Scope {
    /** See everything but restricted fields. */
    READ(Authority.READ),
    /** Start, cancel and resume runs; replay dead letters. */
    SYNC(Authority.SYNC),
    /** Change connections and the inventory. */
    WRITE(Authority.WRITE, Authority.CONFIGURE),
    /** Send commands to devices. */
    COMMAND(Authority.COMMAND),
    /** Read restricted fields. */
    RESTRICTED(Authority.RESTRICTED),
    /** Manage users and tokens. */
    ADMIN(Authority.ADMIN);

    private final Set<Authority> authorities;

    Scope(Authority... authorities) {
        this.authorities = Set.of(authorities);
    }

    /** The name in REST and the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it allows. */
    public Set<Authority> authorities() {
        return authorities;
    }

    /** The scope of this name; empty: there is none. */
    public static Optional<Scope> of(String key) {
        return Arrays.stream(values()).filter(scope -> scope.key().equals(key)).findFirst();
    }
}
