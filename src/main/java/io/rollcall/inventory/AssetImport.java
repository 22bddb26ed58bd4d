package io.rollcall.inventory;

import io.rollcall.access.Actor;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.SerialNumber;
import io.rollcall.device.Text;
import io.rollcall.policy.OnCheckOut;
import io.rollcall.records.CustomFields;
import io.rollcall.records.ImportTarget;
import io.rollcall.records.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Imports assets: matched by serial number, then by asset ID; {@code assignee} is an e-mail address or a location. */
@Component
class AssetImport implements ImportTarget {

    private static final Map<String, String> ALIASES = Map.of(
            "serial-number",
            AssetProperty.SERIAL,
            "assigned-to",
            AssetProperty.ASSIGNEE,
            AssetProperty.ASSIGNEE,
            AssetProperty.ASSIGNEE);

    private final CustomFields fields;
    private final AssetRows rows;
    private final AssetPlans plans;
    private final AssetWrites writes;
    private final Recipients recipients;
    private final Handovers handovers;
    private final CheckOuts checkOuts;

    AssetImport(
            CustomFields fields,
            AssetRows rows,
            AssetPlans plans,
            AssetWrites writes,
            Recipients recipients,
            Handovers handovers,
            CheckOuts checkOuts) {
        this.fields = fields;
        this.rows = rows;
        this.plans = plans;
        this.writes = writes;
        this.recipients = recipients;
        this.handovers = handovers;
        this.checkOuts = checkOuts;
    }

    /** What a row comes to, with what is needed to write it. */
    private record Draft(Planned planned, AssetPlan plan, Optional<AssetSnapshot> asset, Optional<Handover> handover) {}

    @Override
    public String kind() {
        return "assets";
    }

    @Override
    public Set<String> columns() {
        var columns = AssetColumn.ALL.stream()
                .map(AssetColumn::property)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        columns.add(AssetProperty.ASSIGNEE);
        fields.inUse().forEach(field -> columns.add(field.property()));
        return columns;
    }

    @Override
    public Map<String, String> aliases() {
        var aliases = new HashMap<>(ALIASES);
        var builtIn = AssetColumn.ALL.stream().map(AssetColumn::property).toList();
        fields.inUse().stream()
                .filter(field -> !builtIn.contains(Words.column(field.name())))
                .forEach(field -> aliases.putIfAbsent(Words.column(field.name()), field.property()));
        return aliases;
    }

    @Override
    public List<String> keys(Row row) {
        var keys = new ArrayList<String>();
        serial(row).ifPresent(serial -> keys.add("serial " + serial));
        assetId(row).ifPresent(id -> keys.add("asset ID " + id));
        return keys;
    }

    @Override
    public List<Planned> plan(List<Row> given) {
        return drafts(given, false).stream().map(Draft::planned).toList();
    }

    @Override
    public List<Planned> write(List<Row> given, List<Planned> expected, Actor actor) {
        var drafts = drafts(given, true);
        var planned = drafts.stream().map(Draft::planned).toList();
        if (planned.equals(expected)) {
            write(drafts, actor);
        }
        return planned;
    }

    private void write(List<Draft> drafts, Actor actor) {
        var ids = writes.write(drafts.stream().map(Draft::plan).toList(), actor);
        var assets = rows.read(ids);
        handovers.write(
                IntStream.range(0, drafts.size())
                        .boxed()
                        .flatMap(i -> drafts.get(i).handover().stream()
                                .map(handover -> handover.of(Objects.requireNonNull(assets.get(ids.get(i))))))
                        .toList(),
                actor);
    }

    private List<Draft> drafts(List<Row> given, boolean lock) {
        var numbers = rows.numbers(
                given.stream().flatMap(row -> serial(row).stream()).toList(),
                given.stream().flatMap(row -> assetId(row).stream()).toList());
        var matches = given.stream().map(row -> match(row, numbers)).toList();
        var matched = matches.stream().flatMap(Optional::stream).toList();
        var assets = lock ? rows.lock(matched) : rows.read(matched);
        var found = matches.stream()
                .map(match -> match.flatMap(id -> Optional.ofNullable(assets.get(id))))
                .toList();
        var wishes = IntStream.range(0, given.size())
                .mapToObj(i -> new AssetPlans.Wish(found.get(i), properties(given.get(i))))
                .toList();
        var planned = plans.of(wishes);
        var assignees = assignees(given, lock);
        var rules = new HashMap<String, OnCheckOut>();
        return IntStream.range(0, given.size())
                .mapToObj(i -> draft(given.get(i), planned.get(i), found.get(i), assignees, rules))
                .toList();
    }

