package io.rollcall.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the console looks. */
enum Theme {
    /** As the viewer's system does. */
    AUTO,
    LIGHT,
    DARK;

    static final String COOKIE = "theme";

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return switch (this) {
            case AUTO -> "Like the system";
            case LIGHT -> "Light";
            case DARK -> "Dark";
        };
    }

    static Optional<Theme> of(String key) {
        return Arrays.stream(values()).filter(theme -> theme.key().equals(key)).findFirst();
    }
}
