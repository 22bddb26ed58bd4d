package io.rollcall.inventory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads who wrote each property of an asset last (X5), from its history. */
@Repository
public class Provenance {

    private static final String SQL = """
            select distinct on (f.field) f.field, f.old, f.rule, e.at, e.actor, e.run_id, c.name as connection
            from asset_event e
            cross join lateral jsonb_to_recordset(e.changes) as f(field text, old text, rule text)
            left join connection c on c.id = e.connection_id
            where e.asset_id = :id
            order by f.field, e.id desc
            """;

    /** What the whole asset stands under: its making. */
    public static final String MADE = "";

    private static final String SQL_MADE = """
            select '' as field, null as old, '' as rule, e.at, e.actor, e.run_id, c.name as connection
            from asset_event e left join connection c on c.id = e.connection_id
            where e.asset_id = :id and e.kind = 'created'
            """;

    private final JdbcClient jdbc;

    Provenance(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who wrote a property last.
     *
     * @param connection whose sync it was; empty: nobody's, or the connection is gone
     * @param before what it was before; blank: there was nothing
     * @param rule why, for people
     */
    public record Origin(
            String actor, Optional<String> connection, Optional<Long> run, Instant at, String before, String rule) {

        /** Who, for people. */
        public String by() {
            return connection.orElse(actor);
        }
    }

    /** By the property's name; one that was never written has none, unless it came with the asset: see {@link #MADE}. */
    public Map<String, Origin> of(long asset) {
        var origins = new LinkedHashMap<String, Origin>();
        jdbc.sql("(" + SQL + ") union all (" + SQL_MADE + ")")
                .param("id", asset)
                .query(row -> {
                    origins.put(
                            row.getString("field"),
                            new Origin(
                                    row.getString("actor"),
                                    Optional.ofNullable(row.getString("connection")),
                                    Optional.ofNullable(row.getObject("run_id", Long.class)),
                                    row.getTimestamp("at").toInstant(),
                                    Optional.ofNullable(row.getString("old")).orElse(""),
                                    Optional.ofNullable(row.getString("rule")).orElse("")));
                });
        return origins;
    }
}
