package io.rollcall.access;

import java.util.Locale;

/** What one may be allowed to do. Roles of people and scopes of tokens are sets of these; every endpoint asks for one. */
public enum Authority {
    /** See everything but restricted fields. */
    READ,
    /** Start, cancel and resume runs; replay dead letters. */
    SYNC,
    /** Change the inventory: edit, check out, import. */
    WRITE,
    /** Make, change, test, enable and delete connections, their mappings and custom fields. */
    CONFIGURE,
    /** Send commands to devices. */
    COMMAND,
    /** Read restricted fields. */
    RESTRICTED,
    /** Manage users and tokens. */
    ADMIN;

    /** Its name in Spring Security and in the pages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
