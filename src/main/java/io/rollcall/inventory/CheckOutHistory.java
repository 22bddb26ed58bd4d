package io.rollcall.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads who had what when. */
@Repository
public class CheckOutHistory {

    /** What a person {@code p} is called: their name, else their first address. */
    static final String PERSON_NAME = """
            coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''),
                (select e.original from person_email e where e.person_id = p.id order by e.position limit 1),
                'person ' || p.id)""";

    private static final String SQL_LIST = """
            select o.*, c.name as connection_name, coalesce(l.name, %s) as holder
            from checkout o
            left join person p on p.id = o.person_id
            left join location l on l.id = o.location_id
            left join connection c on c.id = o.connection_id
            where o.asset_id = :asset and o.id < :before order by o.id desc limit :limit
            """.formatted(PERSON_NAME);

    private final JdbcClient jdbc;

    CheckOutHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A check-out.
     *
     * @param kind {@code person} or {@code location}
     * @param holder the person's or location's number
     * @param origin {@code manual} or {@code sync}
     * @param connection the connection whose sync made it
     * @param rule why it was checked out, and why in again
     * @param checkedInAt empty: it is in force
     */
    public record CheckOut(
            long id,
            String kind,
            long holder,
            String name,
            String origin,
            Optional<String> connection,
            String rule,
            Instant checkedOutAt,
            String checkedOutBy,
            Optional<LocalDate> dueOn,
            String note,
            Optional<Instant> checkedInAt,
            String checkedInBy,
            String checkInRule) {}

    /**
     * An asset's check-outs, the newest first.
     *
     * @param before only those with a lower number
     */
    public List<CheckOut> of(long asset, long before, int limit) {
        return jdbc.sql(SQL_LIST)
                .param("asset", asset)
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> checkOut(row))
                .list();
    }

    private static CheckOut checkOut(ResultSet row) throws SQLException {
        var person = row.getLong("person_id");
        return new CheckOut(
                row.getLong("id"),
                person == 0 ? "location" : "person",
                person == 0 ? row.getLong("location_id") : person,
                row.getString("holder"),
                row.getString("origin"),
                Optional.ofNullable(row.getString("connection_name")),
                row.getString("rule"),
                row.getTimestamp("checked_out_at").toInstant(),
                row.getString("checked_out_by"),
                Optional.ofNullable(row.getObject("due_on", LocalDate.class)),
                row.getString("note"),
                Optional.ofNullable(row.getTimestamp("checked_in_at")).map(Timestamp::toInstant),
                row.getString("checked_in_by"),
                row.getString("check_in_rule"));
    }
}
