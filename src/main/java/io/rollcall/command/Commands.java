package io.rollcall.command;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.device.DeviceCommand;
import io.rollcall.device.SerialNumber;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.secret.SecretBox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people and automations ask of devices. A request is a row first; it is sent from there, at most once. Who asks again
 * with the same request id gets the command there is.
 */
@Service
public class Commands {

    private static final Pattern PIN = Pattern.compile("\\d{6}");
    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{8,200}");

    private final CommandRows rows;
    private final Targets targets;
    private final Offers offers;
    private final Connections connections;
    private final CommandProperties properties;
    private final SecretBox secrets;
    private final Audit audit;

    Commands(
            CommandRows rows,
            Targets targets,
            Offers offers,
            Connections connections,
            CommandProperties properties,
            SecretBox secrets,
            Audit audit) {
        this.rows = rows;
        this.targets = targets;
        this.offers = offers;
        this.connections = connections;
        this.properties = properties;
        this.secrets = secrets;
        this.audit = audit;
    }

    /**
     * A command that was asked for.
     *
     * @param isNew false: a request with this id came before, and this is its command
     */
    public record Requested(Command command, boolean isNew) {}

    /** What an asset's devices can be told, and why they can't be told the rest; empty: no connection has the asset. */
    public List<OfferedCommand> offered(long asset) {
        var found = targets.of(List.of(asset));
        return found.isEmpty()
                ? List.of()
                : offered(
                        found,
                        connections.named(found.stream().map(Target::connection).toList()));
    }

    /** @param known the asset's connections, by name; one that is missing can't be read, and nothing is offered through it */
    public List<OfferedCommand> offered(long asset, Map<String, Connection> known) {
        return offered(targets.of(List.of(asset)), known);
    }

    private List<OfferedCommand> offered(List<Target> found, Map<String, Connection> known) {
        return found.stream()
                .filter(target -> known.containsKey(target.connection()))
                .flatMap(target -> offers.of(known.get(target.connection()), target).stream())
                .toList();
    }

    /**
     * Asks for a command. Nothing is sent here: a connection's route does it within seconds.
     *
     * @param requestId made up by who asks, once for each thing wanted: at least 8 characters without blanks
     * @throws RecordProblem if the device can't be told this now
     * @throws io.rollcall.settings.InvalidSettings with what is wrong in the request
     */
    @Transactional
    public Requested request(long asset, CommandRequest request, String requestId, Actor actor) {
        return request(asset, request, requestId, actor, Optional.empty());
    }

    /** @param automation the number of the automation that asks; empty: a person does */
    Requested request(long asset, CommandRequest request, String requestId, Actor actor, Optional<Long> automation) {
        if (!REQUEST_ID.matcher(requestId).matches()) {
            throw new IllegalArgumentException(
                    "The header Idempotency-Key must hold an id of your own for this request,"
                            + " 8 to 200 characters without blanks, for example a UUID: sent again with the same id, the"
                            + " command is not given twice.");
        }
        var parameters = parameters(request);
        var reason = Words.name("reason", request.reason());
        var before = rows.requested(actor.name(), requestId);
        if (before.isPresent()) {
            return same(before.get(), asset, request.command(), parameters, reason);
        }
        var target = target(asset, request);
        var connection = connections.find(target.connection()).orElseThrow();
        rows.lock(connection.id());
        var meanwhile = rows.requested(actor.name(), requestId);
        if (meanwhile.isPresent()) {
            return same(meanwhile.get(), asset, request.command(), parameters, reason);
        }
        check(connection, target, request);
        var encrypted = request.pin()
                .filter(pin -> offers.needsPin(connection, target, request.command()))
                .map(pin -> secrets.encrypt(pin, CommandRows.place(connection.id(), target.deviceId(), requestId)));
        var waits = offers.needsApproval(request.command());
        long id = rows.add(new CommandRows.Draft(
                requestId,
                actor.name(),
                automation,
                connection.id(),
                target,
                request.command(),
                parameters,
                encrypted,
                reason,
                waits ? CommandState.AWAITING_APPROVAL : CommandState.REQUESTED));
        audit.add(
                actor,
                "command.request",
                object(id),
                Map.of(
                        "command", request.command().key(),
                        "asset", asset,
                        "connection", connection.name(),
                        "device", target.deviceId(),
                        "serial", target.serialAsReported(),
                        "reason", reason));
        return new Requested(get(id), true);
    }

