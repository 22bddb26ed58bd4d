package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what changed last, over all assets. */
@Repository
public class RecentChanges {

    private static final String SQL = """
            select e.id, e.at, e.kind, e.actor, e.changes, a.id as asset, a.asset_id, a.name, c.name as connection
            from (select * from asset_event order by id desc limit :limit) e
            join asset a on a.id = e.asset_id left join connection c on c.id = e.connection_id
            order by e.id desc
            """;

    private static final TypeReference<List<FieldChange>> CHANGES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    RecentChanges(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Something that happened to an asset.
     *
     * @param asset its number
     * @param kind for example {@code updated}
     * @param actor who did it
     * @param connection whose sync it was; empty: nobody's, or the connection is gone
     */
    public record Change(
            Instant at,
            long asset,
            String assetId,
            String name,
            String kind,
            String actor,
            Optional<String> connection,
            List<FieldChange> changes) {}

    /** The newest first. */
    public List<Change> newest(int limit) {
        return jdbc.sql(SQL)
                .param("limit", limit)
                .query((row, n) -> new Change(
                        row.getTimestamp("at").toInstant(),
                        row.getLong("asset"),
                        row.getString("asset_id"),
                        row.getString("name"),
                        row.getString("kind"),
                        row.getString("actor"),
                        Optional.ofNullable(row.getString("connection")),
                        changes(row.getString("changes"))))
                .list();
    }

    private List<FieldChange> changes(String text) {
        try {
            return json.readValue(text, CHANGES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
