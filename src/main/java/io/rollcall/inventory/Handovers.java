package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rollcall.access.Actor;
import io.rollcall.inventory.AssetWrites.Event;
import io.rollcall.outbound.Outbox;
import io.rollcall.outbound.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes check-outs and check-ins made by hand, with history: the number of statements doesn't depend on theirs. */
@Component
class Handovers {

    private static final String SQL_CHECK_IN = """
            update checkout o
            set checked_in_at = now(), checked_in_by = :actor, check_in_rule = :rule,
                note = case when r.note = '' then o.note else trim(o.note || ' ' || r.note) end
            from jsonb_to_recordset(:rows::jsonb) as r(asset_id bigint, note text)
            where o.asset_id = r.asset_id and o.checked_in_at is null
            """;

    private static final String SQL_CHECK_OUT = """
            insert into checkout (asset_id, person_id, location_id, origin, rule, checked_out_by, due_on, note)
            select r.asset_id, r.person_id, r.location_id, 'manual', :rule, :actor, nullif(r.due_on, '')::date, r.note
            from jsonb_to_recordset(:rows::jsonb)
                 as r(asset_id bigint, person_id bigint, location_id bigint, due_on text, note text)
            """;

    private static final String SQL_RENEW = """
            update checkout o
            set origin = 'manual', rule = :rule, checked_out_by = :actor, connection_id = null,
                due_on = nullif(r.due_on, '')::date, note = r.note
            from jsonb_to_recordset(:rows::jsonb) as r(asset_id bigint, due_on text, note text)
            where o.asset_id = r.asset_id and o.checked_in_at is null
            """;

    /** The next sync applies the policy to what is different now, though the device is unchanged (E5, E8). */
    private static final String SQL_DECIDE_AGAIN =
            "update device set decide_again = true where asset_id = any(:assets)";

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final AssetWrites writes;
    private final Outbox outbox;

    Handovers(JdbcClient jdbc, ObjectMapper json, AssetWrites writes, Outbox outbox) {
        this.jdbc = jdbc;
        this.json = json;
        this.writes = writes;
        this.outbox = outbox;
    }

    /** Writes handovers of different assets, which are locked with their devices. */
    void write(List<Handover> all, Actor actor) {
        var handovers =
                all.stream().filter(handover -> !handover.changesNothing()).toList();
        var checkIns = json.createArrayNode();
        var checkOuts = json.createArrayNode();
        var renewals = json.createArrayNode();
        var events = new ArrayList<Event>();
        var columns = new LinkedHashMap<Long, Map<String, JsonNode>>();
        for (var handover : handovers) {
            var id = handover.asset().id();
            columns.put(id, handover.columns());
            if (handover.isRenewal()) {
                row(renewals, handover);
                events.add(new Event(id, "updated", handover.renewed()));
                continue;
            }
            if (handover.asset().holder().isPresent()) {
                checkIns.addObject()
                        .put("asset_id", id)
                        .put("note", handover.to().isEmpty() ? handover.note() : "");
                events.add(checkedIn(handover));
            }
            if (handover.to().isPresent()) {
                row(checkOuts, handover);
                events.add(new Event(id, "checked-out", handover.changes()));
            }
        }
        run(SQL_CHECK_IN, checkIns, actor);
        run(SQL_CHECK_OUT, checkOuts, actor);
        run(SQL_RENEW, renewals, actor);
        writes.update(columns);
        writes.record(events, actor);
        outbox.wish(
                handovers.stream()
                        .filter(handover -> !handover.isRenewal())
                        .map(handover -> Wish.assignment(
                                handover.asset().id(),
                                handover.to().filter(Recipient::person).map(Recipient::id)))
                        .toList(),
                actor);
        jdbc.sql(SQL_DECIDE_AGAIN)
                .param("assets", columns.keySet().toArray(Long[]::new))
                .update();
    }

    private static Event checkedIn(Handover handover) {
        var change = new FieldChange(AssetProperty.ASSIGNEE, handover.before(), "", AssetPlan.BY_HAND);
        return new Event(handover.asset().id(), "checked-in", List.of(change));
    }

    private static void row(ArrayNode rows, Handover handover) {
        var to = handover.to().orElseThrow();
        rows.addObject()
                .put("asset_id", handover.asset().id())
                .put(to.person() ? "person_id" : "location_id", to.id())
                .put("due_on", handover.dueOn())
                .put("note", handover.note());
    }

    private void run(String sql, ArrayNode rows, Actor actor) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            jdbc.sql(sql)
                    .param("rows", json.writeValueAsString(rows))
                    .param("rule", AssetPlan.BY_HAND)
                    .param("actor", actor.name())
                    .update();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
