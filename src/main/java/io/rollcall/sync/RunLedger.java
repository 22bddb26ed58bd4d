package io.rollcall.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.call.ListScope;
import io.rollcall.inventory.Outcome;
import io.rollcall.inventory.Remark;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the tables {@code run}, {@code run_page} and {@code run_outcome}; {@link RunReader} reads them. All times are the
 * database's.
 */
@Repository
class RunLedger {

    private static final String SQL_QUEUE = """
            insert into run (connection_id, kind, trigger, requested_by, scope, state)
            values (:connection, :kind, :trigger, :by, :scope, 'queued') returning id
            """;

    /** Devices that are waited for are read together; of more than some hundred the next sync will tell. */
    private static final String SQL_QUEUE_DEVICES = """
            insert into run as r (connection_id, kind, trigger, scope, state)
            values (:connection, 'webhook', 'webhook', :scope, 'queued')
            on conflict (connection_id) where state = 'queued' and kind = 'webhook' do update
            set scope = case when length(r.scope) > 4000 or position(:ids || ' ' in r.scope || ' ') > 0 then r.scope
                             else r.scope || :ids end
            """;

    /** So that each who opens a device sees what all before them queued, whatever has become of it by then. */
    private static final String SQL_ONE_OPENS_AT_A_TIME =
            "select count(*) from pg_advisory_xact_lock(hashtext('run.opened'), hashtext(:connection::text))";

    /**
     * An opened device is asked for once, however many open it at the same time: it waits with others, is being read, or
     * was read since the caller looked. {@code fresh} tells a run that has to be started from one that waits already.
     */
    private static final String SQL_QUEUE_OPENED = """
            insert into run as r (connection_id, kind, trigger, scope, state)
            select d.connection_id, 'on-demand', 'api', :scope, 'queued'
            from device d
            where d.connection_id = :connection and d.source_id = :id
              and d.details_at is not distinct from :detailsAt::timestamptz
              and d.restricted_at is not distinct from :restrictedAt::timestamptz
              and not exists (
                select 1 from run o
                where o.connection_id = d.connection_id and o.kind = 'on-demand' and o.state in ('queued', 'running')
                  and position(' ' || :id || ' ' in o.scope || ' ') > 0)
            on conflict (connection_id) where state = 'queued' and kind = 'on-demand' do update
            set scope = case when length(r.scope) > 4000 or position(' ' || :id || ' ' in r.scope || ' ') > 0
                             then r.scope else r.scope || ' ' || :id end
            returning id, xmax = 0 as fresh, position(' ' || :id || ' ' in scope || ' ') > 0 as included
            """;

    private static final String SQL_START_NEW = """
            insert into run (connection_id, kind, trigger, scope, state, owner, fence, heartbeat_at, started_at, mapping_changes)
            values (:connection, 'sync', :trigger, :scope, 'running', :owner, 1, now(), now(),
                    (select c.mapping_changes from connection c where c.id = :connection))
            on conflict (connection_id) where state = 'running' do nothing
            returning id, fence
            """;

    private static final String SQL_START_QUEUED = """
            update run set state = 'running', owner = :owner, fence = fence + 1, heartbeat_at = now(),
                           started_at = coalesce(started_at, now()),
                           mapping_changes = (select c.mapping_changes from connection c where c.id = run.connection_id)
            where id = :run and state = 'queued'
              and not exists (select 1 from run o where o.connection_id = run.connection_id and o.state = 'running')
            returning id, fence
            """;

    private static final String SQL_RESUME = """
            update run set state = 'running', owner = :owner, fence = fence + 1, heartbeat_at = now(),
                           resumed = resumed + 1, message = '', finished_at = null
            where id = :run and state = 'incomplete'
              and not exists (select 1 from run o where o.connection_id = run.connection_id and o.state = 'running')
            returning id, fence
            """;

    /** A run whose page is just being stored is left for the next look: waiting for it would hold up all others. */
    private static final String SQL_TAKE_OVER = """
            update run set owner = :owner, fence = fence + 1, heartbeat_at = now(), resumed = resumed + 1
            where id in (
                select id from run
                where state = 'running' and heartbeat_at < now() - :silence * interval '1 millisecond'
                  and connection_id in (select c.id from connection c where c.name = any(:connections))
                for update skip locked)
            returning id, fence
            """;

    private static final String SQL_BEAT = """
            update run set heartbeat_at = now()
            where owner = :owner and state = 'running' and id = any(:runs)
            returning id
            """;

    private static final String SQL_LET_GO = """
            update run set heartbeat_at = '-infinity', fence = fence + 1
            where connection_id = :connection and owner = :owner and state = 'running'
            """;

