package io.rollcall.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a person may do. Somebody can have several; none includes commands or restricted fields but those named so. */
public enum Role {
    /** Sees everything but restricted fields. */
    VIEWER("Sees everything but restricted fields.", Authority.READ),
    /** Works with the inventory. */
    OPERATOR("Starts syncs, edits, checks out and imports.", Authority.READ, Authority.SYNC, Authority.WRITE),
    /** Sends commands to devices. */
    COMMANDER("Sends commands to devices: lock, erase and the like.", Authority.READ, Authority.COMMAND),
    /** Reveals restricted fields. */
    RESTRICTED("Reveals restricted fields, such as recovery keys.", Authority.READ, Authority.RESTRICTED),
    /** Runs the installation; may give anybody any role, but doesn't have those of the two before. */
    ADMIN(
            "Sets up connections, users and tokens, and does what operators do.",
            Authority.READ,
            Authority.SYNC,
            Authority.WRITE,
            Authority.CONFIGURE,
            Authority.ADMIN);

    private final String explanation;
    private final Set<Authority> authorities;

    Role(String explanation, Authority... authorities) {
        this.explanation = explanation;
        this.authorities = Set.of(authorities);
    }

    /** The name in REST, the settings and the database. */
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

    /** The role of this name; empty: there is none. */
    public static Optional<Role> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }

    /** What they allow together. */
    static Set<Authority> authorities(Collection<Role> roles) {
        var all = EnumSet.noneOf(Authority.class);
        roles.forEach(role -> all.addAll(role.authorities));
        return all;
    }
}