    private static Parameters parameters(CommandRequest request) {
        return new Parameters(
                request.message().map(text -> Words.line("message", text)).orElse(""),
                request.phoneNumber()
                        .map(text -> Words.line("phoneNumber", text))
                        .orElse(""),
                request.userName().map(text -> Words.line("userName", text)).orElse(""));
    }

    private static Requested same(
            Command before, long asset, DeviceCommand command, Parameters parameters, String reason) {
        if (!before.command().equals(command.key())
                || before.asset().filter(number -> number == asset).isEmpty()
                || !before.parameters().equals(parameters)
                || !before.reason().equals(reason)) {
            throw RecordProblem.conflict("This Idempotency-Key was used for another request (command " + before.id()
                    + "). Nothing was asked for; give each request an id of its own.");
        }
        return new Requested(before, false);
    }

    private Target target(long asset, CommandRequest request) {
        var candidates = targets.of(List.of(asset)).stream()
                .filter(target -> request.connection().isEmpty()
                        || request.connection().get().equals(target.connection()))
                .toList();
        if (candidates.isEmpty()) {
            throw RecordProblem.conflict(request.connection()
                    .map(name -> "The connection " + name + " has no device that is this asset. Nothing was asked for.")
                    .orElse("No MDM has a device that is this asset. Nothing was asked for."));
        }
        return candidates.stream()
                .filter(target -> connections
                        .find(target.connection())
                        .filter(connection -> offers.whyNot(connection, target, request.command())
                                .isEmpty())
                        .isPresent())
                .findFirst()
                .orElse(candidates.get(0));
    }

    private void check(Connection connection, Target target, CommandRequest request) {
        var command = request.command();
        offers.whyNot(connection, target, command).ifPresent(why -> {
            throw RecordProblem.conflict("Nothing was asked for. " + why);
        });
        request.deviceId().filter(id -> !id.equals(target.deviceId())).ifPresent(id -> {
            throw RecordProblem.conflict("Nothing was asked for. The asset is another device by now ("
                    + target.deviceId() + ", not " + id + "). Look at it again.");
        });
        checkSerial(target, request);
        checkPin(connection, target, request);
        if (command == DeviceCommand.UNLOCK_ACCOUNT
                && request.userName().filter(name -> !name.isBlank()).isEmpty()) {
            throw Words.wrong("userName", "It is missing", "Give the name of the local account to unlock");
        }
        rows.open(connection.id(), target.deviceId(), command).ifPresent(open -> {
            throw RecordProblem.conflict("Nothing was asked for. Command " + open.id() + " of the same kind is "
                    + open.state() + " since " + open.requestedAt()
                    + "; it has to be settled first: look at it, and close it if you know what became of it.");
        });
        if (rows.recent(connection.id()) >= properties.perHour()) {
            throw RecordProblem.conflict("Nothing was asked for. The connection " + connection.name() + " took "
                    + properties.perHour() + " commands within the last hour, which is the limit"
                    + " (rollcall.commands.per-hour).");
        }
    }

    /** The serial number that was typed is the asset's and the device's: neither page nor number is an old one (F62). */
    private static void checkSerial(Target target, CommandRequest request) {
        var typed = request.serial().flatMap(SerialNumber::of).map(SerialNumber::normalised);
        if (request.command() == DeviceCommand.ERASE && target.serial().isEmpty()) {
            throw RecordProblem.conflict("Nothing was asked for. The device has no serial number that could be typed to"
                    + " confirm what is erased; erase it in the MDM itself.");
        }
        if (request.command() != DeviceCommand.ERASE && request.serial().isEmpty()) {
            return;
        }
        if (typed.isEmpty() || !typed.equals(target.serial()) || !typed.equals(target.assetSerial())) {
            throw Words.wrong(
                    "serial",
                    typed.isEmpty() ? "It is missing" : "This is not the serial number of the device",
                    "Type the serial number that is on the device itself");
        }
    }

