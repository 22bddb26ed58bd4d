package io.rollcall.alert;

import java.util.Locale;

/** By which way people are told. */
enum Destination {
    MAIL,
    WEBHOOK;

    /** The name in the database and the routes. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Destination of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
