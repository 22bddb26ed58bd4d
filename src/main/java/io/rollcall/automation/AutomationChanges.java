package io.rollcall.automation;

import io.rollcall.device.DeviceCommand;
import java.util.Optional;

/**
 * What an automation is to be; what is left out stays.
 *
 * @param then either a command or a status
 */
public record AutomationChanges(Optional<String> name, Optional<When> when, Optional<Then> then) {

    /**
     * @param is the value: missing, removed or unmanaged of {@code mdm-state}; any status there is; nothing for
     *     {@code overdue}
     * @param connection only assets with a device of this connection
     */
    public record When(Trait property, Optional<String> is, Optional<String> connection) {}

    /**
     * @param command what is asked for; never {@code erase}, and nothing that needs what only a person can give
     * @param message shown on a locked screen
     * @param status the status that the asset gets
     */
    public record Then(Optional<DeviceCommand> command, Optional<String> message, Optional<String> status) {}
}