    private void checkPin(Connection connection, Target target, CommandRequest request) {
        if (!offers.needsPin(connection, target, request.command())) {
            return;
        }
        if (request.pin().filter(PIN.asMatchPredicate()).isEmpty()) {
            throw Words.wrong(
                    "pin",
                    request.pin().isEmpty() ? "It is missing" : "This is no PIN",
                    "Choose six digits; the device asks for them afterwards");
        }
    }

    /** The commands of an asset, the newest first. */
    public List<Command> of(long asset, long before, int limit) {
        return rows.ofAsset(asset, before, limit);
    }

    /**
     * Those of an asset that somebody may still have to decide on, however old, and the newest; the newest first. Of each
     * device there is at most one of a kind that isn't settled.
     */
    public List<Command> openOrNewest(long asset, int newest) {
        return rows.openOrNewest(asset, newest);
    }

    /** Those that wait for a second person, the oldest first. */
    public List<Command> awaiting(int limit) {
        return rows.awaiting(limit);
    }

    public Optional<Command> find(long id) {
        return rows.find(id);
    }

    /**
     * A second person agrees to a command.
     *
     * @throws RecordProblem if it waits for nobody, or who agrees is who asked for it
     */
    @Transactional
    public Command approve(long id, Actor actor) {
        var command = get(id);
        if (command.requestedBy().equals(actor.name())) {
            throw RecordProblem.conflict(
                    "Command " + id + " was asked for by " + actor.name() + "; someone else has to agree to it.");
        }
        if (!rows.approve(id, actor.name())) {
            throw RecordProblem.conflict("Command " + id + " is " + command.state() + "; it waits for nobody.");
        }
        audit.add(actor, "command.approve", object(id), Map.of("command", command.command()));
        return get(id);
    }

    /**
     * Someone does not agree to a command, or takes back one of their own, before it is sent.
     *
     * @throws RecordProblem if it has been sent already
     */
    @Transactional
    public Command reject(long id, String reason, Actor actor) {
        var command = get(id);
        var why = Words.name("reason", reason);
        if (!rows.settle(
                id,
                CommandState.REJECTED,
                "Rejected by " + actor.name() + ": " + why,
                CommandState.AWAITING_APPROVAL,
                CommandState.REQUESTED)) {
            throw RecordProblem.conflict("Command " + id + " is " + command.state() + "; it can't be taken back.");
        }
        audit.add(actor, "command.reject", object(id), Map.of("command", command.command(), "reason", why));
        return get(id);
    }

    /**
     * Someone knows what became of a command, or doesn't want to wait for it any more: another of its kind may be asked
     * for. Its state stays what is known from the MDM.
     *
     * @throws RecordProblem if there is nothing to be waited for
     */
    @Transactional
    public Command close(long id, String reason, Actor actor) {
        var command = get(id);
        var why = Words.name("reason", reason);
        var state = CommandState.of(command.state());
        if (!(state == CommandState.SENT || state == CommandState.UNKNOWN)
                || !rows.settle(id, state, "Closed by " + actor.name() + ": " + why, state)) {
            throw RecordProblem.conflict(
                    "Command " + id + " is " + command.state() + "; there is nothing to close about it.");
        }
        audit.add(actor, "command.close", object(id), Map.of("command", command.command(), "reason", why));
        return get(id);
    }

    private Command get(long id) {
        return rows.find(id).orElseThrow(() -> RecordProblem.notFound("command " + id));
    }

    static String object(long id) {
        return "command/" + id;
    }
}
