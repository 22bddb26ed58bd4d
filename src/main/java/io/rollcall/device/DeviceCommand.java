package io.rollcall.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an MDM can be asked to tell a device. The keys are those of policies, mapping files and REST. */
public enum DeviceCommand {
    BLANK_PUSH("Wakes the device up so that it checks in with its MDM now. Its user notices nothing."),
    LOCK("Locks the device at once. A Mac restarts and asks for a PIN of six digits; a phone or tablet asks for its "
            + "user's own passcode."),
    UNLOCK_ACCOUNT("Unlocks a local account of a Mac that was locked by too many wrong passwords."),
    RESTART("Restarts the Mac. Work that isn't saved is lost."),
    SHUTDOWN("Shuts the Mac down. Someone has to switch it on again."),
    ERASE("Erases everything on the device. This can't be undone.");

    private final String effect;

    DeviceCommand(String effect) {
        this.effect = effect;
    }

    /** The name in policies, mapping files and REST, for example {@code blank-push}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it does to the device, for people. */
    public String effect() {
        return effect;
    }

    public static Optional<DeviceCommand> of(String key) {
        return Arrays.stream(values())
                .filter(command -> command.key().equals(key))
                .findFirst();
    }
}