    private static final String SQL_CANCEL_ALL = """
            update run set state = 'cancelled', message = :message, finished_at = now()
            where connection_id = :connection and state in ('queued', 'running')
            """;

    private static final String SQL_RELEASE =
            "update run set heartbeat_at = '-infinity' where owner = :owner and state = 'running'";

    /**
     * The page's writer holds the run's row: nobody takes the run over while its page is being stored. A writer that is
     * paused or cut off in the middle must not hold it for ever, so the server ends a transaction that stands still.
     */
    private static final String SQL_LOCK = """
            select pages, set_config('idle_in_transaction_session_timeout', :stillness, true) from run
            where id = :run and fence = :fence and state in ('running', 'cancelled')
            for update
            """;

    /** The page's own ids and those of devices that share a serial with it: who of them was on an earlier page. */
    /** A join, as a prepared statement would compare each id seen with each one asked for, one by one. */
    private static final String SQL_SEEN_BEFORE = """
            with asked as materialized (
                select unnest(:ids::text[]) as id
                union
                select d.source_id from device d
                where d.connection_id = :connection and d.serial_normalised = any(:serials))
            select distinct id from run_page p cross join unnest(p.device_ids) as seen(id) join asked using (id)
            where p.run_id = :run
            """;

    private static final String SQL_ADD_KINDS = """
            (select coalesce(jsonb_object_agg(key, number), '{}')
             from (select key, sum(value::int) as number
                   from (select * from jsonb_each_text(kinds) union all select * from jsonb_each_text(:kinds::jsonb)) counts
                   group by key) sums)
            """;

    private static final String SQL_STORE_PAGE = """
            with page as (
                insert into run_page (run_id, page_no, position, device_ids) values (:run, :page, :position, :ids))
            update run set pages = pages + 1, position = :next, pages_complete = :last,
                   scan_complete = :last and scope = '', kinds = %s,
                   seen = seen + :seen, created = created + :created, updated = updated + :updated,
                   unchanged = unchanged + :unchanged, skipped = skipped + :skipped,
                   duplicate = duplicate + :duplicate, failed = failed + :failed,
                   api_calls = api_calls + :calls, heartbeat_at = now()
            where id = :run
            """.formatted(SQL_ADD_KINDS);

    private static final String SQL_REMARKS = """
            insert into run_outcome (run_id, kind, source_id, serial, device_name, reason)
            select :run, * from unnest(:kinds::text[], :ids::text[], :serials::text[], :names::text[], :reasons::text[])
            """;

    private static final String SQL_END = """
            update run set state = :state, message = :message, finished_at = now(), api_calls = api_calls + :calls
            where id = :run and fence = :fence and state = 'running'
            """;

    private static final String SQL_CHANGES_SINCE = """
            select started_at from run
            where connection_id = :connection and kind = 'sync' and state = 'succeeded'
              and exists (select 1 from run f
                          where f.connection_id = :connection and f.kind = 'sync' and f.state = 'succeeded'
                            and f.scan_complete and f.started_at > now() - :fullEvery * interval '1 millisecond'
                            and f.mapping_changes = (select c.mapping_changes from connection c
                                                     where c.id = :connection))
            order by id desc limit 1
            """;

