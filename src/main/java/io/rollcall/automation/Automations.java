package io.rollcall.automation;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.command.BulkCommands;
import io.rollcall.device.DeviceCommand;
import io.rollcall.inventory.StatusChanges;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Statuses;
import io.rollcall.records.Words;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with automations, and what those do. */
@Service
public class Automations {

    private static final Set<String> MDM_STATES = Set.of("missing", "removed", "unmanaged");

    /** What an automation may ask for: nothing that needs what only a person can give, and never to erase. */
    private static final Set<DeviceCommand> COMMANDS =
            Set.of(DeviceCommand.BLANK_PUSH, DeviceCommand.LOCK, DeviceCommand.RESTART, DeviceCommand.SHUTDOWN);

    private static final int SHOWN = 100;

    /** Assets at a time: the rest is next. */
    private static final int AT_ONCE = 500;

    private final AutomationRows rows;
    private final BulkCommands commands;
    private final StatusChanges statusChanges;
    private final Statuses statuses;
    private final Audit audit;

    Automations(
            AutomationRows rows, BulkCommands commands, StatusChanges statusChanges, Statuses statuses, Audit audit) {
        this.rows = rows;
        this.commands = commands;
        this.statusChanges = statusChanges;
        this.statuses = statuses;
        this.audit = audit;
    }

    /** All of them, the oldest first. */
    public List<Automation> all() {
        return rows.all();
    }

    public Optional<Automation> find(long id) {
        return rows.find(id);
    }

    /** What it did lately, the newest first. */
    public List<Deed> deeds(long id) {
        return rows.deeds(id, SHOWN);
    }

    /**
     * Makes one, which is off.
     *
     * @throws RecordProblem if there is one of this name
     * @throws io.rollcall.settings.InvalidSettings with what is wrong
     */
    @Transactional
    public Automation create(AutomationChanges changes, Actor actor) {
        var when = changes.when()
                .orElseThrow(() -> Words.wrong("when", "It is missing", "Say which state starts it: property and is"));
        var then = changes.then()
                .orElseThrow(() -> Words.wrong("then", "It is missing", "Say what is done: a command or a status"));
        var name = Words.name("name", changes.name().orElse(""));
        var now = Instant.EPOCH;
        var wanted = new Automation(0, name, false, checked(when), checked(then), actor.name(), 0, now, now);
        var made = get(rows.add(wanted));
        audit.add(actor, "automation.create", object(made.id()), described(made));
        return made;
    }

    /**
     * Changes one. Where it is on, it begins anew: it acts on assets that enter the state from now on.
     *
     * @throws RecordProblem if there is none or it was changed
     */
    @Transactional
    public Automation change(long id, AutomationChanges changes, Expected expected, Actor actor) {
        var before = locked(id);
        expected.check("automation " + before.name(), before.version());
        var wanted = new Automation(
                id,
                changes.name().map(name -> Words.name("name", name)).orElse(before.name()),
                before.enabled(),
                changes.when().map(this::checked).orElse(before.when()),
                changes.then().map(this::checked).orElse(before.then()),
                before.createdBy(),
                before.version(),
                before.createdAt(),
                before.updatedAt());
        rows.replace(wanted);
        if (before.enabled() && !before.when().equals(wanted.when())) {
            rows.beginAnew(wanted);
        }
        audit.add(actor, "automation.change", object(id), described(wanted));
        return get(id);
    }

    /** Turns one on: it acts on assets that enter its state from now on. */
    @Transactional
    public Automation enable(long id, Actor actor) {
        var automation = locked(id);
        if (!automation.enabled()) {
            rows.beginAnew(automation);
            rows.enable(id, true);
            audit.add(actor, "automation.enable", object(id), described(automation));
        }
        return get(id);
    }

    /** Turns one off. What it asked for already stays asked for. */
    @Transactional
    public Automation disable(long id, Actor actor) {
        var automation = locked(id);
        if (automation.enabled()) {
            rows.enable(id, false);
            audit.add(actor, "automation.disable", object(id), described(automation));
        }
        return get(id);
    }

    @Transactional
    public void delete(long id, Actor actor) {
        var automation = locked(id);
        rows.delete(id);
        audit.add(actor, "automation.delete", object(id), described(automation));
    }

