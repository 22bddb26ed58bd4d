package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of many assets at once, which can be taken back. An asset of which a connection keeps a property up to date is left
 * alone; the others are changed.
 */
@Service
public class BulkEdits {

    /** How many assets can be changed at once. */
    public static final int MOST = 1000;

    private static final String SQL_KEEP = """
            insert into bulk_edit_change (bulk_edit_id, asset_id, property, before, after)
            select :edit, r.asset, r.property, r.before, r.after
            from jsonb_to_recordset(:rows::jsonb) as r(asset bigint, property text, before text, after text)
            """;

    /** Assets that are gone meanwhile have no changes any more. */
    private static final String SQL_CHANGES = """
            select asset_id, property, before, after from bulk_edit_change where bulk_edit_id = :edit order by asset_id
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final AssetRows rows;
    private final AssetPlans plans;
    private final AssetWrites writes;
    private final Audit audit;

    BulkEdits(JdbcClient jdbc, ObjectMapper json, AssetRows rows, AssetPlans plans, AssetWrites writes, Audit audit) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = rows;
        this.plans = plans;
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * What became of the assets.
     *
     * @param edit the number to take it back by; 0: nothing was changed
     * @param changed how many were changed
     * @param same how many were like that already
     * @param refused why others were left alone, one sentence an asset
     */
    public record Outcome(long edit, int changed, int same, List<String> refused) {}

    /** @param meanwhile how many values were changed by others since, and left alone */
    public record Undone(int changed, int meanwhile) {}

    private record Change(long asset, String property, String before, String after) {}

    /**
     * Gives assets the same values.
     *
     * @throws InvalidSettings if a value is none that assets can have; nothing is changed then
     * @throws RecordProblem if there are too many assets or none
     */
    @Transactional
    public Outcome change(Collection<Long> assets, AssetChanges changes, Actor actor) {
        var ids = new TreeSet<>(assets);
        if (ids.isEmpty()) {
            throw RecordProblem.conflict("No asset is chosen. Choose some in the list first.");
        }
        if (ids.size() > MOST) {
            throw RecordProblem.conflict(
                    ids.size() + " assets are chosen. At most " + MOST + " can be changed at once.");
        }
        var values = changes.values();
        if (values.isEmpty()) {
            throw Words.wrong("changes", "Nothing is to be changed", "At least one property gets a value");
        }
        var known = rows.lock(ids);
        var wishes = known.values().stream()
                .map(asset -> new AssetPlans.Wish(Optional.of(asset), values))
                .toList();
        var good = new ArrayList<AssetPlan>();
        var refused = new ArrayList<String>();
        var same = 0;
        for (var plan : plans.of(wishes)) {
            plan.wrongs().stream()
                    .filter(wrong -> !wrong.conflict())
                    .findFirst()
                    .ifPresent(wrong -> {
                        throw Words.wrong(wrong.property(), wrong.found(), wrong.allowed());
                    });
            if (!plan.wrongs().isEmpty()) {
                refused.add(plan.wrongs().get(0).found());
            } else if (plan.changesNothing()) {
                same++;
            } else {
                good.add(plan);
            }
        }
        return new Outcome(good.isEmpty() ? 0 : write(good, actor), good.size(), same, refused);
    }

    private long write(List<AssetPlan> good, Actor actor) {
        writes.write(good, actor);
        long edit = jdbc.sql("insert into bulk_edit (actor) values (:actor) returning id")
                .param("actor", actor.name())
                .query(Long.class)
                .single();
        var made = good.stream()
                .flatMap(plan -> plan.changes().stream()
                        .map(change -> new Change(plan.id(), change.field(), change.before(), change.after())))
                .toList();
        jdbc.sql(SQL_KEEP).param("edit", edit).param("rows", text(made)).update();
        audit.add(actor, "asset.bulk-change", "bulk-edit/" + edit, Map.of("assets", good.size()));
        return edit;
    }

    /**
     * Takes an edit back, once. What others have changed since stays as they left it.
     *
     * @throws RecordProblem if there is no such edit, or it is taken back already
     */
    @Transactional
    public Undone undo(long edit, Actor actor) {
        var undone = jdbc.sql("update bulk_edit set undone_at = now() where id = :edit and undone_at is null")
                .param("edit", edit)
                .update();
        if (undone == 0) {
            throw RecordProblem.conflict("This edit is taken back already, or there is none of this number.");
        }
        var byAsset = new LinkedHashMap<Long, List<Change>>();
        jdbc.sql(SQL_CHANGES).param("edit", edit).query(row -> {
            byAsset.computeIfAbsent(row.getLong("asset_id"), id -> new ArrayList<>())
                    .add(new Change(
                            row.getLong("asset_id"),
                            row.getString("property"),
                            row.getString("before"),
                            row.getString("after")));
        });
        var known = rows.lock(byAsset.keySet());
        var meanwhile = 0;
        var wishes = new ArrayList<AssetPlans.Wish>();
        for (var asset : known.values()) {
            var back = new LinkedHashMap<String, String>();
            for (var change : byAsset.get(asset.id())) {
                if (asset.value(change.property()).equals(change.after())) {
                    back.put(change.property(), change.before());
                } else {
                    meanwhile++;
                }
            }
            wishes.add(new AssetPlans.Wish(Optional.of(asset), back));
        }
        var good = plans.of(wishes).stream()
                .filter(plan -> plan.wrongs().isEmpty() && !plan.changesNothing())
                .toList();
        writes.write(good, actor);
        audit.add(actor, "asset.bulk-undo", "bulk-edit/" + edit, Map.of("assets", good.size()));
        return new Undone(good.size(), meanwhile);
    }

    private String text(List<Change> changes) {
        try {
            return json.writeValueAsString(changes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
