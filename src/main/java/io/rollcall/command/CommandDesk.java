package io.rollcall.command;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.call.Failures;
import io.rollcall.call.SourceBusy;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.device.DeviceCommand;
import io.rollcall.restricted.RestrictedValues;
import io.rollcall.secret.Secret;
import io.rollcall.secret.SecretBox;
import io.rollcall.secret.SecretUnreadable;
import io.rollcall.source.RestrictedField;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends commands, each at most once, and finds out what became of them: the steps of the routes {@code command} and
 * {@code command-outcome}. A command's row says that its request leaves before it does; a process that ends in between
 * leaves an unknown outcome behind, never a second request. A state and its line in the audit are one transaction; no
 * request is within one.
 */
@Component("commandDesk")
public class CommandDesk {

    private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);

    private static final int NOT_SIGNED_IN = 401;

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration AT_ONCE = Duration.ZERO;

    /** How long one try waits for its turn; another follows. */
    private static final Duration TURN = Duration.ofSeconds(45);

    private final DeskRows rows;
    private final Targets targets;
    private final Offers offers;
    private final Connections connections;
    private final Permissions permissions;
    private final CommandProperties properties;
    private final SecretBox secrets;
    private final RestrictedValues restricted;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final UUID node = UUID.randomUUID();

    /** The commands whose requests this process has under way. */
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    CommandDesk(
            DeskRows rows,
            Targets targets,
            Offers offers,
            Connections connections,
            Permissions permissions,
            CommandProperties properties,
            SecretBox secrets,
            RestrictedValues restricted,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.targets = targets;
        this.offers = offers;
        this.connections = connections;
        this.permissions = permissions;
        this.properties = properties;
        this.secrets = secrets;
        this.restricted = restricted;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What a connection's route is to do next.
     *
     * @param route the route that does it
     */
    public record Task(long command, String connection, String route) {}

    /** Looks after all commands, and gives what these connections' routes are to do now. */
    public List<Task> care(Collection<String> withRoutes, Duration lease) {
        if (!rows.isAnyOpen()) {
            return List.of();
        }
        if (!underWay.isEmpty()) {
            rows.beat(underWay, node);
        }
        transaction.executeWithoutResult(all -> {
            rows.orphaned(
                            lease,
                            "The process that sent it ended before it knew the outcome. It is not sent again; the MDM's"
                                    + " list of commands is asked.")
                    .forEach(id -> {
                        rows.find(id).ifPresent(this::keepPinOf);
                        record(id, CommandState.UNKNOWN);
                    });
            rows.tooLate(
                            properties.patience(),
                            "It could not be sent in time and will not be: nothing reached the MDM. ",
                            "Nobody agreed to it within a day.")
                    .forEach(late -> record(late.id(), late.state()));
            rows.giveUp(" It is not followed any further.");
        });
        var tasks = new ArrayList<Task>();
        rows.takeRequested(withRoutes).forEach(taken -> tasks.add(new Task(taken.id(), taken.connection(), "command")));
        rows.takeFollowed(withRoutes)
                .forEach(taken -> tasks.add(new Task(taken.id(), taken.connection(), "command-outcome")));
        return tasks;
    }

    /** The command to be sent; empty: it is none any more, or isn't allowed any more. */
    public List<CommandCall> open(Task task) {
        return rows
                .find(task.command())
                .filter(open -> open.state() == CommandState.REQUESTED)
                .flatMap(this::allowed)
                .stream()
                .toList();
    }

    /** What was right when it was asked for must be right when it leaves: the device may be another asset's by now. */
    private Optional<CommandCall> allowed(DeskRows.Open open) {
        var connection = connections.find(open.connection()).orElseThrow();
        var target = targets.of(open.asset(), open.connectionId(), open.device());
        var why = target.isEmpty()
                ? Optional.of("The asset is not this device any more.")
                : offers.whyNot(connection, target.get(), open.command());
        if (why.isPresent()) {
            refuse(open.id(), "It was not sent. " + why.get());
            return Optional.empty();
        }
        var address = offers.address(connection, target.get()).orElseThrow();
        return Optional.of(call(open, connection, address, new Leaving(open.id(), connection.version())));
    }

    /** The command whose outcome is asked for; empty: it is settled. */
    public List<CommandCall> look(Task task) {
        return rows.find(task.command()).stream()
                .flatMap(open -> {
                    var connection = connections.find(open.connection()).orElseThrow();
                    return targets
                            .of(open.asset(), open.connectionId(), open.device())
                            .flatMap(target -> offers.address(connection, target))
                            .map(address -> call(open, connection, address, new Asking()))
                            .stream();
                })
                .toList();
    }

    private CommandCall call(
            DeskRows.Open open, Connection connection, String address, CommandCall.Departure departure) {
        return new CommandCall(
                open.id(),
                connection,
                open.command(),
                open.platform(),
                open.device(),
                address,
                open.parameters(),
                open.state() == CommandState.REQUESTED ? pin(open).map(Secret::reveal) : Optional.empty(),
                open.reference(),
                open.leftAt(),
                departure);
    }

    private Optional<Secret> pin(DeskRows.Open open) {
        return open.pin().map(encrypted -> secrets.decrypt(encrypted, place(open)));
    }

    private static String place(DeskRows.Open open) {
        return CommandRows.place(open.connectionId(), open.device(), open.requestId());
    }

    /** A command's own request: before it leaves its row says so. */
    private final class Leaving implements CommandCall.Departure {

        private final long id;
        private final long version;
        private final long deadline = System.nanoTime() + TURN.toNanos();
        private volatile boolean left;

        /** @param version the connection's, whose policy allowed it */
        Leaving(long id, long version) {
            this.id = id;
            this.version = version;
        }

        @Override
        public void leave() {
            if (!rows.leave(id, version, node, properties.patience())) {
                throw new NotToBeSent(id);
            }
            underWay.add(id);
            left = true;
        }

        @Override
        public boolean hasLeft() {
            return left;
        }

        @Override
        public boolean isWanted() {
            return System.nanoTime() - deadline < 0;
        }
    }

    /** A look at the MDM's list, which changes nothing. */
    private static final class Asking implements CommandCall.Departure {

        private final long deadline = System.nanoTime() + TURN.toNanos();

        @Override
        public void leave() {
            // Reading may be repeated.
        }

        @Override
        public boolean hasLeft() {
            return true;
        }

        @Override
        public boolean isWanted() {
            return System.nanoTime() - deadline < 0;
        }
    }

    /** Records what the MDM answered. */
    public void sent(Receipt receipt, CommandCall call) {
        try {
            if (receipt.refusal().isPresent()) {
                refuse(call.id(), receipt.refusal().get());
                return;
            }
            var open = rows.find(call.id());
            var followed = call.command() != DeviceCommand.BLANK_PUSH;
            var message = followed
                    ? "The MDM took it; the device hasn't answered yet."
                    : "The MDM took it. A device doesn't answer a blank push: it checks in.";
            change(call.id(), CommandState.SENT, () -> {
                var changed = rows.sent(call.id(), node, receipt.reference(), followed, message);
                if (changed) {
                    keepPin(open, receipt.pin().or(call::pin));
                }
                return changed;
            });
        } finally {
            underWay.remove(call.id());
        }
    }

    private void keepPin(Optional<DeskRows.Open> open, Optional<String> pin) {
        open.ifPresent(command -> pin.map(Secret::of).ifPresent(text -> keepPin(command, text)));
    }

    /** From the moment on that a request has left its PIN may be what unlocks the device. */
    private void keepPin(DeskRows.Open command, Secret pin) {
        restricted.put(command.asset(), RestrictedField.LOCK_PIN, pin, command.connectionId());
        rows.pinKept(command.id());
    }

    private void keepPinOf(DeskRows.Open command) {
        try {
            pin(command).ifPresent(pin -> keepPin(command, pin));
        } catch (SecretUnreadable e) {
            LOG.warn("command {}: its PIN can't be read with the secret key in use and is not kept", command.id());
        }
    }

    /** Records that a command's request failed. Only one that surely did nothing is tried again. */
    public void failed(CommandCall call, Exception failure) {
        try {
            if (failure instanceof NotToBeSent) {
                again(call, SOON, "Not sent yet: what allows it has changed and is looked at again.");
                return;
            }
            var said = withoutPin(call, Failures.explain(failure));
            switch (SendOutcome.of(failure, call.departure().hasLeft())) {
                case NOT_SENT -> again(call, isOldToken(failure) ? AT_ONCE : SOON, "Not sent yet. " + said);
                case REFUSED ->
                    refuse(call.id(), permissions.missing(call, failure).orElse(said));
                case UNKNOWN -> unknown(call, said);
            }
        } finally {
            underWay.remove(call.id());
        }
    }

    private void again(CommandCall call, Duration wait, String message) {
        var pin = rows.find(call.id()).flatMap(open -> call.pin().map(text -> secrets.encrypt(text, place(open))));
        rows.again(call.id(), node, wait, pin, message);
    }

    private void unknown(CommandCall call, String said) {
        var open = rows.find(call.id());
        change(call.id(), CommandState.UNKNOWN, () -> {
            var changed = rows.unknown(
                    call.id(),
                    node,
                    "Whether it was carried out is not known, and it is not sent again: " + said
                            + " The MDM's list of commands is asked.");
            if (changed) {
                open.ifPresent(this::keepPinOf);
            }
            return changed;
        });
    }

    private static boolean isOldToken(Exception failure) {
        return failure instanceof SourceBusy busy && busy.status() == NOT_SIGNED_IN;
    }

    /** Some servers show what they were sent. */
    private static String withoutPin(CommandCall call, String text) {
        return call.pin().map(pin -> text.replace(pin, "***")).orElse(text);
    }

    private void refuse(long id, String message) {
        change(id, CommandState.FAILED, () -> rows.refused(id, message));
    }

    /** Takes from the MDM's list what became of a command. */
    public void learn(List<ListedCommand> listed, CommandCall call) {
        var open = rows.find(call.id());
        if (open.isEmpty()) {
            return;
        }
        var found = Listed.find(listed, call, rows.others(open.get()));
        var wait = Listed.nextLook(call.leftAt().orElseGet(clock::instant), clock.instant());
        if (found.isEmpty()) {
            rows.learned(call.id(), open.get().state(), false, Optional.empty(), wait, Listed.missing(open.get()));
            return;
        }
        var state = Listed.state(found.get());
        var settled = state != CommandState.SENT;
        change(
                call.id(),
                state,
                () -> rows.learned(
                                call.id(),
                                state,
                                settled,
                                Optional.of(found.get().reference()),
                                wait,
                                Listed.message(found.get()))
                        && state != open.get().state());
    }

    /** The MDM's list could not be read: the state stays as it is, and the list is asked for again later. */
    public void notLearned(CommandCall call, Exception failure) {
        var now = clock.instant();
        rows.find(call.id())
                .ifPresent(open -> rows.learned(
                        call.id(),
                        open.state(),
                        false,
                        Optional.empty(),
                        Listed.nextLook(call.leftAt().orElse(now), now),
                        "What became of it could not be asked: "
                                + permissions.missingToAsk(call, failure).orElse(Failures.explain(failure))));
    }

    /** Has a command's state changed and, if that did it, recorded. */
    private void change(long id, CommandState state, BooleanSupplier changed) {
        transaction.executeWithoutResult(both -> {
            if (changed.getAsBoolean()) {
                record(id, state);
            }
        });
    }

    private void record(long id, CommandState state) {
        LOG.info("command {} is {}", id, state.key());
        audit.add(Actor.ROLLCALL, "command." + state.key(), Commands.object(id), Map.of());
    }
}
