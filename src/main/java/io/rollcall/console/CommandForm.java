package io.rollcall.console;

import io.rollcall.command.CommandRequest;
import io.rollcall.device.DeviceCommand;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a device is to be told, as the form has it. It is bound to one device and to one request: neither an old page nor a
 * second click can tell another device something, or the same one twice (F61, F62).
 *
 * @param connection through which connection
 * @param deviceId the MDM's id of the device that the page showed
 * @param requestId made up when the page was
 * @param pin never shown again
 */
record CommandForm(
        DeviceCommand command,
        String connection,
        String deviceId,
        String requestId,
        String reason,
        String serial,
        String userName,
        String pin,
        String message,
        String phoneNumber) {

    private static final int LONGEST = 1000;

    static CommandForm blank(DeviceCommand command, String connection, String deviceId) {
        return new CommandForm(command, connection, deviceId, UUID.randomUUID().toString(), "", "", "", "", "", "");
    }

    static CommandForm of(DeviceCommand command, Map<String, String> sent) {
        return new CommandForm(
                command,
                text(sent, "connection"),
                text(sent, "deviceId"),
                text(sent, "requestId"),
                text(sent, "reason"),
                text(sent, "serial"),
                text(sent, "userName"),
                text(sent, "pin"),
                text(sent, "message"),
                text(sent, "phoneNumber"));
    }

    private static String text(Map<String, String> sent, String key) {
        var text = sent.getOrDefault(key, "").strip();
        return text.substring(0, Math.min(LONGEST, text.length()));
    }

    CommandRequest request() {
        return new CommandRequest(
                command,
                reason,
                Optional.of(connection),
                Optional.of(deviceId),
                given(serial),
                given(pin),
                given(userName),
                given(message),
                given(phoneNumber));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(entered -> !entered.isEmpty());
    }

    /** Whether who asks has to prove who they are: of all but the one that a device's user doesn't notice. */
    public boolean isGrave() {
        return command != DeviceCommand.BLANK_PUSH;
    }

    public boolean isErase() {
        return command == DeviceCommand.ERASE;
    }

    /** Whether something can be shown on the locked screen. */
    public boolean hasMessage() {
        return command == DeviceCommand.LOCK;
    }

    @Override
    public String toString() {
        return command.key() + " of " + deviceId;
    }
}
