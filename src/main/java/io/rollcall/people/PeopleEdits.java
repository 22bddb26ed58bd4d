package io.rollcall.people;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.device.EmailAddress;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people write of people. The audit log gets the names of the fields that changed, never what is in them. */
@Service
public class PeopleEdits {

    /** In the order in which syncs lock devices, and before a person: neither waits for the other in a circle. */
    private static final String SQL_LOCK_DEVICES = """
            select id from device where attributes ?? 'user-email' and lower(attributes ->> 'user-email') = any(:emails)
            order by connection_id, source_id for update
            """;

    /** The next sync looks at their devices anew: it may know the user now. */
    private static final String SQL_DECIDE_AGAIN = "update device set decide_again = true where id = any(:ids)";

    private static final String SQL_OTHERS = """
            select e.original, e.person_id from person_email e
            where e.email = any(:emails) and e.person_id <> :id order by e.email
            """;

    private static final String SQL_INSERT = """
            insert into person (first_name, last_name, username, department, job_title, building, room, location_id,
                                created_by)
            values (:firstName, :lastName, :username, :department, :jobTitle, :building, :room, :location, :actor)
            returning id
            """;

    private static final String SQL_UPDATE = """
            update person
            set first_name = :firstName, last_name = :lastName, username = :username, department = :department,
                job_title = :jobTitle, building = :building, room = :room, location_id = :location,
                claims = claims - :changed::text[], version = version + 1, updated_at = now()
            where id = :id
            """;

    private static final String SQL_INSERT_EMAILS = """
            insert into person_email (email, original, person_id, position)
            select e.email, e.original, :id, e.position - 1
            from unnest(:emails::text[], :originals::text[]) with ordinality as e(email, original, position)
            """;

    private static final String SQL_ARCHIVE = """
            update person set archived_at = case when :archived then now() end, version = version + 1,
                updated_at = now()
            where id = :id
            """;

    private final JdbcClient jdbc;
    private final People people;
    private final Audit audit;

    PeopleEdits(JdbcClient jdbc, People people, Audit audit) {
        this.jdbc = jdbc;
        this.people = people;
        this.audit = audit;
    }

    /**
     * Makes a person: with first name, last name and at least one e-mail address (A10).
     *
     * @throws InvalidSettings with what is wrong
     * @throws RecordProblem if somebody else has one of the addresses
     */
    @Transactional
    public Person create(PersonChanges changes, Actor actor) {
        var wanted = changes.of(nobody(actor.name()));
        Words.name("firstName", wanted.firstName());
        Words.name("lastName", wanted.lastName());
        if (wanted.emails().isEmpty()) {
            throw Words.wrong("emails", "There is no e-mail address", "A new person needs at least one");
        }
        var devices = devicesOf(wanted.emails());
        requireFree(0, wanted.emails());
        long id = write(SQL_INSERT, wanted)
                .param("actor", actor.name())
                .query(Long.class)
                .single();
        insertEmails(id, wanted.emails());
        decideAgain(devices);
        audit.add(actor, "person.create", object(id), Map.of());
        return people.get(id);
    }

    /**
     * Changes a person. A field that is written by hand is ours from then on: no sync writes it any more.
     *
     * @throws RecordProblem if somebody else has one of the addresses, there is no such person or it was changed
     */
    @Transactional
    public Person change(long id, PersonChanges changes, Expected expected, Actor actor) {
        var devices = devicesOf(newAddresses(people.get(id), changes));
        var before = people.lock(id);
        expected.check("person " + id, before.version());
        var wanted = changes.of(before);
        var changed = PersonChanges.changed(before, wanted);
        if (changed.isEmpty()) {
            return before;
        }
        if ((wanted.firstName() + wanted.lastName()).isEmpty()
                && wanted.emails().isEmpty()) {
            throw Words.wrong("emails", "Neither a name nor an e-mail address is left", "A person needs one of them");
        }
        write(SQL_UPDATE, wanted)
                .param("id", id)
                .param("changed", changed.toArray(String[]::new))
                .update();
        if (changed.contains("emails")) {
            requireFree(id, wanted.emails());
            jdbc.sql("delete from person_email where person_id = :id")
                    .param("id", id)
                    .update();
            insertEmails(id, wanted.emails());
            decideAgain(devices);
        }
        audit.add(actor, "person.change", object(id), Map.of("changed", changed));
        return people.get(id);
    }

