package io.rollcall.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.call.SourcePage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives a replay run its list: the open dead letters that were chosen for it, read in pages like a source's list. */
@Component("deadLetterReplay")
public class DeadLetterReplay {

    private static final String SQL_CHOOSE = """
            update dead_letter set replay_run = :run
            where connection_id = :connection and closed_at is null and (:all or id = any(:letters))
            """;

    private static final String SQL_PAGE = """
            select id, payload from dead_letter
            where replay_run = :run and closed_at is null and id > :after order by id limit :size
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    DeadLetterReplay(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Chooses a connection's open letters for a run.
     *
     * @param letters only these; empty: all
     */
    public int choose(long run, long connection, Optional<Set<Long>> letters) {
        return jdbc.sql(SQL_CHOOSE)
                .param("run", run)
                .param("connection", connection)
                .param("all", letters.isEmpty())
                .param("letters", letters.orElse(Set.of()).toArray(Long[]::new))
                .update();
    }

    /**
     * A page of the letters chosen for a run.
     *
     * @param position the number of the last letter of the page before; blank: from the first on
     */
    public SourcePage page(long run, String position, int size) {
        var letters = jdbc.sql(SQL_PAGE)
                .param("run", run)
                .param("after", position.isBlank() ? 0 : Long.parseLong(position))
                .param("size", size)
                .query((row, n) -> new Chosen(row.getLong("id"), parse(row.getString("payload"))))
                .list();
        var next = letters.size() < size
                ? Optional.<String>empty()
                : Optional.of(String.valueOf(letters.get(letters.size() - 1).id()));
        List<JsonNode> payloads = letters.stream().map(Chosen::payload).toList();
        return new SourcePage(payloads, next);
    }

    private record Chosen(long id, JsonNode payload) {}

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
