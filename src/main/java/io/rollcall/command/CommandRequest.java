package io.rollcall.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollcall.device.DeviceCommand;
import java.util.Optional;

/**
 * What someone wants a device to be told.
 *
 * @param reason why, for the audit; required
 * @param connection through which connection, where several have the device; empty: the one that leads the asset
 * @param deviceId the MDM's id of the device that is meant; where given it must still be the asset's
 * @param serial the device's serial number as typed by a person; required to erase
 * @param pin six digits that unlock the device afterwards, where the MDM wants one
 * @param userName the local account to unlock
 * @param message shown on the locked screen
 * @param phoneNumber shown on the locked screen
 */
public record CommandRequest(
        DeviceCommand command,
        String reason,
        Optional<String> connection,
        @JsonProperty("deviceId") Optional<String> deviceId,
        Optional<String> serial,
        Optional<String> pin,
        @JsonProperty("userName") Optional<String> userName,
        Optional<String> message,
        @JsonProperty("phoneNumber") Optional<String> phoneNumber) {

    /** A command with nothing but its reason. */
    static CommandRequest of(DeviceCommand command, String reason, Optional<String> connection, String message) {
        return new CommandRequest(
                command,
                reason,
                connection,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(message),
                Optional.empty());
    }
}
