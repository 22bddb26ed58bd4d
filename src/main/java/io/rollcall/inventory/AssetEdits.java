package io.rollcall.inventory;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.device.CustomField;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people write of assets. What a sync keeps up to date they can't write; what they can, no sync writes (I7). */
@Service
public class AssetEdits {

    private static final String SQL_ARCHIVE = """
            update asset set archived_at = case when :archived then now() end, version = version + 1,
                updated_at = now()
            where id = :id
            """;

    private final JdbcClient jdbc;
    private final AssetRows rows;
    private final AssetPlans plans;
    private final AssetWrites writes;
    private final Audit audit;

    AssetEdits(JdbcClient jdbc, AssetRows rows, AssetPlans plans, AssetWrites writes, Audit audit) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.plans = plans;
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * Makes an asset by hand.
     *
     * @return its number
     * @throws InvalidSettings with what is wrong
     * @throws RecordProblem if another asset has its ID or serial number
     */
    @Transactional
    public long create(AssetChanges changes, Actor actor) {
        var plan = plan(new AssetPlans.Wish(Optional.empty(), changes.values()));
        long id = writes.write(List.of(plan), actor).get(0);
        audit.add(actor, "asset.create", object(id), Map.of("changed", properties(plan)));
        return id;
    }

    /**
     * Changes an asset's properties.
     *
     * @throws InvalidSettings with what is wrong
     * @throws RecordProblem if a connection keeps one of them, another asset has its ID or serial number, there is no such
     *     asset or it was changed
     */
    @Transactional
    public void change(long id, AssetChanges changes, Expected expected, Actor actor) {
        var values = changes.values();
        var asset = rows.lock(id);
        expected.check(asset.name(), asset.version());
        var plan = plan(new AssetPlans.Wish(Optional.of(asset), values));
        if (!plan.changesNothing()) {
            writes.write(List.of(plan), actor);
            audit.add(actor, "asset.change", object(id), Map.of("changed", properties(plan)));
        }
    }

    /**
     * What of an asset people can't change, as the next sync would overwrite it.
     *
     * @return property → the name of the connection that keeps it up to date
     * @throws RecordProblem if there is no such asset
     */
    public Map<String, String> kept(long id) {
        var asset = rows.read(List.of(id)).get(id);
        if (asset == null) {
            throw RecordProblem.notFound("asset " + id);
        }
        return plans.kept(asset);
    }

    /**
     * Takes an asset out of the daily lists, or back (E18). Its history and its check-out stay.
     *
     * @throws RecordProblem if there is no such asset or it was changed
     */
    @Transactional
    public void archive(long id, boolean archived, Expected expected, Actor actor) {
        var asset = rows.lock(id);
        expected.check(asset.name(), asset.version());
        if (asset.archived() == archived) {
            return;
        }
        jdbc.sql(SQL_ARCHIVE).param("id", id).param("archived", archived).update();
        writes.record(List.of(new AssetWrites.Event(id, archived ? "archived" : "restored", List.of())), actor);
        audit.add(actor, archived ? "asset.archive" : "asset.restore", object(id), Map.of());
    }

    private AssetPlan plan(AssetPlans.Wish wish) {
        var plan = plans.of(List.of(wish)).get(0);
        var wrong = plan.wrongs().stream().filter(found -> !found.conflict()).toList();
        if (!wrong.isEmpty()) {
            throw new InvalidSettings(wrong.stream()
                    .map(found -> new Problem("request body", 0, key(found.property()), found.found(), found.allowed()))
                    .toList());
        }
        plan.wrongs().stream().findFirst().ifPresent(conflict -> {
            throw RecordProblem.conflict("Nothing was changed. " + conflict.found() + ". " + conflict.allowed() + ".");
        });
        return plan;
    }

    /** A property's name in the request. */
    private static String key(String property) {
        var custom = CustomField.keyOf(property);
        if (custom.isPresent()) {
            return "customFields." + custom.get();
        }
        if (AssetProperty.FIELDS.contains(property)) {
            return "fields." + property;
        }
        var words = property.split("-");
        return words.length == 1
                ? property
                : words[0] + words[1].substring(0, 1).toUpperCase(Locale.ROOT) + words[1].substring(1);
    }

    private static List<String> properties(AssetPlan plan) {
        return plan.changes().stream().map(FieldChange::field).toList();
    }

    static String object(long id) {
        return "asset/" + id;
    }
}
