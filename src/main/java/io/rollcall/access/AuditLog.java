package io.rollcall.access;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the table {@code audit}. */
@Repository
public class AuditLog {

    private static final String SQL_NEWEST = """
            select * from audit
            where id < :before
              and (:actor::text is null or actor = :actor)
              and (:object::text is null or object = :object)
            order by id desc limit :limit
            """;

    private final JdbcClient jdbc;

    AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Something that was done.
     *
     * @param address where the request came from; blank: from within
     * @param action for example {@code connection.create}
     * @param object what it was done to, for example {@code connection/acme}
     * @param detail a JSON object; never a secret
     */
    public record Entry(
            long id,
            Instant at,
            String actor,
            String address,
            String action,
            String object,
            @JsonRawValue String detail) {}

    /**
     * What was done, the newest first.
     *
     * @param actor only what this one did; empty: everyone
     * @param object only what was done to this; empty: to anything
     * @param before only entries with a lower number: to page on
     */
    public List<Entry> newest(Optional<String> actor, Optional<String> object, long before, int limit) {
        return jdbc.sql(SQL_NEWEST)
                .param("actor", actor.orElse(null))
                .param("object", object.orElse(null))
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> new Entry(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("object"),
                        row.getString("detail")))
                .list();
    }
}
