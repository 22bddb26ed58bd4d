package io.rollcall.outbound;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rollcall.policy.Push;
import java.util.Arrays;
import java.util.Locale;

/** What of a device can be changed from here. */
public enum OutboxProperty {
    ASSET_TAG,
    /** Who uses the device. */
    ASSIGNMENT;

    /** The name in REST and the database. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such property */
    @JsonCreator
    static OutboxProperty of(String key) {
        return Arrays.stream(values())
                .filter(property -> property.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Nothing called " + key + " is sent"));
    }

    /** Whether the policy wants it sent. */
    public boolean isPushedBy(Push policy) {
        return switch (this) {
            case ASSET_TAG -> policy.assetTag();
            case ASSIGNMENT -> policy.assignment();
        };
    }

    /** What it is called in a sentence. */
    public String words() {
        return switch (this) {
            case ASSET_TAG -> "asset tag";
            case ASSIGNMENT -> "user";
        };
    }
}
