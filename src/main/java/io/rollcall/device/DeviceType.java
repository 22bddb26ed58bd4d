package io.rollcall.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of thing a device is. {@link #UNKNOWN} is an answer: nothing is guessed. */
public enum DeviceType {
    LAPTOP,
    DESKTOP,
    TABLET,
    PHONE,
    TV,
    WATCH,
    HEADSET,
    SERVER,
    VIRTUAL_MACHINE,
    UNKNOWN;

    /** The name in policies, REST and the database: lower case, words joined by hyphens. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<DeviceType> of(String key) {
        return Arrays.stream(values()).filter(type -> type.key().equals(key)).findFirst();
    }
}
