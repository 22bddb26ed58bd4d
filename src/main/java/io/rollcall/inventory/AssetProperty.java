package io.rollcall.inventory;

import io.rollcall.device.CustomField;
import io.rollcall.device.Device;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.NameSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The properties of an asset that a sync writes: their names in REST and history, and what a device gives for them. */
final class AssetProperty {

    static final String SERIAL = "serial";
    static final String NAME = "name";
    static final String TYPE = "type";
    static final String MDM_STATE = "mdm-state";
    static final String REMOVED = "removed";
    static final String PRODUCT = "product";
    static final String LOCATION = "location";
    static final String DEPARTMENT = "department";
    static final String ASSIGNEE = "assignee";
    static final String LEADER = "leader";

    /** The column of the values of custom fields. */
    static final String CUSTOM = "custom";

    /** The properties that are fields of the device. */
    static final List<String> FIELDS = Arrays.stream(Field.values())
            .filter(field -> field.scope() == Field.Scope.ASSET)
            .map(Field::key)
            .toList();

    /** The properties that are a text in a column of their own. */
    static final List<String> COLUMNS = Stream.concat(Stream.of(SERIAL, NAME, TYPE, MDM_STATE), FIELDS.stream())
            .toList();

    private AssetProperty() {}

    static String column(String property) {
        return property.replace('-', '_');
    }

    /** What the device says the asset's properties are; what it doesn't report is absent and stays as it is. */
    static Map<String, String> reported(Device device, Policy policy) {
        var values = new LinkedHashMap<String, String>();
        device.serial().ifPresent(serial -> values.put(SERIAL, serial.original()));
        text(device, policy.assetName()).ifPresent(name -> values.put(NAME, name));
        if (device.type() != DeviceType.UNKNOWN) {
            values.put(TYPE, device.type().key());
        }
        mdmState(device).ifPresent(state -> values.put(MDM_STATE, state));
        device.attributes().get(Field.MODEL_NAME).ifPresent(model -> values.put(PRODUCT, model));
        device.attributes().asMap().forEach((field, value) -> {
            if (field.scope() == Field.Scope.ASSET) {
                values.put(field.key(), value);
            }
        });
        device.attributes().custom().forEach((key, value) -> values.put(CustomField.PREFIX + key, value));
        return values;
    }

    /**
     * Whether the policy lets a sync write this property of an asset that exists (A7). What identifies the device and what
     * its MDM says of its own dealings is always written; a product goes with its model. What people mapped to a custom
     * field they want there.
     */
    static boolean isOverwritten(String property, Policy policy) {
        return switch (property) {
            case SERIAL, NAME, MDM_STATE -> true;
            case TYPE -> policy.overwrite().isEmpty();
            case PRODUCT -> policy.overwrites(Field.MODEL);
            default ->
                Field.of(property)
                        .map(policy::overwrites)
                        .orElse(CustomField.keyOf(property).isPresent());
        };
    }

    static boolean isWon(String property, Policy policy) {
        return Field.of(property).map(policy.wins()::contains).orElse(false);
    }

    /** What an asset's ID or name is taken from; empty where the device doesn't report it. */
    static Optional<String> text(Device device, NameSource from) {
        return switch (from) {
            case SERIAL -> device.serial().map(serial -> serial.normalised());
            case DEVICE_NAME -> device.attributes().get(Field.DEVICE_NAME);
            case ASSET_TAG -> device.attributes().get(Field.ASSET_TAG);
            case NONE -> Optional.empty();
        };
    }

    /** The ID a new asset for the device gets: one of its own where the device doesn't report what the policy names. */
    static String assetId(Device device, Policy policy, String connectionName) {
        return text(device, policy.assetId()).orElseGet(() -> connectionName + ":" + device.sourceId());
    }

    private static Optional<String> mdmState(Device device) {
        if (isTrue(device, Field.MISSING)) {
            return Optional.of("missing");
        }
        return device.attributes()
                .get(Field.MANAGED)
                .map(managed -> Boolean.parseBoolean(managed) ? "managed" : "unmanaged");
    }

    private static boolean isTrue(Device device, Field field) {
        return device.attributes().get(field).map(Boolean::parseBoolean).orElse(false);
    }
}
