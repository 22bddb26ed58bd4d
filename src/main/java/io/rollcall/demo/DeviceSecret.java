package io.rollcall.demo;

import java.util.Arrays;
import java.util.Optional;

/** What {@code GET /devices/{id}/secrets/{name}} can be asked for. Where a device has no such secret it says null. */
enum DeviceSecret {
    FILEVAULT_KEY("filevaultkey", Permission.FILEVAULT_RECOVERY_KEY),
    UNLOCK_PIN("unlockpin", Permission.UNLOCK_DEVICE_PIN),
    RECOVERY_PASSWORD("recoverypassword", Permission.RECOVERY_LOCK_PASSWORD),
    BYPASS_CODE("bypasscode", Permission.ACTIVATION_LOCK_BYPASS_CODE);

    private final String path;
    private final Permission permission;

    DeviceSecret(String path, Permission permission) {
        this.path = path;
        this.permission = permission;
    }

    static Optional<DeviceSecret> of(String path) {
        return Arrays.stream(values())
                .filter(secret -> secret.path.equals(path))
                .findFirst();
    }

    Permission permission() {
        return permission;
    }

    /** @param pin of a lock that is on; empty where none is */
    byte[] of(SimulatedDevice device, Optional<String> pin) {
        var mac = device.platform() == Platform.MAC;
        var dice = Dice.of(device.deviceId().hashCode(), -device.number() - 1L);
        return JsonOut.render(json -> json.object(out -> {
            switch (this) {
                case FILEVAULT_KEY ->
                    out.putOrNull(
                            "key", mac && AppleDetails.hasFileVault(device) ? groups(dice, 4, 4, 4, 4, 4, 4) : "");
                case UNLOCK_PIN -> out.putOrNull("pin", pin.orElse(""));
                case RECOVERY_PASSWORD -> out.putOrNull("recovery_password", mac ? groups(dice, 5, 5, 4, 4, 4, 4) : "");
                case BYPASS_CODE ->
                    out.putOrNull("user_based_albc", device.platform().isApple() ? groups(dice, 5, 5, 4, 4, 4, 4) : "")
                            .putNull("device_based_albc");
            }
        }));
    }

    private static String groups(Dice dice, int... lengths) {
        return String.join("-", Arrays.stream(lengths).mapToObj(dice::word).toList());
    }
}