    /** What it would do with the assets that are in its state now, if they entered it now. Nothing is done. */
    @Transactional(readOnly = true)
    public DryRun dryRun(long id) {
        var automation = get(id);
        var matches = rows.matching(automation, SHOWN);
        var assets = matches.some().stream().map(AutomationRows.Match::asset).toList();
        var would = automation
                .then()
                .status()
                .map(status -> statusChanges.preview(assets, status))
                .orElseGet(() -> commands.preview(assets, wish(automation)));
        return new DryRun(
                matches.total(),
                matches.some().stream()
                        .map(match -> new DryRun.WouldDo(
                                match.asset(),
                                match.assetId(),
                                match.name(),
                                would.getOrDefault(match.asset(), "nothing: the asset is gone")))
                        .toList());
    }

    /** The automations that are on. */
    List<Long> enabled() {
        return rows.enabled();
    }

    /** Acts on the assets that entered the state since the last time, in one transaction; returns how many. */
    @Transactional
    public int apply(long id) {
        var automation = rows.lockToApply(id);
        if (automation.isEmpty()) {
            return 0;
        }
        var entered = rows.entered(automation.get(), AT_ONCE);
        if (!entered.isEmpty()) {
            rows.outcomes(id, act(automation.get(), entered));
        }
        return entered.size();
    }

    private Map<Long, String> act(Automation automation, List<Long> assets) {
        var status = automation.then().status();
        if (status.isEmpty()) {
            return commands.request(assets, wish(automation), UUID.randomUUID().toString());
        }
        var done = statusChanges.set(assets, status.get(), actor(automation));
        audit.add(
                actor(automation),
                "automation.apply",
                object(automation.id()),
                Map.of("assets", assets, "status", status.get(), "reason", reason(automation)));
        return done;
    }

    private static BulkCommands.Wish wish(Automation automation) {
        return new BulkCommands.Wish(
                automation.id(),
                actor(automation),
                DeviceCommand.of(automation.then().command().orElseThrow()).orElseThrow(),
                automation.when().connection(),
                automation.then().message(),
                reason(automation));
    }

    private static Actor actor(Automation automation) {
        return new Actor("automation " + automation.name(), "");
    }

    private static String reason(Automation automation) {
        return "automation \"" + automation.name() + "\": " + automation.when().text();
    }

    private Automation.When checked(AutomationChanges.When when) {
        var is = when.is().map(text -> Words.line("when.is", text)).orElse("");
        var connection = when.connection().filter(name -> !name.isBlank());
        return switch (when.property()) {
            case MDM_STATE -> {
                if (!MDM_STATES.contains(is)) {
                    throw Words.wrong("when.is", "This is no such state", "Allowed are missing, removed and unmanaged");
                }
                yield new Automation.When(when.property(), is, connection);
            }
            case STATUS -> new Automation.When(when.property(), status("when.is", is), connection);
            case OVERDUE -> {
                if (!is.isBlank()) {
                    throw Words.wrong("when.is", "An asset is overdue or it isn't", "Leave it out");
                }
                yield new Automation.When(when.property(), "", connection);
            }
        };
    }

    private Automation.Then checked(AutomationChanges.Then then) {
        var status = then.status().filter(text -> !text.isBlank());
        if (then.command().isPresent() == status.isPresent()) {
            throw Words.wrong("then", "It needs one thing to do", "Give either a command or a status");
        }
        then.command().filter(command -> !COMMANDS.contains(command)).ifPresent(command -> {
            throw Words.wrong(
                    "then.command",
                    command == DeviceCommand.ERASE
                            ? "No automation erases a device"
                            : "It needs what only a person can give",
                    "Allowed are blank-push, lock, restart and shutdown");
        });
        return new Automation.Then(
                then.command().map(DeviceCommand::key),
                then.message().map(text -> Words.line("then.message", text)).orElse(""),
                status.map(text -> status("then.status", text)));
    }

    private String status(String key, String text) {
        return statuses.all().stream()
                .map(Statuses.Status::name)
                .filter(name -> name.equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> Words.wrong(key, "There is no status \"" + text + "\"", "A status that there is"));
    }

    private Automation locked(long id) {
        return rows.lock(id).orElseThrow(() -> RecordProblem.notFound("automation " + id));
    }

    private Automation get(long id) {
        return rows.find(id).orElseThrow(() -> RecordProblem.notFound("automation " + id));
    }

    private static Map<String, Object> described(Automation automation) {
        var all = new LinkedHashMap<String, Object>();
        all.put("name", automation.name());
        all.put("when", automation.when().text());
        automation.then().command().ifPresent(command -> all.put("command", command));
        automation.then().status().ifPresent(status -> all.put("status", status));
        return all;
    }

    private static String object(long id) {
        return "automation/" + id;
    }
}
