package io.rollcall.source;

import io.rollcall.device.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Values that only a role of its own may read, every reading being recorded. They are no part of a device's attributes. */
public enum RestrictedField {
    /** FileVault's personal recovery key. */
    RECOVERY_KEY(Field.Kind.TEXT),
    /** What a Mac's recovery system asks for; on Intel Macs the firmware password. */
    RECOVERY_LOCK_PASSWORD(Field.Kind.TEXT),
    /** Takes off an Activation Lock. */
    ACTIVATION_LOCK_BYPASS_CODE(Field.Kind.TEXT),
    /** Unlocks a Mac that a lock command locked. */
    LOCK_PIN(Field.Kind.TEXT),
    /** {@code true} or {@code false}. */
    ACTIVATION_LOCK_ENABLED(Field.Kind.YES_NO),
    /** {@code true} or {@code false}. */
    RECOVERY_LOCK_ENABLED(Field.Kind.YES_NO),
    APPLECARE_ID(Field.Kind.TEXT);

    private final Field.Kind kind;

    RestrictedField(Field.Kind kind) {
        this.kind = kind;
    }

    Field.Kind kind() {
        return kind;
    }

    /** The name in mapping files and REST: lower case, words joined by hyphens. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The field of this name. */
    public static Optional<RestrictedField> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }
}
