package io.rollcall.people;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollcall.device.EmailAddress;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What is to become of a person; what is empty stays, what is blank is taken away.
 *
 * @param emails all of the person's addresses from now on, the one people write to first
 * @param location the name of a location there is
 */
public record PersonChanges(
        @JsonProperty("firstName") Optional<String> firstName,
        @JsonProperty("lastName") Optional<String> lastName,
        Optional<List<String>> emails,
        Optional<String> username,
        Optional<String> department,
        @JsonProperty("jobTitle") Optional<String> jobTitle,
        Optional<String> building,
        Optional<String> room,
        Optional<String> location) {

    /**
     * A person with these changes.
     *
     * @throws InvalidSettings if a text is too long or an address doesn't look like one
     */
    Person of(Person before) {
        return new Person(
                before.id(),
                line("firstName", firstName, before.firstName()),
                line("lastName", lastName, before.lastName()),
                emails.map(PersonChanges::addresses).orElse(before.emails()),
                line("username", username, before.username()),
                line("department", department, before.department()),
                line("jobTitle", jobTitle, before.jobTitle()),
                line("building", building, before.building()),
                line("room", room, before.room()),
                line("location", location, before.location()),
                before.createdBy(),
                before.archivedAt(),
                before.version(),
                before.createdAt(),
                before.updatedAt());
    }

    private static String line(String key, Optional<String> wanted, String before) {
        return wanted.map(text -> Words.line(key, text)).orElse(before);
    }

    private static List<String> addresses(List<String> texts) {
        var addresses = new LinkedHashSet<EmailAddress>();
        for (var i = 0; i < texts.size(); i++) {
            var key = "emails[" + i + "]";
            addresses.add(EmailAddress.of(texts.get(i))
                    .orElseThrow(() -> Words.wrong(
                            key, "This doesn't look like an e-mail address", "For example ada@example.com")));
        }
        return addresses.stream().map(EmailAddress::original).toList();
    }

    /** The names of the fields in which two states of a person differ, as they are in {@code person.claims}. */
    static List<String> changed(Person before, Person after) {
        var changed = new ArrayList<String>();
        note(changed, "first-name", before.firstName(), after.firstName());
        note(changed, "last-name", before.lastName(), after.lastName());
        note(changed, "emails", before.emails(), after.emails());
        note(changed, "username", before.username(), after.username());
        note(changed, "department", before.department(), after.department());
        note(changed, "job-title", before.jobTitle(), after.jobTitle());
        note(changed, "building", before.building(), after.building());
        note(changed, "room", before.room(), after.room());
        note(changed, "location", before.location(), after.location());
        return changed;
    }

    private static void note(List<String> changed, String field, Object before, Object after) {
        if (!before.equals(after)) {
            changed.add(field);
        }
    }
}