    private Draft draft(
            Row row,
            AssetPlan plan,
            Optional<AssetSnapshot> asset,
            Map<String, Recipient> assignees,
            Map<String, OnCheckOut> rules) {
        var troubles = new ArrayList<>(plan.wrongs().stream()
                .map(wrong -> new Trouble(wrong.property(), wrong.found(), wrong.allowed()))
                .toList());
        var wanted = Optional.ofNullable(row.values().get(AssetProperty.ASSIGNEE));
        var to = wanted.map(text -> recipient(assignees, text)).orElse(Optional.empty());
        if (wanted.isPresent() && to.isEmpty()) {
            troubles.add(new Trouble(
                    AssetProperty.ASSIGNEE,
                    "There is no person or location \"" + wanted.get() + "\" that isn't archived",
                    "An e-mail address of a person, or the name of a location"));
        }
        if (to.isPresent() && asset.map(AssetSnapshot::archived).orElse(false)) {
            troubles.add(new Trouble(AssetProperty.ASSIGNEE, "The asset is archived", "Restore it first"));
        }
        var label = assetId(row)
                .or(() -> asset.map(AssetSnapshot::assetId))
                .orElse(row.values().getOrDefault(AssetProperty.SERIAL, ""));
        if (!troubles.isEmpty()) {
            return new Draft(Planned.bad(row.line(), label, troubles), plan, asset, Optional.empty());
        }
        var handover = to.filter(recipient -> !has(asset, recipient))
                .map(recipient -> new Handover(
                        asset.orElse(AssetSnapshot.NONE), Optional.of(recipient), "", "", takes(row, asset, rules)));
        var changes = new ArrayList<>(plan.changes());
        handover.ifPresent(given -> changes.addAll(given.changes()));
        return new Draft(
                Planned.of(row.line(), asset.map(AssetSnapshot::id), label, changes(changes)), plan, asset, handover);
    }

    /** What the file itself says of location and department comes before what the person has. */
    private OnCheckOut takes(Row row, Optional<AssetSnapshot> asset, Map<String, OnCheckOut> rules) {
        var rule = asset.flatMap(AssetSnapshot::leader)
                .map(leader -> rules.computeIfAbsent(leader, checkOuts::onCheckOut))
                .orElse(CheckOuts.NOTHING);
        return new OnCheckOut(
                rule.location() && !row.values().containsKey(AssetProperty.LOCATION),
                rule.department() && !row.values().containsKey(AssetProperty.DEPARTMENT));
    }

    private static boolean has(Optional<AssetSnapshot> asset, Recipient recipient) {
        return asset.flatMap(AssetSnapshot::holder)
                .map(held -> held.holder().is(recipient))
                .orElse(false);
    }

    private static List<Change> changes(List<FieldChange> changes) {
        return changes.stream()
                .map(change -> new Change(change.field(), change.before(), change.after()))
                .toList();
    }

    private Map<String, Recipient> assignees(List<Row> given, boolean lock) {
        var names = given.stream()
                .flatMap(row -> Optional.ofNullable(row.values().get(AssetProperty.ASSIGNEE)).stream())
                .map(Recipients::asked)
                .collect(Collectors.toSet());
        if (names.isEmpty()) {
            return Map.of();
        }
        var found = new HashMap<>(recipients.locationsByName(names, lock));
        found.putAll(recipients.peopleByEmail(
                names.stream()
                        .flatMap(name -> EmailAddress.of(name).stream())
                        .map(EmailAddress::normalised)
                        .distinct()
                        .toList(),
                lock));
        return found;
    }

    private static Optional<Recipient> recipient(Map<String, Recipient> assignees, String text) {
        return EmailAddress.of(text)
                .flatMap(email -> Optional.ofNullable(assignees.get(email.normalised())))
                .or(() -> Optional.ofNullable(assignees.get(Recipients.asked(text))));
    }

    private static Optional<Long> match(Row row, AssetRows.Numbers numbers) {
        return serial(row)
                .flatMap(serial -> Optional.ofNullable(numbers.bySerial().get(serial)))
                .or(() -> assetId(row)
                        .flatMap(id -> Optional.ofNullable(numbers.byAssetId().get(id))));
    }

    private static Map<String, String> properties(Row row) {
        var values = new LinkedHashMap<>(row.values());
        values.remove(AssetProperty.ASSIGNEE);
        return values;
    }

    private static Optional<String> serial(Row row) {
        return Optional.ofNullable(row.values().get(AssetProperty.SERIAL))
                .flatMap(SerialNumber::of)
                .map(SerialNumber::normalised);
    }

    private static Optional<String> assetId(Row row) {
        return Optional.ofNullable(row.values().get(AssetColumn.ASSET_ID))
                .map(text -> Text.clean(text.strip()).value());
    }
}
