package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.access.Actor;
import io.rollcall.device.Field;
import io.rollcall.outbound.Outbox;
import io.rollcall.outbound.Wish;
import io.rollcall.records.RecordProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes what people change on assets, with history: the number of statements doesn't depend on that of assets. */
@Component
class AssetWrites {

    private static final String COLUMNS = Stream.concat(
                    Stream.of("serial_normalised"), AssetColumn.ALL.stream().map(AssetColumn::column))
            .collect(Collectors.joining(", "));

    private static final String WRITTEN =
            Stream.of(COLUMNS.split(", ")).map("p."::concat).collect(Collectors.joining(", "));

    /** A key that a row lacks leaves its column, or its custom field, as it is; a custom field that is null loses its value. */
    private static final String SQL_UPDATE = """
            update asset a
            set (%s) = (select %s from jsonb_populate_record(a, r.row - 'custom') p),
                custom = jsonb_strip_nulls(a.custom || coalesce(r.row -> 'custom', '{}')),
                version = a.version + 1, updated_at = now()
            from jsonb_array_elements(:rows::jsonb) as r(row)
            where a.id = (r.row ->> 'id')::bigint
            """.formatted(COLUMNS, WRITTEN);

    private static final String SQL_INSERT = """
            insert into asset (id, mdm_state, custom, %s)
            select p.id, 'unmanaged', jsonb_strip_nulls(coalesce(p.custom, '{}')), %s
            from jsonb_array_elements(:rows::jsonb) as r(row), jsonb_populate_record(null::asset, r.row) p
            """.formatted(COLUMNS, WRITTEN);

    private static final String SQL_EVENTS = """
            insert into asset_event (asset_id, kind, actor, changes)
            select r.asset_id, r.kind, :actor, r.changes
            from jsonb_to_recordset(:rows::jsonb) as r(asset_id bigint, kind text, changes jsonb)
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Outbox outbox;

    AssetWrites(JdbcClient jdbc, ObjectMapper json, Outbox outbox) {
        this.jdbc = jdbc;
        this.json = json;
        this.outbox = outbox;
    }

    /** Something that happened to an asset. */
    record Event(long asset, String kind, List<FieldChange> changes) {}

    /**
     * Writes plans that nothing is wrong with.
     *
     * @return the numbers of the assets, in the order of the plans
     * @throws RecordProblem if another asset has got one of the serial numbers or IDs meanwhile
     */
    List<Long> write(List<AssetPlan> plans, Actor actor) {
        var numbers = newNumbers(plans).iterator();
        var inserts = json.createArrayNode();
        var updates = json.createArrayNode();
        var events = new ArrayList<Event>();
        var ids = new ArrayList<Long>();
        for (var plan : plans) {
            var id = plan.isNew() ? numbers.next() : plan.id();
            ids.add(id);
            if (plan.isNew()) {
                inserts.add(row(blanks(), id, plan));
                events.add(new Event(id, "created", plan.changes()));
            } else if (!plan.changesNothing()) {
                updates.add(row(json.createObjectNode(), id, plan));
                events.add(new Event(id, "updated", plan.changes()));
            }
        }
        try {
            run(SQL_INSERT, inserts);
            run(SQL_UPDATE, updates);
        } catch (DuplicateKeyException e) {
            throw RecordProblem.conflict(
                    "Another asset has got one of the serial numbers or asset IDs meanwhile. Look at it and try again.");
        }
        record(events, actor);
        outbox.wish(
                plans.stream()
                        .filter(plan -> !plan.isNew())
                        .flatMap(plan -> plan.changes().stream()
                                .filter(change -> change.field().equals(Field.ASSET_TAG.key()))
                                .map(change -> Wish.assetTag(plan.id(), change.after())))
                        .toList(),
                actor);
        return ids;
    }

    /** Writes columns of assets and raises their versions, without history. */
    void update(Map<Long, Map<String, JsonNode>> columns) {
        var rows = json.createArrayNode();
        columns.forEach((id, values) -> rows.addObject().put("id", id).setAll(values));
        run(SQL_UPDATE, rows);
    }

    /** Writes history. */
    void record(List<Event> events, Actor actor) {
        var rows = json.createArrayNode();
        for (var event : events) {
            rows.addObject()
                    .put("asset_id", event.asset())
                    .put("kind", event.kind())
                    .set("changes", json.valueToTree(event.changes()));
        }
        if (!rows.isEmpty()) {
            jdbc.sql(SQL_EVENTS)
                    .param("rows", write(rows))
                    .param("actor", actor.name())
                    .update();
        }
    }

    private List<Long> newNumbers(List<AssetPlan> plans) {
        return jdbc.sql("select nextval('asset_number') from generate_series(1, :count)")
                .param("count", plans.stream().filter(AssetPlan::isNew).count())
                .query(Long.class)
                .list();
    }

    private ObjectNode blanks() {
        var row = json.createObjectNode();
        AssetColumn.ALL.stream().filter(column -> !column.nullable()).forEach(column -> row.put(column.column(), ""));
        return row.put("type", "unknown");
    }

    private static ObjectNode row(ObjectNode row, long id, AssetPlan plan) {
        row.put("id", id);
        row.setAll(plan.columns());
        return row;
    }

    private void run(String sql, ArrayNode rows) {
        if (!rows.isEmpty()) {
            jdbc.sql(sql).param("rows", write(rows)).update();
        }
    }

    private String write(JsonNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