    private static final String SQL_CANCEL = """
            update run set state = 'cancelled', message = :message, finished_at = now()
            where id = :run and state in ('queued', 'running')
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    RunLedger(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Queues a run; empty where a sync of this connection is queued already. */
    Optional<Long> queue(long connection, RunKind kind, Trigger trigger, String by) {
        return queue(connection, kind, trigger, by, ListScope.ALL);
    }

    /** Queues a run; empty where a sync of this connection is queued already. */
    Optional<Long> queue(long connection, RunKind kind, Trigger trigger, String by, ListScope scope) {
        try {
            return Optional.of(jdbc.sql(SQL_QUEUE)
                    .param("connection", connection)
                    .param("kind", kind.key())
                    .param("trigger", trigger.key())
                    .param("by", by)
                    .param("scope", scope.text())
                    .query(Long.class)
                    .single());
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    /** Queues a run that reads single devices, or adds them to the one that is queued. */
    void queueDevices(long connection, ListScope.Only devices) {
        jdbc.sql(SQL_QUEUE_DEVICES)
                .param("connection", connection)
                .param("scope", devices.text())
                .param("ids", " " + String.join(" ", devices.ids()))
                .update();
    }

    /**
     * A run for opened devices.
     *
     * @param fresh whether it was made for this device
     * @param included whether it reads this device; false where too many wait already
     */
    record Opened(long run, boolean fresh, boolean included) {}

    /**
     * Queues a run for a device that somebody opened, or adds it to the one that is queued; empty where it waits already,
     * is being read or was read meanwhile.
     *
     * @param detailsAt when its details had been read when the caller looked
     * @param restrictedAt likewise its secrets
     */
    Optional<Opened> queueOpened(
            long connection, String id, Optional<Instant> detailsAt, Optional<Instant> restrictedAt) {
        return transaction.execute(begun -> {
            jdbc.sql(SQL_ONE_OPENS_AT_A_TIME)
                    .param("connection", connection)
                    .query(Long.class)
                    .single();
            return queueOpenedAlone(connection, id, detailsAt, restrictedAt);
        });
    }

    private Optional<Opened> queueOpenedAlone(
            long connection, String id, Optional<Instant> detailsAt, Optional<Instant> restrictedAt) {
        return jdbc.sql(SQL_QUEUE_OPENED)
                .param("connection", connection)
                .param("id", id)
                .param("scope", ListScope.Only.of(Set.of(id)).text())
                .param("detailsAt", detailsAt.map(Timestamp::from).orElse(null))
                .param("restrictedAt", restrictedAt.map(Timestamp::from).orElse(null))
                .query((row, n) -> new Opened(row.getLong("id"), row.getBoolean("fresh"), row.getBoolean("included")))
                .optional();
    }

    /** Starts a sync; empty where one is running. */
    Optional<Lease> start(long connection, Trigger trigger, ListScope scope, UUID owner) {
        return lease(
                SQL_START_NEW,
                Map.of("connection", connection, "trigger", trigger.key(), "scope", scope.text(), "owner", owner));
    }

    /** Starts a queued run; empty where it isn't queued any more or another run of its connection is running. */
    Optional<Lease> startQueued(long run, UUID owner) {
        return lease(SQL_START_QUEUED, Map.of("run", run, "owner", owner));
    }

    /** Takes an incomplete run up again; empty where it isn't incomplete or another run is running. */
    Optional<Lease> resume(long run, UUID owner) {
        return lease(SQL_RESUME, Map.of("run", run, "owner", owner));
    }

    private Optional<Lease> lease(String sql, Map<String, ?> parameters) {
        try {
            return jdbc.sql(sql)
                    .params(parameters)
                    .query((row, n) -> new Lease(row.getLong("id"), row.getLong("fence")))
                    .optional();
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    /** Takes over the runs of these connections whose owner has been silent for longer than this. */
    List<Lease> takeOver(Duration silence, UUID owner, Collection<String> connections) {
        return jdbc.sql(SQL_TAKE_OVER)
                .param("owner", owner)
                .param("silence", silence.toMillis())
                .param("connections", connections.toArray(String[]::new))
                .query((row, n) -> new Lease(row.getLong("id"), row.getLong("fence")))
                .list();
    }

    /** Says that the owner is alive; gives those of the runs that are still running and its own. */
    Set<Long> beat(UUID owner, Collection<Long> runs) {
        return Set.copyOf(jdbc.sql(SQL_BEAT)
                .param("owner", owner)
                .param("runs", runs.toArray(Long[]::new))
                .query(Long.class)
                .list());
    }

    /**
     * Since when changes have to be read: the start of the last sync that succeeded; empty where no complete scan has
     * succeeded within this time.
     */
    Optional<Instant> changesSince(long connection, Duration fullEvery) {
        return jdbc.sql(SQL_CHANGES_SINCE)
                .param("connection", connection)
                .param("fullEvery", fullEvery.toMillis())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** Lets the next start take over this owner's runs at once. */
    void release(UUID owner) {
        jdbc.sql(SQL_RELEASE).param("owner", owner).update();
    }

    /** Lets this owner's run of a connection be taken over at once, by whichever process looks first. */
    void letGo(long connection, UUID owner) {
        jdbc.sql(SQL_LET_GO)
                .param("connection", connection)
                .param("owner", owner)
                .update();
    }

    /** Cancels the runs of disabled connections, whichever process has them. */
    void cancelDisabled() {
        jdbc.sql("""
                        update run set state = 'cancelled', message = 'The connection was disabled.', finished_at = now()
                        where state in ('queued', 'running')
                          and connection_id in (select id from connection where not enabled)
                        """).update();
    }

    /** Lets no run of a connection go on any more, neither incomplete nor held ones: its list is another one now. */
    void forgetPositions(long connection, String message) {
        cancelAll(connection, message);
        jdbc.sql("update run set state = 'cancelled', message = :message "
                        + "where connection_id = :connection and state in ('incomplete', 'held')")
                .param("connection", connection)
                .param("message", message)
                .update();
    }

    /** Cancels whatever runs of a connection are queued or running. */
    void cancelAll(long connection, String message) {
        jdbc.sql(SQL_CANCEL_ALL)
                .param("connection", connection)
                .param("message", message)
                .update();
    }

    /**
     * Locks the run for its page's writer and tells how many pages are stored; empty where the lease is lost.
     *
     * @param stillness after which the database ends a transaction whose next statement doesn't come
     */
    Optional<Integer> lock(Lease lease, Duration stillness) {
        return jdbc.sql(SQL_LOCK)
                .param("stillness", Long.toString(stillness.toMillis()))
                .param("run", lease.run())
                .param("fence", lease.fence())
                .query((row, n) -> row.getInt("pages"))
                .optional();
    }

    /** Whether another lease of the run was given out after this one. */
    boolean isTakenOver(Lease lease) {
        return jdbc.sql("select count(*) from run where id = :run and fence > :fence")
                        .param("run", lease.run())
                        .param("fence", lease.fence())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    boolean isHeld(Lease lease) {
        return jdbc.sql("select count(*) from run where id = :run and fence = :fence and state = 'running'")
                        .param("run", lease.run())
                        .param("fence", lease.fence())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void storePage(Page page, Set<String> ids, Map<Outcome, Integer> counts, long calls, List<Remark> remarks) {
        var seen = counts.values().stream().mapToInt(Integer::intValue).sum();
        var statement = jdbc.sql(SQL_STORE_PAGE)
                .param("run", page.lease().run())
                .param("page", page.number())
                .param("position", page.position())
                .param("ids", ids.toArray(String[]::new))
                .param("next", page.next().orElse(""))
                .param("last", page.last())
                .param("seen", seen)
                .param("kinds", kinds(page, ids))
                .param("calls", calls);
        for (var outcome : Outcome.values()) {
            statement = statement.param(outcome.key(), counts.getOrDefault(outcome, 0));
        }
        statement.update();
        remark(page.lease().run(), remarks);
    }

    /** How many of the devices are from each of the source's lists, as JSON. */
    private static String kinds(Page page, Set<String> ids) {
        var mapping = page.run().connection().source().mapping();
        var counts = JsonNodeFactory.instance.objectNode();
        page.getDevices().stream()
                .filter(device -> ids.contains(device.sourceId()))
                .forEach(device -> mapping.kind(device.list())
                        .ifPresent(kind -> counts.put(kind, counts.path(kind).asInt() + 1)));
        return counts.toString();
    }

    private void remark(long run, List<Remark> remarks) {
        if (remarks.isEmpty()) {
            return;
        }
        jdbc.sql(SQL_REMARKS)
                .param("run", run)
                .param("kinds", column(remarks, remark -> remark.kind().key()))
                .param("ids", column(remarks, Remark::sourceId))
                .param("serials", column(remarks, Remark::serial))
                .param("names", column(remarks, Remark::deviceName))
                .param("reasons", column(remarks, Remark::reason))
                .update();
    }

    private static String[] column(List<Remark> remarks, java.util.function.Function<Remark, String> value) {
        return remarks.stream().map(value).toArray(String[]::new);
    }

    /** Ends a run; false where it was ended or taken over before. */
    boolean end(Lease lease, RunState state, String message, long calls) {
        return jdbc.sql(SQL_END)
                        .param("run", lease.run())
                        .param("fence", lease.fence())
                        .param("state", state.key())
                        .param("message", message)
                        .param("calls", calls)
                        .update()
                > 0;
    }

    /** Cancels a run that is queued or running. */
    boolean cancel(long run, String message) {
        return jdbc.sql(SQL_CANCEL).param("run", run).param("message", message).update() > 0;
    }

    /** Which of these devices, and of those that share one of these serials, earlier pages of the run saw. */
    Set<String> seenBefore(long run, long connection, Collection<String> ids, Collection<String> serials) {
        return Set.copyOf(jdbc.sql(SQL_SEEN_BEFORE)
                .param("run", run)
                .param("connection", connection)
                .param("ids", ids.toArray(String[]::new))
                .param("serials", serials.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    Optional<Position> position(long run) {
        return jdbc.sql("select pages, position, scope from run where id = :run")
                .param("run", run)
                .query((row, n) -> new Position(
                        row.getInt("pages"), row.getString("position"), ListScope.of(row.getString("scope"))))
                .optional();
    }

    /** Where a run's next page begins, and how much of the list it wants. */
    record Position(int page, String position, ListScope scope) {}
}
