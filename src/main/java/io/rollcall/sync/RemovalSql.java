package io.rollcall.sync;

import io.rollcall.sync.MissingDevices.Figures;
import io.rollcall.sync.MissingDevices.Row;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The set-based statements of removal: their number doesn't depend on the number of devices. */
@Repository
class RemovalSql {

    private static final String SQL_LOCK = """
            select set_config('idle_in_transaction_session_timeout', :stillness, true) from run
            where id = :run and fence = :fence and state = 'running'
            for update
            """;

    private static final String SQL_FORGET_MARKS_OF_SEEN = """
            update device d set missed_run = null, kept_at = null
            from run r
            where r.id = :run and d.connection_id = r.connection_id
              and (d.missed_run is not null or d.kept_at is not null)
              and d.source_id in (select unnest(p.device_ids) from run_page p where p.run_id = :run)
            """;

    /**
     * The devices that run {@code r} missed: {@code d}. What another run read since this one began is there, whatever this
     * one's list says. A scan that is older than another complete one, taken up again late, says nothing any more.
     */
    private static final String MISSED = """
            from run r
            join device d on d.connection_id = r.connection_id
            left join (select unnest(p.device_ids) as id from run_page p where p.run_id = :run) seen
                   on seen.id = d.source_id
            where r.id = :run and r.scan_complete and r.kind = 'sync'
              and d.removed_at is null and d.kept_at is null
              and not exists (select 1 from run n where n.connection_id = r.connection_id and n.kind = 'sync'
                              and n.scan_complete and n.started_at > r.started_at)
            """;

    private static final String ONLY_MISSED = " and seen.id is null and d.read_at < r.started_at";

    private static final String SQL_FIGURES = """
            select count(*) filter (where seen.id is null and d.read_at < r.started_at) as missing,
                   count(*) filter (where d.first_seen_at < r.started_at) as known
            """ + MISSED;

    private static final String SQL_COUNTS = """
            select count(*) from run r where r.id = :run and r.scan_complete and r.kind = 'sync'
              and not exists (select 1 from run n where n.connection_id = r.connection_id and n.kind = 'sync'
                              and n.scan_complete and n.started_at > r.started_at)
            """;

    /** Missed twice: by an earlier complete scan and by this one, and no run between them, complete or not, saw it. */
    private static final String SQL_MISSING = """
            select d.id, d.source_id, d.missed_run is not null and d.missed_run <> :run and not exists (
                       select 1 from run o join run_page p on p.run_id = o.id
                       where o.connection_id = d.connection_id and o.id > d.missed_run and o.id <> :run
                         and d.source_id = any(p.device_ids)) as missed_before
            """ + MISSED + ONLY_MISSED + " order by d.id";

    private static final String SQL_HOLD =
            "insert into run_removal (run_id, device_id) select r.id, d.id " + MISSED + ONLY_MISSED;

    private static final String SQL_SUPERSEDE = """
            with superseded as (
                update run set state = 'cancelled',
                               message = 'Superseded by run ' || :run || ', a newer complete sync. Nothing was removed.'
                where connection_id = :connection and state = 'held' and id <> :run
                returning id)
            delete from run_removal x using superseded s where x.run_id = s.id
            """;

    private static final String SQL_REMEMBER =
            "update device set missed_run = :run where id = any(:devices) and missed_run is distinct from :run";

    private static final String SQL_FORGET_MARKS = """
            update device set missed_run = null, kept_at = null
            where id = any(:devices) and (missed_run is not null or kept_at is not null)
            """;

    private final JdbcClient jdbc;

    RemovalSql(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks the run for its end; false where the lease is lost or the run was ended.
     *
     * @param stillness after which the database ends a transaction whose next statement doesn't come
     */
    boolean lock(Lease lease, Duration stillness) {
        return !jdbc.sql(SQL_LOCK)
                .param("stillness", Long.toString(stillness.toMillis()))
                .param("run", lease.run())
                .param("fence", lease.fence())
                .query(String.class)
                .list()
                .isEmpty();
    }

    /** What was seen in this run is neither missed nor kept any more. */
    void forgetMarksOfSeen(long run) {
        jdbc.sql(SQL_FORGET_MARKS_OF_SEEN).param("run", run).update();
    }

    Figures figures(long run) {
        var counts = jdbc.sql(SQL_COUNTS).param("run", run).query(Integer.class).single() > 0;
        return jdbc.sql(SQL_FIGURES)
                .param("run", run)
                .query((row, n) -> new Figures(counts, row.getLong("missing"), row.getLong("known")))
                .single();
    }

    List<Row> missing(long run) {
        return jdbc.sql(SQL_MISSING)
                .param("run", run)
                .query((row, n) ->
                        new Row(row.getLong("id"), row.getString("source_id"), row.getBoolean("missed_before")))
                .list();
    }

    /** Writes down what the run missed, for a person to decide about. */
    void hold(long run) {
        jdbc.sql("delete from run_removal where run_id = :run")
                .param("run", run)
                .update();
        jdbc.sql(SQL_HOLD).param("run", run).update();
    }

    /** Cancels what older runs of the connection hold. */
    void supersedeHeld(long connection, long run) {
        jdbc.sql(SQL_SUPERSEDE)
                .param("connection", connection)
                .param("run", run)
                .update();
    }

    void remember(long run, List<Long> devices) {
        if (!devices.isEmpty()) {
            jdbc.sql(SQL_REMEMBER)
                    .param("run", run)
                    .param("devices", devices.toArray(Long[]::new))
                    .update();
        }
    }

    void forgetMarks(List<Long> devices) {
        if (!devices.isEmpty()) {
            jdbc.sql(SQL_FORGET_MARKS)
                    .param("devices", devices.toArray(Long[]::new))
                    .update();
        }
    }

    void countRemoved(long run, int count) {
        jdbc.sql("update run set removed = removed + :count where id = :run")
                .param("run", run)
                .param("count", count)
                .update();
    }
}
