package io.rollcall.sync;

import io.rollcall.sync.HeldRuns.HeldDevice;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code run_removal}: what held runs wait to be told about. */
@Repository
class HeldRunSql {

    private static final String SQL_LOCK = """
            select r.id, r.connection_id, c.name from run r join connection c on c.id = r.connection_id
            where r.id = :run and r.state = 'held'
            for update of r
            """;

    /** A page of another run that is just being stored is waited for: what it saw is not missing any more. */
    private static final String SQL_WAIT_FOR_PAGE = """
            select id from run
            where state = 'running' and connection_id = (select h.connection_id from run h where h.id = :run)
            for update
            """;

    /** Neither on a page of a run that began later, nor read by one of another kind. */
    private static final String STILL_MISSING = """
            from run_removal x
            join run r on r.id = x.run_id
            join device d on d.id = x.device_id
            left join (
                select distinct unnest(p.device_ids) as id
                from run h
                join run o on o.connection_id = h.connection_id and o.id <> h.id and o.started_at > h.started_at
                join run_page p on p.run_id = o.id
                where h.id = :run) later on later.id = d.source_id
            where x.run_id = :run and d.removed_at is null and later.id is null and d.read_at < r.started_at
            """;

    private static final String SQL_STILL_MISSING = "select d.id " + STILL_MISSING + " order by d.id";

    private static final String SQL_KEEP =
            "update device set kept_at = now(), missed_run = null where id in (select d.id " + STILL_MISSING + ")";

    private static final String SQL_END = """
            update run set state = 'succeeded', removed = removed + :removed, message = :message where id = :run
            """;

    private static final String SQL_DEVICES = """
            select d.id, d.source_id, d.serial, coalesce(a.asset_id, '') as asset_id, coalesce(a.name, '') as name
            from run_removal x
            join run r on r.id = x.run_id and r.state = 'held'
            join device d on d.id = x.device_id
            left join asset a on a.id = d.asset_id
            where x.run_id = :run and d.id > :after
            order by d.id limit :limit
            """;

    private final JdbcClient jdbc;

    HeldRunSql(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A held run, locked. */
    record Held(long run, long connection, String connectionName) {}

    /** Locks a held run; empty where it isn't held any more. The running one comes first, as where a newer run ends. */
    Optional<Held> lock(long run) {
        jdbc.sql(SQL_WAIT_FOR_PAGE).param("run", run).query(Long.class).list();
        return jdbc.sql(SQL_LOCK)
                .param("run", run)
                .query((row, n) -> new Held(row.getLong("id"), row.getLong("connection_id"), row.getString("name")))
                .optional();
    }

    List<Long> stillMissing(long run) {
        return jdbc.sql(SQL_STILL_MISSING).param("run", run).query(Long.class).list();
    }

    /** @return how many devices are kept */
    int keep(long run) {
        return jdbc.sql(SQL_KEEP).param("run", run).update();
    }

    void end(long run, int removed, String message) {
        jdbc.sql(SQL_END)
                .param("run", run)
                .param("removed", removed)
                .param("message", message)
                .update();
    }

    List<HeldDevice> devices(long run, long after, int limit) {
        return jdbc.sql(SQL_DEVICES)
                .param("run", run)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new HeldDevice(
                        row.getLong("id"),
                        row.getString("source_id"),
                        row.getString("serial"),
                        row.getString("asset_id"),
                        row.getString("name")))
                .list();
    }
}
