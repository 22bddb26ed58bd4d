package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.Attributes;
import io.rollcall.device.Completion;
import io.rollcall.device.Device;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.ObservedDevice;
import io.rollcall.inventory.SeenDevice;
import io.rollcall.secret.Secret;
import io.rollcall.source.Mapping;
import io.rollcall.source.Part;
import io.rollcall.source.RestrictedField;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The steps for one device that the route {@code device} is made of; each ends in the device's result. */
@Component("devices")
public class Devices {

    /** A device that can't be told apart from others. */
    public Object skip(SourceDevice device) {
        if (device.run().connection().source().mapping().sourceId(device.list()).isEmpty()) {
            return new DeviceResult.Failed(
                    device.sourceId(),
                    device.serial(),
                    device.name(),
                    "read",
                    "NoDeviceId",
                    "The list's record of this device has no device id, so it can't be told apart from others.",
                    device.list());
        }
        return new DeviceResult.Skipped(
                device.sourceId(),
                device.serial(),
                device.name(),
                "It has no usable serial number, which a new asset needs.");
    }

    /**
     * A device that a step of the routes leaves out: it is counted as skipped, and an asset it is already stays as it is.
     *
     * @param reason a sentence for people; it is shown with the run
     */
    public Object skipBecause(SourceDevice device, String reason) {
        return new DeviceResult.Skipped(device.sourceId(), device.serial(), device.name(), reason);
    }

    /** A device that left the source between the list and the request for its details. */
    static DeviceResult gone(SourceDevice device) {
        return new DeviceResult.Skipped(
                device.sourceId(),
                device.serial(),
                device.name(),
                "It left the MDM while the page was read: the list has it, its details are gone.");
    }

    /** A device that is as at the last look. */
    public Object seen(SourceDevice device) {
        var mapping = device.connection().source().mapping();
        return new DeviceResult.Unchanged(new SeenDevice(
                device.sourceId(),
                mapping.listValue(Field.LAST_CHECK_IN, device.list()),
                mapping.listValue(Field.LAST_IP, device.list())));
    }

    /** Turns a device's list record into the canonical device. */
    public Object map(SourceDevice device) {
        return map(device, Optional.empty());
    }

    /** Turns a device's list record and details into the canonical device. */
    public Object mapWithDetails(SourceDevice device, JsonNode detail) {
        return map(device, Optional.of(detail));
    }

    private static DeviceResult map(SourceDevice device, Optional<JsonNode> detail) {
        var mapping = device.connection().source().mapping();
        var stripped = detail.map(record -> mapping.strip(Part.DETAIL, record));
        var mapped = mapping.map(
                device.list(),
                stripped.or(() -> device.storedDetail().map(record -> mapping.strip(Part.DETAIL, record))));
        var notes = new ArrayList<>(mapped.notes());
        var known = stripped.isPresent() ? Attributes.none() : lasting(device.known(), mapping);
        var completion = Completion.of(known.with(mapped.attributes()));
        var reportedSerial = mapped.attributes().get(Field.SERIAL_NUMBER);
        var serial = reportedSerial.flatMap(SerialNumber::of);
        if (serial.isEmpty()) {
            notes.add(reportedSerial
                    .map(text -> "Its serial number \"" + text + "\" is a placeholder and can't identify it.")
                    .orElse("It reports no serial number."));
        }
        if (completion.type() == DeviceType.UNKNOWN) {
            notes.add("Its type can't be told from model and operating system.");
        }
        var canonical = new Device(
                device.sourceId(), serial, completion.type(), usable(completion.attributes(), serial), notes);
        var observed = new ObservedDevice(
                canonical,
                device.list(),
                device.list().toString(),
                stripped.map(JsonNode::toString),
                device.listHash(),
                mapping.version());
        return new DeviceResult.Mapped(observed, restricted(device, detail));
    }

    /** What the details say beyond the device itself; those of the list record went apart from it. */
    private static Map<RestrictedField, Secret> restricted(SourceDevice device, Optional<JsonNode> detail) {
        if (detail.isEmpty() || !device.connection().policy().restricted()) {
            return Map.of();
        }
        return Secrets.in(device.connection().source().mapping().restricted(device.list(), detail));
    }

    /** The device's secrets, all still to be asked for. */
    public SecretReading unreadSecrets(SourceDevice device) {
        return new SecretReading(device);
    }

    /** Takes the answer to the request for a secret. */
    public SecretReading learnSecret(JsonNode answer, SecretReading secrets) {
        secrets.learn(answer);
        return secrets;
    }

    /** Takes the failure of the request for a secret. */
    public SecretReading secretFailed(SecretReading secrets, Exception failure) {
        secrets.failed(failure);
        return secrets;
    }

    /** Adds the secrets that were read to what the device's other steps came to. */
    public Object withSecrets(Object result, SecretReading secrets) {
        return result instanceof DeviceResult.Mapped mapped ? mapped.with(secrets) : result;
    }

    /**
     * Who uses a device comes with every list, as does its asset tag with most: what was known of them must not outlive their
     * absence, or what was taken away, here or in the MDM, would come back.
     */
    private static Attributes lasting(Optional<Attributes> known, Mapping mapping) {
        return known.map(attributes -> attributes.without(field -> field.scope() == Field.Scope.USER
                        || field.scope() == Field.Scope.IDENTITY
                        || field == Field.ASSET_TAG && mapping.isInList(field)))
                .orElse(Attributes.none());
    }

    private static Attributes usable(Attributes attributes, Optional<SerialNumber> serial) {
        return serial.isPresent() ? attributes : attributes.without(field -> field == Field.SERIAL_NUMBER);
    }
}
