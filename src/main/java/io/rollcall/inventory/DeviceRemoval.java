package io.rollcall.inventory;

import io.rollcall.metrics.Counts;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Marks devices that left their source as removed, and with them their assets, in a fixed number of statements. An asset
 * keeps its assignment (E18); one that another connection still has stays what that one says of it (F29).
 */
@Component
public class DeviceRemoval {

    /**
     * Locked in the order that every writer of devices and assets keeps to; with the other devices of the same assets, one
     * of which may have to be written, too.
     */
    private static final String SQL_LOCK_DEVICES = """
            select d.id from device d
            where d.removed_at is null and (d.id = any(:devices) or d.asset_id in (
                select g.asset_id from device g where g.id = any(:devices)))
            order by d.connection_id, d.source_id
            for update
            """;

    private static final String SQL_LOCK_ASSETS = """
            select a.id from asset a where a.id in (select d.asset_id from device d where d.id = any(:devices))
            order by a.id for update
            """;

    private static final String SQL_REMOVE_DEVICES = """
            update device set removed_at = now(), missed_run = null, kept_at = null
            where id = any(:devices)
            returning source_id
            """;

    /**
     * Read after the devices were marked: what is present now are the asset's other devices. The connection that leads the
     * asset from now on decides it anew at its next sync: until then it deferred to the one that is gone.
     */
    private static final String SQL_REMOVE_ASSETS = """
            with gone as (
                select d.asset_id, min(r.rule) as rule
                from unnest(:devices::bigint[], :rules::text[]) as r(id, rule) join device d on d.id = r.id
                where d.asset_id is not null
                group by d.asset_id),
            remaining as (
                select distinct on (a.id) a.id as asset_id, d.id as device, d.connection_id, c.name,
                       case when lower(d.attributes ->> 'missing') = 'true' then 'missing'
                            when lower(d.attributes ->> 'managed') = 'false' then 'unmanaged'
                            else 'managed' end as mdm_state
                from gone g join asset a on a.id = g.asset_id
                            join device d on d.asset_id = a.id and d.removed_at is null
                            join connection c on c.id = d.connection_id
                order by a.id, (d.connection_id is not distinct from a.leader_id) desc, d.id),
            decided as (
                select a.id, a.mdm_state as before, coalesce(m.mdm_state, 'removed') as after,
                       coalesce(m.connection_id, a.leader_id) as leader, m.asset_id is null as removed, g.rule, m.device,
                       coalesce(l.name, '') as old_leader,
                       case when m.connection_id is distinct from a.leader_id then m.name end as new_leader
                from gone g join asset a on a.id = g.asset_id left join remaining m on m.asset_id = a.id
                            left join connection l on l.id = a.leader_id),
            written as (
                update asset a
                set mdm_state = d.after, leader_id = d.leader, version = a.version + 1, updated_at = now()
                from decided d
                where a.id = d.id and (a.mdm_state, a.leader_id) is distinct from (d.after, d.leader)),
            decided_again as (
                update device d set decide_again = true
                from decided x
                where d.id = x.device and x.new_leader is not null)
            insert into asset_event (asset_id, kind, actor, connection_id, run_id, changes)
            select d.id, case when d.removed then 'removed' else 'unlinked' end, :actor, :connection, :run,
                   case when d.removed then '[]'::jsonb
                        else jsonb_build_array(jsonb_build_object('field', 'source', 'old', :connectionName::text,
                                                                  'new', '', 'rule', d.rule)) end
                   || case when d.new_leader is null then '[]'::jsonb
                           else jsonb_build_array(jsonb_build_object('field', 'leader', 'old', d.old_leader,
                                                                     'new', d.new_leader, 'rule', d.rule)) end
                   || case when d.before = d.after then '[]'::jsonb
                           else jsonb_build_array(jsonb_build_object('field', 'mdm-state', 'old', d.before,
                                                                     'new', d.after, 'rule', d.rule)) end
            from decided d
            order by d.id
            """;

    private final JdbcClient jdbc;
    private final Counts counts;

    DeviceRemoval(JdbcClient jdbc, Counts counts) {
        this.jdbc = jdbc;
        this.counts = counts;
    }

    /**
     * A device that left its source.
     *
     * @param device its number
     * @param rule how that is known, for people
     */
    public record Gone(long device, String rule) {}

    /**
     * Removes devices of a connection; must be called in a transaction. One that is removed already is left alone.
     *
     * @param run the run that missed them
     * @param actor who is named in the history
     * @return the source's ids of the devices that were removed
     */
    public List<String> remove(long connection, String connectionName, long run, String actor, List<Gone> gone) {
        var wanted = gone.stream().map(Gone::device).toArray(Long[]::new);
        var present = jdbc.sql(SQL_LOCK_DEVICES)
                .param("devices", wanted)
                .query(Long.class)
                .set();
        var left = gone.stream()
                .filter(device -> present.contains(device.device()))
                .toList();
        if (left.isEmpty()) {
            return List.of();
        }
        var devices = left.stream().map(Gone::device).toArray(Long[]::new);
        jdbc.sql(SQL_LOCK_ASSETS).param("devices", devices).query(Long.class).list();
        var removed = jdbc.sql(SQL_REMOVE_DEVICES)
                .param("devices", devices)
                .query(String.class)
                .list();
        jdbc.sql(SQL_REMOVE_ASSETS)
                .param("devices", devices)
                .param("rules", left.stream().map(Gone::rule).toArray(String[]::new))
                .param("connection", connection)
                .param("connectionName", connectionName)
                .param("run", run)
                .param("actor", actor)
                .update();
        counts.devices(connectionName, "removed", removed.size());
        return removed;
    }
}
