package io.rollcall.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.access.Actor;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Text;
import io.rollcall.records.RecordProblem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes many people at once: the number of statements doesn't depend on theirs. */
@Component
class PeopleBatch {

    private static final String SQL_PEOPLE = People.SQL_SELECT + """
            where p.id in (select e.person_id from person_email e where e.email = any(:emails)) order by p.id
            """;

    private static final String SQL_LOCATIONS = """
            select l.name, n.asked from unnest(:names::text[]) as n(asked)
            join location l on lower(l.name) = lower(n.asked)
            """;

    private static final String ROWS = """
            with rows as (
                select r.*, l.id as location_id
                from jsonb_to_recordset(:rows::jsonb)
                    as r(id bigint, first_name text, last_name text, username text, department text, job_title text,
                         building text, room text, location text, emails jsonb)
                left join location l on lower(l.name) = lower(r.location))
            """;

    private static final String SQL_INSERT = ROWS + """
            insert into person (id, first_name, last_name, username, department, job_title, building, room,
                                location_id, created_by)
            select id, first_name, last_name, username, department, job_title, building, room, location_id, :actor
            from rows
            """;

    /** A field that the file changes is ours from then on: its claim goes. */
    private static final String SQL_UPDATE = ROWS + """
            update person p
            set first_name = r.first_name, last_name = r.last_name, username = r.username, department = r.department,
                job_title = r.job_title, building = r.building, room = r.room, location_id = r.location_id,
                claims = p.claims - array_remove(array[
                    case when p.username <> r.username then 'username' end,
                    case when p.department <> r.department then 'department' end,
                    case when p.job_title <> r.job_title then 'job-title' end,
                    case when p.building <> r.building then 'building' end,
                    case when p.room <> r.room then 'room' end], null),
                version = p.version + 1, updated_at = now()
            from rows r where p.id = r.id
              and ((p.first_name, p.last_name, p.username, p.department, p.job_title, p.building, p.room,
                    p.location_id) is distinct from
                   (r.first_name, r.last_name, r.username, r.department, r.job_title, r.building, r.room,
                    r.location_id)
                   or jsonb_array_length(r.emails) <> (select count(*) from person_email e where e.person_id = p.id))
            """;

    private static final String SQL_EMAILS = """
            insert into person_email (email, original, person_id, position)
            select e.value ->> 'email', e.value ->> 'original', r.id, e.ordinality - 1
            from jsonb_to_recordset(:rows::jsonb) as r(id bigint, emails jsonb),
                 jsonb_array_elements(r.emails) with ordinality as e
            where not exists (select 1 from person_email known
                              where known.email = e.value ->> 'email' and known.person_id = r.id)
            returning email
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final PeopleEdits edits;

    PeopleBatch(JdbcClient jdbc, ObjectMapper json, PeopleEdits edits) {
        this.jdbc = jdbc;
        this.json = json;
        this.edits = edits;
    }

    /** The people who have one of these addresses. Locked: their devices too, in the order of all who lock both. */
    List<Person> read(Collection<String> emails, boolean lock) {
        if (lock) {
            edits.lockDevices(emails);
        }
        return jdbc.sql(lock ? SQL_PEOPLE + " for update of p" : SQL_PEOPLE)
                .param("emails", emails.toArray(String[]::new))
                .query((row, n) -> People.person(row))
                .list();
    }

    /** Names of locations as they are spelled, by {@link #asked}. */
    Map<String, String> locations(Collection<String> names) {
        var found = new HashMap<String, String>();
        jdbc.sql(SQL_LOCATIONS)
                .param(
                        "names",
                        names.stream().map(PeopleBatch::asked).distinct().toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString("asked"), row.getString("name"));
                });
        return found;
    }

    /** A name as it is asked for; the database alone compares it, as it folds some letters differently than Java. */
    static String asked(String name) {
        return Text.clean(name.strip()).value();
    }

    /** Writes people as they are wanted; those without a number are new. */
    void write(List<Person> people, Actor actor) {
        var numbers = jdbc.sql("select nextval('person_number') from generate_series(1, :count)")
                .param(
                        "count",
                        people.stream().filter(person -> person.id() == 0).count())
                .query(Long.class)
                .list()
                .iterator();
        var inserts = json.createArrayNode();
        var updates = json.createArrayNode();
        var all = json.createArrayNode();
        for (var person : people) {
            var row = row(person).put("id", person.id() == 0 ? numbers.next() : person.id());
            (person.id() == 0 ? inserts : updates).add(row);
            all.add(row);
        }
        run(SQL_INSERT, inserts, Map.of("actor", actor.name()));
        run(SQL_UPDATE, updates, Map.of());
        try {
            // those of addresses the person had already aren't locked, and nothing changes for them
            edits.decideAgain(statement(SQL_EMAILS, all).query(String.class).list());
        } catch (DuplicateKeyException e) {
            throw RecordProblem.conflict(
                    "One of the e-mail addresses has become another person's meanwhile. Make a new preview.");
        }
    }

    private ObjectNode row(Person person) {
        var row = json.createObjectNode()
                .put("first_name", person.firstName())
                .put("last_name", person.lastName())
                .put("username", person.username())
                .put("department", person.department())
                .put("job_title", person.jobTitle())
                .put("building", person.building())
                .put("room", person.room())
                .put("location", person.location());
        var emails = row.putArray("emails");
        person.emails().stream()
                .flatMap(email -> EmailAddress.of(email).stream())
                .forEach(email ->
                        emails.addObject().put("email", email.normalised()).put("original", email.original()));
        return row;
    }

    private void run(String sql, ArrayNode rows, Map<String, ?> parameters) {
        if (!rows.isEmpty()) {
            statement(sql, rows).params(parameters).update();
        }
    }

    private JdbcClient.StatementSpec statement(String sql, ArrayNode rows) {
        try {
            return jdbc.sql(sql).param("rows", json.writeValueAsString(rows));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
