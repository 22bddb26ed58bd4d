package io.rollcall.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an API token may do. */
public enum Scope {
    READ("See everything but restricted fields.", Authority.READ),
    SYNC("Start, cancel and resume runs; replay dead letters.", Authority.SYNC),
    WRITE("Change connections and the inventory.", Authority.WRITE, Authority.CONFIGURE),
    COMMAND("Send commands to devices.", Authority.COMMAND),
    RESTRICTED("Read restricted fields.", Authority.RESTRICTED),
    ADMIN("Manage users and tokens.", Authority.ADMIN);

    private final String explanation;
    private final Set<Authority> authorities;

    Scope(String explanation, Authority... authorities) {
        this.explanation = explanation;
        this.authorities = Set.of(authorities);
    }

    /** The name in REST and the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is for, in a sentence. */
    public String explanation() {
        return explanation;
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
