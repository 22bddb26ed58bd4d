package io.rollcall.inventory;

import io.rollcall.access.Actor;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Dependents;
import io.rollcall.outbound.Outbox;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What becomes of devices and assets when their connection changes its policy or goes. Rows are locked in the order in
 * which syncs lock them: runs, devices by source id, assets by number.
 */
@Component
class ConnectionAssets implements Dependents {

    private static final String SQL_DECIDE_AGAIN = """
            with locked as (select id from device where connection_id = :connection order by source_id for update)
            update device d set decide_again = true from locked where d.id = locked.id
            """;

    private static final String SQL_LOCK_RUNS = """
            select count(*) from (select id from run where connection_id = :connection order by id for update) r
            """;

    private static final String SQL_LOCK_DEVICES = """
            select count(*) from (
                select id from device where connection_id = :connection order by source_id for update) d
            """;

    private static final String SQL_LOCK_ASSETS = """
            select count(*) from (
                select a.id from asset a
                where a.connection_id = :connection or a.leader_id = :connection
                   or a.id in (select d.asset_id from device d where d.connection_id = :connection)
                order by a.id for update) a
            """;

    private static final String SQL_DELETE = """
            delete from asset a
            where exists (select 1 from device d where d.asset_id = a.id and d.connection_id = :connection)
              and not exists (select 1 from device d where d.asset_id = a.id and d.connection_id <> :connection)
            """;

    /** A claim on a property may be negative: see {@link Claims}. */
    private static final String SQL_RELEASE = """
            update asset a
            set connection_id = nullif(a.connection_id, :connection), leader_id = nullif(a.leader_id, :connection),
                claims = (select coalesce(jsonb_object_agg(k.key, k.value), '{}') from jsonb_each(a.claims) k
                          where abs((k.value #>> '{}')::bigint) <> :connection),
                version = a.version + 1, updated_at = now()
            where a.connection_id = :connection or a.leader_id = :connection
               or a.id in (select d.asset_id from device d where d.connection_id = :connection)
            """;

    private static final String SQL_UNLINKED = """
            insert into asset_event (asset_id, kind, actor, changes)
            select distinct d.asset_id, 'unlinked', :actor, jsonb_build_array(jsonb_build_object(
                'field', 'connection', 'old', :name::text, 'new', '', 'rule', 'the connection was deleted'))
            from device d where d.connection_id = :connection and d.asset_id is not null
            """;

    private final JdbcClient jdbc;
    private final Outbox outbox;

    ConnectionAssets(JdbcClient jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    @Override
    public void policyChanges(long connection) {
        jdbc.sql(SQL_DECIDE_AGAIN).param("connection", connection).update();
    }

    @Override
    public void addressChanges(long connection) {
        jdbc.sql(SQL_DECIDE_AGAIN).param("connection", connection).update();
        outbox.forget(connection);
    }

    @Override
    public Map<String, Integer> goes(Connection connection, Assets assets, Actor actor) {
        lock(SQL_LOCK_RUNS, connection);
        lock(SQL_LOCK_DEVICES, connection);
        lock(SQL_LOCK_ASSETS, connection);
        var deleted = assets == Assets.DELETE
                ? jdbc.sql(SQL_DELETE).param("connection", connection.id()).update()
                : 0;
        jdbc.sql(SQL_UNLINKED)
                .param("connection", connection.id())
                .param("name", connection.name())
                .param("actor", actor.name())
                .update();
        var kept = jdbc.sql(SQL_RELEASE).param("connection", connection.id()).update();
        return Map.of("assetsKept", kept, "assetsDeleted", deleted);
    }

    private void lock(String sql, Connection connection) {
        jdbc.sql(sql).param("connection", connection.id()).query(Long.class).single();
    }
}
