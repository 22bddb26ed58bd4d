package io.rollcall.people;

import io.rollcall.access.Actor;
import io.rollcall.device.EmailAddress;
import io.rollcall.records.ImportTarget;
import io.rollcall.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Imports people, matched by any of their e-mail addresses. A cell with several addresses has blanks or commas between
 * them; addresses are added, never taken away.
 */
@Component
class PeopleImport implements ImportTarget {

    private static final String EMAIL = "email";
    private static final String FIRST_NAME = "first-name";
    private static final String LAST_NAME = "last-name";
    private static final String LOCATION = "location";

    private final PeopleBatch batch;

    PeopleImport(PeopleBatch batch) {
        this.batch = batch;
    }

    @Override
    public String kind() {
        return "people";
    }

    @Override
    public Set<String> columns() {
        return new LinkedHashSet<>(List.of(
                EMAIL, FIRST_NAME, LAST_NAME, "username", "department", "job-title", "building", "room", LOCATION));
    }

    @Override
    public Map<String, String> aliases() {
        return Map.of("e-mail", EMAIL, "emails", EMAIL, "email-address", EMAIL, "title", "job-title");
    }

    @Override
    public List<String> keys(Row row) {
        return emails(row).stream().map(email -> "e-mail address " + email).toList();
    }

    @Override
    public List<Planned> plan(List<Row> rows) {
        return drafts(rows, false).stream().map(Draft::planned).toList();
    }

    @Override
    public List<Planned> write(List<Row> rows, List<Planned> expected, Actor actor) {
        var drafts = drafts(rows, true);
        var planned = drafts.stream().map(Draft::planned).toList();
        if (planned.equals(expected)) {
            batch.write(drafts.stream().map(Draft::wanted).toList(), actor);
        }
        return planned;
    }

    /** What a row comes to, and the person it makes. */
    private record Draft(Planned planned, Person wanted) {}

    private List<Draft> drafts(List<Row> rows, boolean lock) {
        var emails =
                rows.stream().flatMap(row -> emails(row).stream()).distinct().toList();
        var known = batch.read(emails, lock);
        var byEmail = new HashMap<String, Person>();
        known.forEach(person -> person.emails().forEach(email -> byEmail.put(normalised(email), person)));
        var locations = batch.locations(rows.stream()
                .flatMap(row -> Optional.ofNullable(row.values().get(LOCATION)).stream())
                .toList());
        return rows.stream().map(row -> draft(row, byEmail, locations)).toList();
    }

    private static Draft draft(Row row, Map<String, Person> byEmail, Map<String, String> locations) {
        var matches = emails(row).stream()
                .flatMap(email -> Optional.ofNullable(byEmail.get(email)).stream())
                .collect(Collectors.toMap(Person::id, person -> person, (one, same) -> one));
        var before = matches.values().stream().findFirst();
        var troubles = new ArrayList<Trouble>();
        if (matches.size() > 1) {
            troubles.add(new Trouble(
                    EMAIL, "The addresses belong to " + matches.size() + " people", "The addresses of one person"));
        }
        var location = Optional.ofNullable(row.values().get(LOCATION));
        if (location.filter(name -> !locations.containsKey(PeopleBatch.asked(name)))
                .isPresent()) {
            troubles.add(new Trouble(
                    LOCATION, "There is no location \"" + location.get() + "\"", "The name of a location there is"));
        }
        var nobody = before.orElse(PeopleEdits.nobody(""));
        var wanted = wanted(
                row, nobody, location.map(name -> locations.getOrDefault(PeopleBatch.asked(name), name)), troubles);
        if (before.isEmpty()) {
            requireForNew(wanted, troubles);
        }
        if (!troubles.isEmpty()) {
            return new Draft(Planned.bad(row.line(), wanted.displayName(), troubles), nobody);
        }
        return new Draft(
                Planned.of(row.line(), before.map(Person::id), wanted.displayName(), changes(nobody, wanted)), wanted);
    }

    private static Person wanted(Row row, Person before, Optional<String> location, List<Trouble> troubles) {
        var values = row.values();
        var emails = new ArrayList<>(before.emails());
        var had = emails.stream().map(PeopleImport::normalised).collect(Collectors.toSet());
        texts(row).filter(text -> !had.contains(normalised(text))).forEach(emails::add);
        var changes = new PersonChanges(
                Optional.ofNullable(values.get(FIRST_NAME)),
                Optional.ofNullable(values.get(LAST_NAME)),
                Optional.of(emails),
                Optional.ofNullable(values.get("username")),
                Optional.ofNullable(values.get("department")),
                Optional.ofNullable(values.get("job-title")),
                Optional.ofNullable(values.get("building")),
                Optional.ofNullable(values.get("room")),
                location);
        try {
            return changes.of(before);
        } catch (InvalidSettings e) {
            e.problems()
                    .forEach(problem -> troubles.add(new Trouble(
                            problem.path().startsWith("emails") ? EMAIL : problem.path(),
                            problem.found(),
                            problem.allowed())));
            return before;
        }
    }

    private static void requireForNew(Person wanted, List<Trouble> troubles) {
        var missing = "It is missing";
        if (wanted.emails().isEmpty()) {
            troubles.add(new Trouble(EMAIL, missing, "A person is found by it, and a new one needs it"));
        }
        if (wanted.firstName().isEmpty()) {
            troubles.add(new Trouble(FIRST_NAME, missing, "A new person needs one"));
        }
        if (wanted.lastName().isEmpty()) {
            troubles.add(new Trouble(LAST_NAME, missing, "A new person needs one"));
        }
    }

    private static List<Change> changes(Person before, Person after) {
        var old = fields(before);
        var now = fields(after);
        return PersonChanges.changed(before, after).stream()
                .map(field -> new Change(field, old.getOrDefault(field, ""), now.getOrDefault(field, "")))
                .toList();
    }

    private static Map<String, String> fields(Person person) {
        return Map.of(
                FIRST_NAME,
                person.firstName(),
                LAST_NAME,
                person.lastName(),
                "emails",
                String.join(", ", person.emails()),
                "username",
                person.username(),
                "department",
                person.department(),
                "job-title",
                person.jobTitle(),
                "building",
                person.building(),
                "room",
                person.room(),
                LOCATION,
                person.location());
    }

    private static java.util.stream.Stream<String> texts(Row row) {
        return Arrays.stream(row.values().getOrDefault(EMAIL, "").split("[\\s,;]+"))
                .filter(text -> !text.isBlank());
    }

    private static List<String> emails(Row row) {
        return texts(row)
                .flatMap(text -> EmailAddress.of(text).stream())
                .map(EmailAddress::normalised)
                .distinct()
                .toList();
    }

    private static String normalised(String email) {
        return EmailAddress.of(email).map(EmailAddress::normalised).orElse(email);
    }
}
