package io.rollcall.command;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.device.DeviceCommand;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Commands that an automation asks for, for many assets at once. Reading doesn't take more statements for more assets, and
 * writing is bounded by the limit per hour. Nothing can be erased this way.
 */
@Service
public class BulkCommands {

    private final CommandRows rows;
    private final Targets targets;
    private final Offers offers;
    private final Connections connections;
    private final CommandProperties properties;
    private final Audit audit;

    BulkCommands(
            CommandRows rows,
            Targets targets,
            Offers offers,
            Connections connections,
            CommandProperties properties,
            Audit audit) {
        this.rows = rows;
        this.targets = targets;
        this.offers = offers;
        this.connections = connections;
        this.properties = properties;
        this.audit = audit;
    }

    /**
     * What an automation wants.
     *
     * @param automation its number
     * @param actor who is named in the audit
     * @param connection through which connection only; empty: whichever has the device
     * @param message shown on a locked screen; blank: none
     */
    public record Wish(
            long automation,
            Actor actor,
            DeviceCommand command,
            Optional<String> connection,
            String message,
            String reason) {

        public Wish {
            if (command == DeviceCommand.ERASE) {
                throw new IllegalArgumentException("No automation erases a device.");
            }
        }
    }

    /** What may be sent to a device, or why not. */
    private record Choice(Optional<Target> target, Optional<Connection> connection, String why) {}

    /** What asking for it would come to, asset by asset, for people. Nothing is asked for. */
    public Map<Long, String> preview(List<Long> assets, Wish wish) {
        var answers = new LinkedHashMap<Long, String>();
        choices(assets, wish)
                .forEach((asset, choice) -> answers.put(
                        asset,
                        choice.target()
                                .map(target -> wish.command().key() + " through " + target.connection())
                                .orElse("nothing: " + choice.why())));
        return answers;
    }

    /**
     * Asks for it, asset by asset, as far as the limit per hour lets it.
     *
     * @param occasion tells this time from others, so that the same time asks once
     * @return what it came to, for people
     */
    @Transactional
    public Map<Long, String> request(List<Long> assets, Wish wish, String occasion) {
        var answers = new LinkedHashMap<Long, String>();
        var left = new HashMap<Long, Integer>();
        choices(assets, wish).forEach((asset, choice) -> {
            if (choice.target().isEmpty()) {
                answers.put(asset, "Nothing was asked for. " + choice.why());
                return;
            }
            var connection = choice.connection().orElseThrow();
            var rest = left.computeIfAbsent(connection.id(), this::left);
            if (rest == 0) {
                answers.put(
                        asset,
                        "Nothing was asked for. The connection took its " + properties.perHour()
                                + " commands of this hour (rollcall.commands.per-hour).");
                return;
            }
            var id = add(connection, choice.target().get(), wish, occasion);
            answers.put(
                    asset,
                    id.map(number -> "command " + number)
                            .orElse("Nothing was asked for. "
                                    + "The device has a command of this kind that isn't settled."));
            if (id.isPresent()) {
                left.put(connection.id(), rest - 1);
            }
        });
        return answers;
    }

    private int left(long connection) {
        rows.lock(connection);
        return Math.max(0, properties.perHour() - rows.recent(connection));
    }

    private Optional<Long> add(Connection connection, Target target, Wish wish, String occasion) {
        if (rows.open(connection.id(), target.deviceId(), wish.command()).isPresent()) {
            return Optional.empty();
        }
        var id = rows.add(new CommandRows.Draft(
                "automation-" + wish.automation() + "-" + target.asset() + "-" + occasion,
                wish.actor().name(),
                Optional.of(wish.automation()),
                connection.id(),
                target,
                wish.command(),
                new Parameters(wish.message(), "", ""),
                Optional.empty(),
                wish.reason(),
                CommandState.REQUESTED));
        audit.add(
                wish.actor(),
                "command.request",
                Commands.object(id),
                Map.of(
                        "command", wish.command().key(),
                        "asset", target.asset(),
                        "connection", connection.name(),
                        "device", target.deviceId(),
                        "serial", target.serialAsReported(),
                        "reason", wish.reason()));
        return Optional.of(id);
    }

    private Map<Long, Choice> choices(List<Long> assets, Wish wish) {
        var known = new HashMap<String, Optional<Connection>>();
        var choices = new LinkedHashMap<Long, Choice>();
        assets.forEach(asset -> choices.put(
                asset, new Choice(Optional.empty(), Optional.empty(), "No MDM has a device that is this asset.")));
        for (var target : targets.of(assets)) {
            var fits = wish.connection()
                    .filter(name -> !name.equals(target.connection()))
                    .isEmpty();
            if (!fits
                    || Optional.ofNullable(choices.get(target.asset()))
                            .flatMap(Choice::target)
                            .isPresent()) {
                continue;
            }
            known.computeIfAbsent(target.connection(), connections::find)
                    .ifPresent(connection -> choices.put(target.asset(), choice(connection, target, wish)));
        }
        return choices;
    }

    private Choice choice(Connection connection, Target target, Wish wish) {
        var why = offers.needsPin(connection, target, wish.command())
                ? Optional.of("It needs a PIN that a person chooses.")
                : offers.whyNot(connection, target, wish.command());
        return new Choice(
                why.isEmpty() ? Optional.of(target) : Optional.empty(), Optional.of(connection), why.orElse(""));
    }
}
