package io.rollcall.people;

import io.rollcall.records.RecordProblem;
import io.rollcall.records.Slice;
import io.rollcall.records.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads people. */
@Repository
public class People {

    static final String SQL_SELECT = """
            select p.*, l.name as location,
                   (select coalesce(array_agg(e.original order by e.position, e.email), '{}') from person_email e
                    where e.person_id = p.id) as emails
            from person p left join location l on l.id = p.location_id
            """;

    private static final String SQL_LIST = SQL_SELECT + """
            where p.id > :after and (:archived or p.archived_at is null)
              and (:q::text is null or p.first_name || ' ' || p.last_name ilike :q or p.username ilike :q
                   or p.department ilike :q
                   or exists (select 1 from person_email e where e.person_id = p.id and e.email ilike :q))
            order by p.id limit :limit
            """;

    private static final String SQL_HELD = """
            select a.id, a.asset_id, a.name, a.serial, o.checked_out_at, o.due_on
            from checkout o join asset a on a.id = o.asset_id
            where o.person_id = :id and o.checked_in_at is null order by o.checked_out_at, a.id
            """;

    private final JdbcClient jdbc;

    People(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * By number.
     *
     * @param q looked for in name, e-mail addresses, username and department
     * @param archived whether those that are gone are listed too
     */
    public Slice<Person> list(Optional<String> q, boolean archived, long after, int limit) {
        var found = jdbc.sql(SQL_LIST)
                .param("after", after)
                .param("archived", archived)
                .param("q", q.map(Words::containing).orElse(null))
                .param("limit", limit + 1)
                .query((row, n) -> person(row))
                .list();
        return Slice.of(found, limit, Person::id);
    }

    /** @throws RecordProblem if there is none of this number */
    public Person get(long id) {
        return find(SQL_SELECT + " where p.id = :id", id);
    }

    /** The person, whose row nobody else changes until the end of the transaction. */
    Person lock(long id) {
        return find(SQL_SELECT + " where p.id = :id for update of p", id);
    }

    /** What a person has checked out, the longest first. */
    public List<Person.Held> held(long id) {
        return jdbc.sql(SQL_HELD)
                .param("id", id)
                .query((row, n) -> new Person.Held(
                        row.getLong("id"),
                        row.getString("asset_id"),
                        row.getString("name"),
                        row.getString("serial"),
                        row.getTimestamp("checked_out_at").toInstant(),
                        Optional.ofNullable(row.getObject("due_on", LocalDate.class))))
                .list();
    }

    private Person find(String sql, long id) {
        return jdbc.sql(sql)
                .param("id", id)
                .query((row, n) -> person(row))
                .optional()
                .orElseThrow(() -> RecordProblem.notFound("person " + id));
    }

    static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getLong("id"),
                row.getString("first_name"),
                row.getString("last_name"),
                List.of((String[]) row.getArray("emails").getArray()),
                row.getString("username"),
                row.getString("department"),
                row.getString("job_title"),
                row.getString("building"),
                row.getString("room"),
                Optional.ofNullable(row.getString("location")).orElse(""),
                row.getString("created_by"),
                Optional.ofNullable(row.getTimestamp("archived_at")).map(Timestamp::toInstant),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
