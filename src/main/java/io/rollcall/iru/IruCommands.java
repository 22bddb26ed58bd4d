package io.rollcall.iru;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.command.CommandCall;
import io.rollcall.command.ListedCommand;
import io.rollcall.command.ListedCommand.Progress;
import io.rollcall.command.Receipt;
import io.rollcall.device.DeviceCommand;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/**
 * Iru's words for commands: {@code POST /devices/{id}/action/{name}}, which answers nothing but the PIN of a locked Mac, and
 * {@code GET /devices/{id}/commands}, which tells what became of them.
 */
@Component("iruCommands")
public class IruCommands {

    /** The most that Iru gives at once. */
    private static final int PAGE = 300;

    /** The last segment of the path. */
    public String action(CommandCall call) {
        return switch (call.command()) {
            case BLANK_PUSH -> "blankpush";
            case LOCK -> "lock";
            case UNLOCK_ACCOUNT -> "unlockaccount";
            case RESTART -> "restart";
            case SHUTDOWN -> "shutdown";
            case ERASE -> "erase";
        };
    }

    /** What is sent along. */
    public JsonNode content(CommandCall call) {
        var content = JsonNodeFactory.instance.objectNode();
        var parameters = call.parameters();
        switch (call.command()) {
            case LOCK -> {
                put(content, "Message", parameters.message());
                put(content, "PhoneNumber", parameters.phoneNumber());
            }
            case UNLOCK_ACCOUNT -> put(content, "UserName", parameters.userName());
            case RESTART -> content.put("RebuildKernelCache", false).put("NotifyUser", false);
            case ERASE -> erase(content, call);
            case BLANK_PUSH, SHUTDOWN -> {
                // They have no options.
            }
        }
        return content;
    }

    private static void erase(ObjectNode content, CommandCall call) {
        switch (call.platform()) {
            case "Windows" -> content.put("erase_mode", "WIPE");
            case "Android" -> {
                // Its flags are all optional.
            }
            default -> {
                content.put("PreserveDataPlan", true).put("DisallowProximitySetup", false);
                call.pin().ifPresent(pin -> content.put("PIN", pin));
            }
        }
    }

    private static void put(ObjectNode content, String key, String value) {
        if (!value.isBlank()) {
            content.put(key, value);
        }
    }

    /** An action's answer: empty, or a PIN. */
    public Receipt receipt(JsonNode answer) {
        var pin = answer.path("PIN").asText("");
        return pin.isBlank() ? Receipt.TAKEN : Receipt.pin(pin);
    }

    /**
     * The first page of a device's commands, and the last, as the order is not documented: the newest are in one of them.
     *
     * @param offset of the last page; 0: the first is all
     */
    public record Commands(JsonNode first, int offset) {

        public boolean isMore() {
            return offset > 0;
        }
    }

    /** Whether there is more than the first page. */
    public Commands pages(JsonNode first) {
        return new Commands(first, Math.max(0, first.at("/commands/count").asInt() - PAGE));
    }

    /** The device's commands of the kind that was asked for. */
    public List<ListedCommand> listed(JsonNode answer, Commands pages, CommandCall call) {
        var listed = new ArrayList<ListedCommand>();
        for (var page : List.of(pages.first(), answer)) {
            page.at("/commands/results").forEach(row -> {
                if (isOfKind(row, call.command())) {
                    listed.add(listed(row));
                }
            });
        }
        return listed.stream().distinct().toList();
    }

    /** Its name is that of Apple's MDM protocol. */
    private static boolean isOfKind(JsonNode row, DeviceCommand command) {
        var name = switch (command) {
            case LOCK -> "DeviceLock";
            case UNLOCK_ACCOUNT -> "UnlockUserAccount";
            case RESTART -> "RestartDevice";
            case SHUTDOWN -> "ShutDownDevice";
            case ERASE -> "EraseDevice";
            case BLANK_PUSH -> "BlankPush";
        };
        return name.equalsIgnoreCase(row.path("command_type").asText())
                || name.equalsIgnoreCase(row.path("request_type").asText());
    }

    /** Status 1 is pending, 2 running, 3 completed, 4 failed, 5 not now: the device will be asked again. */
    private static ListedCommand listed(JsonNode row) {
        var progress = switch (row.path("status").asInt()) {
            case 3 -> Progress.DONE;
            case 4 -> Progress.FAILED;
            default -> Progress.PENDING;
        };
        return new ListedCommand(
                row.path("uuid").asText(), time(row.path("date_requested").asText("")), progress, error(row));
    }

    private static String error(JsonNode row) {
        return StreamSupport.stream(row.path("error_chain").spliterator(), false)
                .map(error -> error.isTextual()
                        ? error.asText()
                        : error.path("LocalizedDescription").asText(error.toString()))
                .collect(Collectors.joining("; "));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
