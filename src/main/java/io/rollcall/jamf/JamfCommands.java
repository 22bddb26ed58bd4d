package io.rollcall.jamf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.command.CommandCall;
import io.rollcall.command.ListedCommand;
import io.rollcall.command.ListedCommand.Progress;
import io.rollcall.command.Receipt;
import io.rollcall.device.DeviceCommand;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/**
 * Jamf Pro's words for commands: {@code POST /v2/mdm/commands}, which answers with its id of the command, or
 * {@code /v2/mdm/blank-push}; and {@code GET /v2/mdm/commands}, which tells what became of them.
 */
@Component("jamfCommands")
public class JamfCommands {

    /** Where the command is sent to. */
    public String path(CommandCall call) {
        return call.command() == DeviceCommand.BLANK_PUSH ? "/api/v2/mdm/blank-push" : "/api/v2/mdm/commands";
    }

    /** What is sent. */
    public JsonNode content(CommandCall call) {
        var content = JsonNodeFactory.instance.objectNode();
        if (call.command() == DeviceCommand.BLANK_PUSH) {
            content.putArray("clientManagementIds").add(call.address());
            return content;
        }
        content.putArray("clientData").addObject().put("managementId", call.address());
        var data = content.putObject("commandData").put("commandType", type(call.command()));
        call.pin().ifPresent(pin -> data.put("pin", pin));
        var parameters = call.parameters();
        switch (call.command()) {
            case LOCK -> {
                put(data, "message", parameters.message());
                put(data, "phoneNumber", parameters.phoneNumber());
            }
            case UNLOCK_ACCOUNT -> put(data, "userName", parameters.userName());
            case RESTART -> data.put("rebuildKernelCache", false).put("notifyUser", false);
            case ERASE -> erase(data, call);
            case BLANK_PUSH, SHUTDOWN -> {
                // They have no options.
            }
        }
        return content;
    }

    private static void erase(ObjectNode data, CommandCall call) {
        if (call.platform().equals("Mac")) {
            data.put("obliterationBehavior", "Default");
        } else {
            data.put("preserveDataPlan", true).put("disallowProximitySetup", false);
        }
    }

    private static void put(ObjectNode content, String key, String value) {
        if (!value.isBlank()) {
            content.put(key, value);
        }
    }

    private static String type(DeviceCommand command) {
        return switch (command) {
            case LOCK -> "DEVICE_LOCK";
            case UNLOCK_ACCOUNT -> "UNLOCK_USER_ACCOUNT";
            case RESTART -> "RESTART_DEVICE";
            case SHUTDOWN -> "SHUT_DOWN_DEVICE";
            case ERASE -> "ERASE_DEVICE";
            case BLANK_PUSH -> "BLANK_PUSH";
        };
    }

    /** An array with the command's id; of a blank push, the devices that could not be pushed to. */
    public Receipt receipt(JsonNode answer, CommandCall call) {
        if (call.command() == DeviceCommand.BLANK_PUSH) {
            var failed = StreamSupport.stream(answer.path("errorUuids").spliterator(), false)
                    .anyMatch(id -> call.address().equals(id.asText()));
            return failed
                    ? Receipt.refused("Nothing was sent: Jamf Pro can't push to this device. Is it still enrolled?")
                    : Receipt.TAKEN;
        }
        var id = (answer.isArray() ? answer.path(0) : answer).path("id").asText("");
        return id.isBlank() ? Receipt.TAKEN : Receipt.reference(id);
    }

    /** The query for this very command, or for all of its kind that the device was given. */
    public String query(CommandCall call) {
        var filter = call.reference()
                .map(id -> "uuid==\"" + id + "\"")
                .orElseGet(() ->
                        "clientManagementId==\"" + call.address() + "\";command==\"" + type(call.command()) + "\"");
        return "page=0&page-size=100&sort=" + encode("dateSent:desc") + "&filter=" + encode(filter);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The device's commands of the kind that was asked for. */
    public List<ListedCommand> listed(JsonNode answer, CommandCall call) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(row -> row.path("commandType").asText().equals(type(call.command())))
                .filter(row -> row.at("/client/managementId").asText().equals(call.address()))
                .map(JamfCommands::listed)
                .toList();
    }

    private static ListedCommand listed(JsonNode row) {
        var progress = switch (row.path("commandState").asText()) {
            case "ACKNOWLEDGED" -> Progress.DONE;
            case "ERROR", "COMMAND_FORMAT_ERROR" -> Progress.FAILED;
            default -> Progress.PENDING;
        };
        return new ListedCommand(
                row.path("uuid").asText(),
                time(row.path("dateSent").asText("")),
                progress,
                error(row.path("commandError")));
    }

    private static String error(JsonNode error) {
        return error.isNull() || error.isMissingNode() ? "" : error.isTextual() ? error.asText() : error.toString();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
