package io.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.rollcall.call.ListScope;
import io.rollcall.inventory.Remark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads runs, with what they remarked; {@link RunLedger} writes them. */
@Repository
public class RunReader {

    private static final String SQL_SELECT = """
            select r.*, c.name as connection
            from run r join connection c on c.id = r.connection_id
            """;

    private static final String SQL_LAST_SYNCS = """
            select r.*, c.name as connection
            from connection c
            cross join lateral (
                select * from run where connection_id = c.id and kind = 'sync' order by id desc limit 1) r
            """;

    private static final ObjectReader KINDS = new ObjectMapper().readerForMapOf(Integer.class);

    private final JdbcClient jdbc;

    RunReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The run with this number. */
    public Optional<Run> find(long run) {
        return jdbc.sql(SQL_SELECT + " where r.id = :run")
                .param("run", run)
                .query((row, n) -> run(row))
                .optional();
    }

    /** The runs with these numbers, by number; those that there are. */
    public List<Run> find(Collection<Long> runs) {
        return jdbc.sql(SQL_SELECT + " where r.id = any(:runs) order by r.id")
                .param("runs", runs.toArray(Long[]::new))
                .query((row, n) -> run(row))
                .list();
    }

    /** The newest runs first, of one connection or of all. */
    public List<Run> newest(Optional<String> connection, int limit) {
        return before(connection, Long.MAX_VALUE, limit);
    }

    /** The newest runs with a lower number, the newest first; of one connection or of all. */
    public List<Run> before(Optional<String> connection, long before, int limit) {
        return jdbc.sql(SQL_SELECT + """
                         where (:connection::text is null or c.name = :connection) and r.id < :before
                         order by r.id desc limit :limit
                        """)
                .param("connection", connection.orElse(null))
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> run(row))
                .list();
    }

    /** The newest sync of each connection that ever had one, by its name. */
    public Map<String, Run> lastSyncs() {
        return jdbc.sql(SQL_LAST_SYNCS).query((row, n) -> run(row)).list().stream()
                .collect(Collectors.toMap(Run::connection, Function.identity()));
    }

    /** A connection's newest run that reads its whole list. */
    Optional<Run> newestSync(String connection) {
        return jdbc.sql(SQL_SELECT + " where c.name = :connection and r.kind = 'sync' order by r.id desc limit 1")
                .param("connection", connection)
                .query((row, n) -> run(row))
                .optional();
    }

    /** The queued or running run of a connection that was asked for first. */
    Optional<Run> open(long connection, RunKind kind) {
        return jdbc.sql(SQL_SELECT + """
                         where r.connection_id = :connection and r.kind = :kind and r.state in ('queued', 'running')
                         order by r.id limit 1
                        """)
                .param("connection", connection)
                .param("kind", kind.key())
                .query((row, n) -> run(row))
                .optional();
    }

    /** Queued runs whose connection is idle, with the connection's name. */
    List<Run> ready() {
        return jdbc.sql(SQL_SELECT + """
                         where r.state = 'queued' and c.enabled and r.queued_at < now() - interval '1 second'
                           and not exists (
                             select 1 from run o where o.connection_id = r.connection_id and o.state = 'running')
                         order by r.id
                        """).query((row, n) -> run(row)).list();
    }

    /** The remarks of a run in the order they were made, from the given one on. */
    public List<NumberedRemark> remarks(long run, long after, int limit) {
        return jdbc.sql("""
                        select * from run_outcome where run_id = :run and id > :after order by id limit :limit
                        """)
                .param("run", run)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new NumberedRemark(
                        row.getLong("id"),
                        new Remark(
                                Remark.Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)),
                                row.getString("source_id"),
                                row.getString("serial"),
                                row.getString("device_name"),
                                row.getString("reason"))))
                .list();
    }

    /** A remark and its number, to page on from. */
    public record NumberedRemark(long id, Remark remark) {}

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("connection"),
                RunKind.of(row.getString("kind")),
                Trigger.of(row.getString("trigger")),
                row.getString("requested_by"),
                RunState.of(row.getString("state")),
                row.getString("message"),
                row.getInt("resumed"),
                row.getInt("pages"),
                row.getBoolean("scan_complete"),
                row.getBoolean("pages_complete"),
                ListScope.of(row.getString("scope")),
                new Run.Counts(
                        row.getInt("seen"),
                        row.getInt("created"),
                        row.getInt("updated"),
                        row.getInt("unchanged"),
                        row.getInt("skipped"),
                        row.getInt("duplicate"),
                        row.getInt("failed"),
                        row.getInt("removed")),
                kinds(row.getString("kinds")),
                row.getLong("api_calls"),
                row.getTimestamp("queued_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static Map<String, Integer> kinds(String json) {
        try {
            return Map.copyOf(KINDS.readValue(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + json, e);
        }
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
