package io.rollcall.outbound;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.records.RecordProblem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people see of the outbox, and do about it. */
@Service
public class OutboxCare {

    private static final String SQL_SELECT = """
            select o.*, d.removed_at is not null as away, c.name as connection, a.asset_id as asset_name, a.serial, d.source_id,
                   coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''),
                       (select e.original from person_email e where e.person_id = p.id order by e.position limit 1),
                       case when o.property = 'asset-tag' then o.wanted end, '') as value
            from outbox o join connection c on c.id = o.connection_id join asset a on a.id = o.asset_id
            join device d on d.id = o.device_id left join person p on p.id = o.person_id
            """;

    private static final String SQL_RETRY = """
            update outbox o set state = 'pending', reason = '', tries = 0, due_at = now()
            from connection c
            where c.id = o.connection_id and o.state in ('failed', 'waiting') and %s
            returning c.name
            """;

    /** The next sync takes the MDM's word again, though the device is as before. */
    private static final String SQL_DECIDE_AGAIN =
            "update device set decide_again = true where id = (select device_id from outbox where id = :id)";

    private static final String SQL_DISCARD = """
            update outbox set state = 'discarded', change = change + 1, reason = :reason
            where id = :id and state in ('pending', 'waiting', 'conflict', 'failed')
            """;

    private static final String SQL_NONE_FAILED = """
            select o.connection_id from outbox o
            where o.id = :id and not exists (
                select 1 from outbox f where f.connection_id = o.connection_id and f.state = 'failed')
            """;

    private static final String SQL_COUNTS = """
            select c.name, o.state, count(*) as count from outbox o join connection c on c.id = o.connection_id
            group by c.name, o.state
            """;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Alerts alerts;
    private final ApplicationEventPublisher events;

    OutboxCare(JdbcClient jdbc, Audit audit, Alerts alerts, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.alerts = alerts;
        this.events = events;
    }

    /**
     * Changes by number, the newest first.
     *
     * @param connection its name; empty: of all
     * @param state empty: whatever has come of them
     * @param before only those with a lower number: to page on
     */
    public List<OutboxEntry> list(Optional<String> connection, Optional<OutboxState> state, long before, int limit) {
        return jdbc.sql(SQL_SELECT + """
                        where (:connection::text is null or c.name = :connection)
                          and (:state::text is null or o.state = :state) and o.id < :before
                        order by o.id desc limit :limit
                        """)
                .param("connection", connection.orElse(null))
                .param("state", state.map(OutboxState::key).orElse(null))
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> entry(row))
                .list();
    }

    /** What was sent of an asset, or is on its way: the last change of each property of each of its devices. */
    public List<OutboxEntry> ofAsset(long asset) {
        return jdbc.sql(SQL_SELECT + " where o.asset_id = :asset order by o.id")
                .param("asset", asset)
                .query((row, n) -> entry(row))
                .list();
    }

    /** @throws RecordProblem if there is none of this number */
    public OutboxEntry get(long id) {
        return jdbc.sql(SQL_SELECT + " where o.id = :id")
                .param("id", id)
                .query((row, n) -> entry(row))
                .optional()
                .orElseThrow(() -> RecordProblem.notFound("outbox entry " + id));
    }

    /**
     * Has a change sent again that failed or waits. One that is on its way or was sent is left alone: it makes no
     * difference how often, or by how many people, it is asked for.
     *
     * @throws RecordProblem if there is none of this number
     */
    @Transactional
    public OutboxEntry retry(long id, Actor actor) {
        get(id);
        var connections = jdbc.sql(SQL_RETRY.formatted("o.id = :id"))
                .param("id", id)
                .query(String.class)
                .list();
        if (!connections.isEmpty()) {
            audit.add(actor, "outbox.retry", "outbox/" + id, Map.of());
            events.publishEvent(new PushesDue(connections.get(0)));
        }
        return get(id);
    }

    /**
     * Has everything of a connection sent again that failed or waits.
     *
     * @return how much that is
     * @throws RecordProblem if there is no connection of this name
     */
    @Transactional
    public int retryAll(String connection, Actor actor) {
        if (jdbc.sql("select 1 from connection where name = :name")
                .param("name", connection)
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw RecordProblem.notFound("connection " + connection);
        }
        var count = jdbc.sql(SQL_RETRY.formatted("c.name = :connection"))
                .param("connection", connection)
                .query(String.class)
                .list()
                .size();
        audit.add(actor, "outbox.retry", "connection/" + connection, Map.of("count", count));
        events.publishEvent(new PushesDue(connection));
        return count;
    }

    /**
     * Has a change not sent: from the next sync on the MDM's value counts. One that was sent is left alone.
     *
     * @throws RecordProblem if there is none of this number
     */
    @Transactional
    public OutboxEntry discard(long id, Actor actor) {
        get(id);
        var reason = "Discarded by " + actor.name() + ": it is not sent, and the next sync takes the MDM's value.";
        jdbc.sql(SQL_DECIDE_AGAIN).param("id", id).update();
        if (jdbc.sql(SQL_DISCARD).param("id", id).param("reason", reason).update() > 0) {
            audit.add(actor, "outbox.discard", "outbox/" + id, Map.of());
            closeAlertIfNoneFailed(id, actor);
        }
        return get(id);
    }

    private void closeAlertIfNoneFailed(long id, Actor actor) {
        jdbc.sql(SQL_NONE_FAILED)
                .param("id", id)
                .query(Long.class)
                .optional()
                .ifPresent(connection -> alerts.close(AlertKind.PUSHES_FAILING, connection, actor.name()));
    }

    /** How many changes there are in which state, by connection. */
    public Map<String, Map<OutboxState, Integer>> counts() {
        var counts = new TreeMap<String, Map<OutboxState, Integer>>();
        jdbc.sql(SQL_COUNTS).query(row -> {
            counts.computeIfAbsent(row.getString("name"), name -> new EnumMap<>(OutboxState.class))
                    .put(OutboxState.of(row.getString("state")), row.getInt("count"));
        });
        return counts;
    }

    private static String reason(ResultSet row, OutboxState state) throws SQLException {
        return state == OutboxState.PENDING && row.getBoolean("away")
                ? "The device was removed in the MDM. It is sent when the device returns."
                : row.getString("reason");
    }

    private static OutboxEntry entry(ResultSet row) throws SQLException {
        var state = OutboxState.of(row.getString("state"));
        return new OutboxEntry(
                row.getLong("id"),
                row.getString("connection"),
                row.getLong("asset_id"),
                row.getString("asset_name"),
                row.getString("serial"),
                row.getString("source_id"),
                OutboxProperty.of(row.getString("property")),
                row.getString("value"),
                state,
                reason(row, state),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("tries"),
                Optional.ofNullable(row.getTimestamp("sent_at")).map(Timestamp::toInstant),
                row.getBoolean("confirmed"));
    }
}