    /** Archives a person who is gone, or takes them back. What they have stays checked out to them. */
    @Transactional
    public Person archive(long id, boolean archived, Expected expected, Actor actor) {
        var before = people.lock(id);
        expected.check("person " + id, before.version());
        if (before.archivedAt().isPresent() == archived) {
            return before;
        }
        jdbc.sql(SQL_ARCHIVE).param("id", id).param("archived", archived).update();
        audit.add(actor, archived ? "person.archive" : "person.restore", object(id), Map.of());
        return people.get(id);
    }

    /** What there is before a person is made. */
    static Person nobody(String createdBy) {
        return new Person(
                0,
                "",
                "",
                List.of(),
                "",
                "",
                "",
                "",
                "",
                "",
                createdBy,
                Optional.empty(),
                0,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static List<String> newAddresses(Person before, PersonChanges changes) {
        var addresses = new ArrayList<>(changes.of(before).emails());
        addresses.removeAll(before.emails());
        return addresses;
    }

    private Long[] devicesOf(List<String> emails) {
        return lockDevices(List.of(normalised(emails)));
    }

    /** @param emails normalised */
    Long[] lockDevices(Collection<String> emails) {
        return jdbc.sql(SQL_LOCK_DEVICES)
                .param("emails", emails.toArray(String[]::new))
                .query(Long.class)
                .list()
                .toArray(Long[]::new);
    }

    /** @param emails normalised */
    void decideAgain(Collection<String> emails) {
        decideAgain(lockDevices(emails));
    }

    private void decideAgain(Long[] devices) {
        jdbc.sql(SQL_DECIDE_AGAIN).param("ids", devices).update();
    }

    private void requireFree(long id, List<String> emails) {
        jdbc.sql(SQL_OTHERS)
                .param("emails", normalised(emails))
                .param("id", id)
                .query((row, n) -> taken(row.getString("original"), "person " + row.getLong("person_id")))
                .list()
                .forEach(problem -> {
                    throw problem;
                });
    }

    private void insertEmails(long id, List<String> emails) {
        try {
            jdbc.sql(SQL_INSERT_EMAILS)
                    .param("id", id)
                    .param("emails", normalised(emails))
                    .param("originals", emails.toArray(String[]::new))
                    .update();
        } catch (DuplicateKeyException e) {
            throw taken("One of the e-mail addresses", "another person");
        }
    }

    private JdbcClient.StatementSpec write(String sql, Person wanted) {
        return jdbc.sql(sql)
                .param("firstName", wanted.firstName())
                .param("lastName", wanted.lastName())
                .param("username", wanted.username())
                .param("department", wanted.department())
                .param("jobTitle", wanted.jobTitle())
                .param("building", wanted.building())
                .param("room", wanted.room())
                .param("location", location(wanted.location()).orElse(null));
    }

    private Optional<Long> location(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var found = jdbc.sql("select id from location where lower(name) = lower(:name)")
                .param("name", name)
                .query(Long.class)
                .optional();
        if (found.isEmpty()) {
            throw Words.wrong("location", "There is no location \"" + name + "\"", "The name of a location there is");
        }
        return found;
    }

    private static RecordProblem taken(String address, String who) {
        return RecordProblem.conflict(address + " is an e-mail address of " + who
                + " already. An address belongs to one person: change that one, or leave the address out.");
    }

    private static String[] normalised(List<String> emails) {
        return emails.stream()
                .flatMap(email -> EmailAddress.of(email).stream())
                .map(EmailAddress::normalised)
                .toArray(String[]::new);
    }

    static String object(long id) {
        return "person/" + id;
    }
}
