package io.rollcall.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code dead_letter}. A device has at most one open letter: failing again counts its attempts up. */
@Repository
public class DeadLetters {

    private static final String SQL_KEEP = """
            insert into dead_letter as l (connection_id, run_id, source_id, serial, device_name, stage, error, message,
                                          payload)
            select :connection, :run, r.id, r.serial, r.name, r.stage, r.error, r.message, r.payload
            from jsonb_to_recordset(:rows::jsonb) as r(id text, serial text, name text, stage text, error text,
                                                       message text, payload jsonb)
            on conflict (connection_id, source_id) where closed_at is null do update
            set run_id = excluded.run_id, serial = excluded.serial, device_name = excluded.device_name,
                stage = excluded.stage, error = excluded.error, message = excluded.message,
                payload = excluded.payload, attempts = l.attempts + 1, last_at = now()
            """;

    private static final String SQL_CLOSE = """
            update dead_letter set closed_at = now(), closed_by = 'run ' || :run
            where connection_id = :connection and source_id = any(:ids) and closed_at is null
            """;

    private static final String SQL_CLOSE_BY_HAND = """
            update dead_letter set closed_at = now(), closed_by = :by where id = any(:letters) and closed_at is null
            """;

    private static final String SQL_COUNT_OPEN = """
            select c.name as connection, l.stage, count(*) as letters
            from dead_letter l join connection c on c.id = l.connection_id
            where l.closed_at is null group by c.name, l.stage order by c.name, l.stage
            """;

    private static final String SQL_SELECT = """
            select l.*, c.name as connection from dead_letter l join connection c on c.id = l.connection_id
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    DeadLetters(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A letter to be kept; see {@link DeadLetter}. */
    public record Letter(
            String sourceId,
            String serial,
            String deviceName,
            String stage,
            String error,
            String message,
            JsonNode payload) {}

    /** Keeps the letters of a page; each device at most once. */
    public void keep(long connection, long run, Collection<Letter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        var rows = json.createArrayNode();
        for (var letter : letters) {
            rows.addObject()
                    .put("id", letter.sourceId())
                    .put("serial", letter.serial())
                    .put("name", letter.deviceName())
                    .put("stage", letter.stage())
                    .put("error", letter.error())
                    .put("message", letter.message())
                    .set("payload", letter.payload());
        }
        jdbc.sql(SQL_KEEP)
                .param("connection", connection)
                .param("run", run)
                .param("rows", rows.toString())
                .update();
    }

    /** Closes the open letters of devices that went well. */
    public void close(long connection, long run, Collection<String> sourceIds) {
        if (!sourceIds.isEmpty()) {
            jdbc.sql(SQL_CLOSE)
                    .param("connection", connection)
                    .param("run", run)
                    .param("ids", sourceIds.toArray(String[]::new))
                    .update();
        }
    }

    /**
     * Closes open letters of devices that a person wants to hear no more of. A device that fails again gets another one.
     *
     * @param by who says so
     * @return how many were open
     */
    public int close(Collection<Long> letters, String by) {
        return jdbc.sql(SQL_CLOSE_BY_HAND)
                .param("letters", letters.toArray(Long[]::new))
                .param("by", by)
                .update();
    }

    /** Open letters of a connection that failed at the same stage. */
    public record OpenCount(String connection, String stage, long letters) {}

    /** How many letters are open, by connection and stage. */
    public List<OpenCount> open() {
        return jdbc.sql(SQL_COUNT_OPEN)
                .query((row, n) ->
                        new OpenCount(row.getString("connection"), row.getString("stage"), row.getLong("letters")))
                .list();
    }

    /** The letters with these numbers by their connection's name; numbers that no letter has are left out. */
    public Map<String, Set<Long>> byConnection(Collection<Long> ids) {
        var letters = new TreeMap<String, Set<Long>>();
        jdbc.sql("""
                        select c.name, l.id from dead_letter l join connection c on c.id = l.connection_id
                        where l.id = any(:ids)
                        """).param("ids", ids.toArray(Long[]::new)).query(row -> {
            letters.computeIfAbsent(row.getString("name"), name -> new TreeSet<>())
                    .add(row.getLong("id"));
        });
        return letters;
    }

    public Optional<DeadLetter> find(long id) {
        return jdbc.sql(SQL_SELECT + " where l.id = :id")
                .param("id", id)
                .query((row, n) -> letter(row))
                .optional();
    }

    /**
     * Letters by number, the newest first.
     *
     * @param connection its name; empty: of all
     * @param stage where they failed; empty: anywhere
     * @param before only letters with a lower number: to page on
     */
    public List<DeadLetter> list(
            Optional<String> connection, Optional<String> stage, boolean openOnly, long before, int limit) {
        return jdbc.sql(SQL_SELECT + """
                         where (:connection::text is null or c.name = :connection)
                           and (:stage::text is null or l.stage = :stage)
                           and (not :openOnly or l.closed_at is null) and l.id < :before
                         order by l.id desc limit :limit
                        """)
                .param("connection", connection.orElse(null))
                .param("stage", stage.orElse(null))
                .param("openOnly", openOnly)
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> letter(row))
                .list();
    }

    private DeadLetter letter(ResultSet row) throws SQLException {
        var run = Optional.ofNullable(row.getObject("run_id", Long.class));
        return new DeadLetter(
                row.getLong("id"),
                row.getString("connection"),
                run,
                row.getString("source_id"),
                row.getString("serial"),
                row.getString("device_name"),
                row.getString("stage"),
                row.getString("error"),
                row.getString("message"),
                parse(row.getString("payload")),
                row.getInt("attempts"),
                row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("closed_at")).map(Timestamp::toInstant),
                row.getString("closed_by"));
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
