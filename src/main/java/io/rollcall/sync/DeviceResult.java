package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.inventory.ObservedDevice;
import io.rollcall.inventory.Remark;
import io.rollcall.inventory.SeenDevice;
import io.rollcall.secret.Secret;
import io.rollcall.source.RestrictedField;
import java.util.EnumMap;
import java.util.Map;

/** What the steps for one device of a page came to. */
sealed interface DeviceResult {

    /**
     * Read and mapped: the store decides.
     *
     * @param restricted what its details, and its secrets where they were asked for, say beyond that
     * @param secretsRead whether all its secrets were asked for
     */
    record Mapped(ObservedDevice device, Map<RestrictedField, Secret> restricted, boolean secretsRead)
            implements DeviceResult {

        Mapped(ObservedDevice device, Map<RestrictedField, Secret> restricted) {
            this(device, restricted, false);
        }

        Mapped with(SecretReading secrets) {
            var all = new EnumMap<RestrictedField, Secret>(RestrictedField.class);
            all.putAll(restricted);
            all.putAll(secrets.found());
            return new Mapped(device, all, secrets.isComplete());
        }
    }

    /** As at the last look: nothing to decide. */
    record Unchanged(SeenDevice device) implements DeviceResult {}

    /** Not to be an asset, and why. */
    record Skipped(String sourceId, String serial, String deviceName, String reason) implements DeviceResult {

        Remark remark() {
            return new Remark(Remark.Kind.SKIPPED, sourceId, serial, deviceName, reason);
        }
    }

    /**
     * Failed on its own: a dead letter.
     *
     * @param stage read, details, map or store
     * @param error the kind of error, for grouping
     * @param message for people
     * @param payload the device's list record, restricted properties stripped
     */
    record Failed(
            String sourceId,
            String serial,
            String deviceName,
            String stage,
            String error,
            String message,
            JsonNode payload)
            implements DeviceResult {}

    /** The source can't be used at all just now: not this device's fault, so its page is not stored. */
    record Interrupted(Exception cause) implements DeviceResult {}
}
