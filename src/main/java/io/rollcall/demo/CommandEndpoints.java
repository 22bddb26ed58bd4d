package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Device actions, the commands that became of them, and secrets. Thread safe. */
final class CommandEndpoints {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int PENDING = 1;
    private static final int COMPLETED = 3;
    private static final int FAILED = 4;

    /** The most the list gives at once. */
    private static final int PAGE = 300;

    /** @param status as the list tells it: pending while the device hasn't answered */
    private record Command(String uuid, DeviceAction action, Instant requested, int status) {

        boolean finished() {
            return status != PENDING;
        }

        Command answered(int answer) {
            return finished() ? this : new Command(uuid, action, requested, answer);
        }

        String type() {
            return switch (action) {
                case LOCK -> "DeviceLock";
                case RESTART -> "RestartDevice";
                case SHUTDOWN -> "ShutDownDevice";
                case ERASE -> "EraseDevice";
                case UNLOCK_ACCOUNT -> "UnlockUserAccount";
                default -> action.name();
            };
        }
    }

    private final SimulatedFleet fleet;
    private final Clock clock;
    private final Map<String, List<Command>> commands = new ConcurrentHashMap<>();
    private final Map<String, String> pins = new ConcurrentHashMap<>();
    private volatile int answer = COMPLETED;

    CommandEndpoints(SimulatedFleet fleet, Clock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    /** While devices don't answer, commands stay pending; once they do, all that are pending are carried out. */
    synchronized void devicesAnswer(boolean whether) {
        answered(whether ? COMPLETED : PENDING);
    }

    /** From now on devices answer that they could not do what they were told. */
    synchronized void devicesFail() {
        answered(FAILED);
    }

    private void answered(int with) {
        answer = with;
        if (with != PENDING) {
            commands.replaceAll((id, issued) ->
                    issued.stream().map(command -> command.answered(with)).toList());
        }
    }

    synchronized Reply act(String id, String name, byte[] body) {
        var action = DeviceAction.of(name);
        var row = fleet.entry(id).map(FleetEntry::row);
        if (action.isEmpty() || row.isEmpty()) {
            return Reply.notFound();
        }
        if (!action.get().suits(row.get().field("platform"))) {
            return Reply.json(400, "\"Command is not allowed for current device\"");
        }
        // The vendor's docs quote this one for a command that the device hasn't answered yet; its wrapping is a guess.
        if (issued(id).stream().anyMatch(command -> command.action() == action.get() && !command.finished())) {
            return Reply.json(400, "\"Command already running\"");
        }
        if (action.get() == DeviceAction.LOCK && pins.containsKey(id)) {
            return Reply.json(400, "\"This device is already locked.\"");
        }
        var asked = parse(body);
        if (asked.path("ReturnToService").path("Enabled").asBoolean()) {
            return Reply.json(400, "\"The specified profile is not in scope for the device\"");
        }
        return carryOut(id, action.get(), row.get(), asked);
    }

    private Reply carryOut(String id, DeviceAction action, Row row, JsonNode asked) {
        var dice = Dice.of(id.hashCode(), issued(id).size());
        var command = new Command(dice.uuid(), action, clock.instant(), answer);
        commands.merge(id, List.of(command), (old, more) -> {
            var all = new ArrayList<>(old);
            all.addAll(more);
            return all;
        });
        switch (action) {
            case SET_NAME -> renamed(row, asked.path("DeviceName").asText(row.field("device_name")));
            case ENABLE_LOST_MODE -> lostMode(row, true);
            case DISABLE_LOST_MODE -> lostMode(row, false);
            default -> {}
        }
        if (action != DeviceAction.LOCK) {
            return Reply.empty(200);
        }
        var pin = String.valueOf(100_000 + dice.below(900_000));
        pins.put(id, pin);
        return row.field("platform").equals(Platform.MAC.label())
                ? Reply.json(200, "{\"PIN\":\"" + pin + "\"}")
                : Reply.empty(200);
    }

    private void renamed(Row row, String name) {
        if (row instanceof GeneratedRow) {
            fleet.update(row.deviceId(), draft -> draft.name(name));
        }
    }

    private void lostMode(Row row, boolean on) {
        if (row instanceof GeneratedRow) {
            fleet.update(row.deviceId(), draft -> draft.lostMode(on));
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    Reply list(String id, Request request) {
        if (fleet.entry(id).isEmpty()) {
            return Reply.notFound();
        }
        var issued = issued(id);
        var page = issued.stream()
                .skip(request.number("offset", 0, 0))
                .limit(Math.min(PAGE, request.number("limit", 1, PAGE)))
                .toList();
        return Reply.json(JsonOut.render(json -> json.object(out -> out.put("device_id", id)
                .object(
                        "commands",
                        list -> list.put("count", issued.size())
                                .putNull("next")
                                .putNull("previous")
                                .array(
                                        "results",
                                        rows -> page.forEach(command -> rows.object(row -> write(command, row))))))));
    }

    private static void write(Command command, JsonOut row) {
        var requested = Stamps.iso(command.requested());
        var done = command.finished() ? requested : "";
        row.put("uuid", command.uuid())
                .array("error_chain", errors -> {
                    if (command.status() == FAILED) {
                        errors.object(error -> error.put("ErrorCode", 12021)
                                .put("LocalizedDescription", "The device is busy with an update."));
                    }
                })
                .put("command_type", command.type())
                .put("request_type", command.type())
                .emptyObject("metadata")
                .put("request_requires_network_tether", false)
                .put("status", command.status())
                .put("attempts", command.finished() ? 1 : 0)
                .put("date_requested", requested)
                .putOrNull("date_completed", done)
                .putOrNull("last_pushed", done)
                .putNull("user")
                .put("priority", 0);
    }

    Reply secret(String id, String name) {
        var secret = DeviceSecret.of(name);
        var device = fleet.device(id);
        return secret.isEmpty() || device.isEmpty()
                ? Reply.notFound()
                : Reply.json(secret.get().of(device.get(), Optional.ofNullable(pins.get(id))));
    }

    private List<Command> issued(String id) {
        return commands.getOrDefault(id, List.of());
    }
}
