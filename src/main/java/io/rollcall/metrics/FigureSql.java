package io.rollcall.metrics;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the figures: the same number of statements however many connections there are. */
@Repository
class FigureSql {

    private static final String SQL_CONNECTIONS = """
            with letter as (
                select connection_id, count(*) as number from dead_letter where closed_at is null group by 1),
            waiting as (
                select connection_id, count(*) filter (where state = 'pending') as pending,
                       count(*) filter (where state = 'failed') as failed
                from outbox where state in ('pending', 'failed') group by 1),
            held as (
                select r.connection_id, count(*) as number from run r join run_removal m on m.run_id = r.id
                where r.state = 'held' group by 1),
            unclear as (
                select connection_id, count(*) as number from device_command
                where state = 'unknown' and settled_at is null group by 1),
            known as (select connection_id, count(*) as number from device where removed_at is null group by 1)
            select c.name, c.enabled, done.finished_at as succeeded_at,
                   extract(epoch from done.finished_at - done.started_at) as seconds,
                   exists (select 1 from run r where r.connection_id = c.id and r.state = 'running') as running,
                   coalesce(known.number, 0) as devices, coalesce(letter.number, 0) as dead_letters,
                   coalesce(held.number, 0) as held, coalesce(unclear.number, 0) as unclear,
                   coalesce(waiting.pending, 0) as pending, coalesce(waiting.failed, 0) as failed
            from connection c
            left join letter on letter.connection_id = c.id
            left join waiting on waiting.connection_id = c.id
            left join held on held.connection_id = c.id
            left join unclear on unclear.connection_id = c.id
            left join known on known.connection_id = c.id
            left join lateral (
                select r.started_at, r.finished_at from run r
                where r.connection_id = c.id and r.kind = 'sync' and r.state = 'succeeded'
                order by r.id desc limit 1) done on true
            """;

    private static final String SQL_ALERTS = """
            select a.kind, coalesce(c.name, '') as connection, count(*) as number
            from alert a left join connection c on c.id = a.connection_id where a.closed_at is null group by 1, 2
            """;

    private static final String SQL_TAKEN = """
            select tenant, sum(permits)::bigint as permits from request_lease where counts_till > now() group by 1
            """;

    private final JdbcClient jdbc;

    FigureSql(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How a connection stands.
     *
     * @param succeededAt when its last good sync ended; empty: there is none
     * @param seconds how long that one took
     * @param devices that its source has
     * @param held devices whose removal waits for a person
     * @param unclear commands of which nobody knows whether they were carried out
     * @param pending changes that are to be sent to the source
     * @param failed changes that couldn't be sent
     */
    record Row(
            String connection,
            boolean enabled,
            boolean running,
            Optional<Instant> succeededAt,
            double seconds,
            long devices,
            long deadLetters,
            long held,
            long unclear,
            long pending,
            long failed) {}

    List<Row> connections() {
        return jdbc.sql(SQL_CONNECTIONS)
                .query((row, n) -> new Row(
                        row.getString("name"),
                        row.getBoolean("enabled"),
                        row.getBoolean("running"),
                        Optional.ofNullable(row.getTimestamp("succeeded_at")).map(Timestamp::toInstant),
                        row.getDouble("seconds"),
                        row.getLong("devices"),
                        row.getLong("dead_letters"),
                        row.getLong("held"),
                        row.getLong("unclear"),
                        row.getLong("pending"),
                        row.getLong("failed")))
                .list();
    }

    /**
     * Open alerts of a kind.
     *
     * @param connection blank: they are about none
     */
    record OpenAlerts(String kind, String connection, long number) {}

    List<OpenAlerts> openAlerts() {
        return jdbc.sql(SQL_ALERTS)
                .query((row, n) ->
                        new OpenAlerts(row.getString("kind"), row.getString("connection"), row.getLong("number")))
                .list();
    }

    /** Requests of the last hour, sent or set aside, by tenant. */
    Map<String, Long> taken() {
        var taken = new HashMap<String, Long>();
        jdbc.sql(SQL_TAKEN).query(row -> {
            taken.put(row.getString("tenant"), row.getLong("permits"));
        });
        return taken;
    }
}
