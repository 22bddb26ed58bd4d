package io.rollcall.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A person.
 *
 * @param emails the one people write to first
 * @param location the name of the person's location; blank: none
 * @param createdBy the connection that created the person, or who did
 * @param archivedAt since when the person is gone: nothing new is checked out to them
 */
public record Person(
        long id,
        String firstName,
        String lastName,
        List<String> emails,
        String username,
        String department,
        String jobTitle,
        String building,
        String room,
        String location,
        String createdBy,
        Optional<Instant> archivedAt,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** What a person has checked out. */
    public record Held(
            long asset, String assetId, String name, String serial, Instant since, Optional<LocalDate> dueOn) {}

    /** What the person is called: their name, else their first address. */
    @JsonIgnore
    public String displayName() {
        var name = (firstName + " " + lastName).strip();
        return !name.isEmpty() ? name : emails.stream().findFirst().orElse("person " + id);
    }
}
