package io.rollcall.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.people.Erased;
import io.rollcall.people.People;
import io.rollcall.people.PeopleEdits;
import io.rollcall.people.PeopleErasure;
import io.rollcall.people.Person;
import io.rollcall.people.PersonChanges;
import io.rollcall.records.Slice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/people")
@Tag(name = "People", description = "Who assets are checked out to")
class PersonController {

    private static final int PAGE = 100;

    private final People people;
    private final PeopleEdits edits;
    private final PeopleErasure erasure;
    private final CurrentActor actor;

    PersonController(People people, PeopleEdits edits, PeopleErasure erasure, CurrentActor actor) {
        this.people = people;
        this.edits = edits;
        this.erasure = erasure;
        this.actor = actor;
    }

    /** A person with what is checked out to them. */
    record PersonView(@JsonUnwrapped Person person, List<Person.Held> assets) {}

    @GetMapping
    @Operation(
            summary = "People, by number",
            description =
                    "\"q\" is looked for in name, e-mail addresses, username and department. Those who are "
                            + "archived are left out unless \"archived\" is true. \"cursor\" is the \"next\" of the page before.")
    Slice<Person> list(
            @RequestParam Optional<String> q,
            @RequestParam(defaultValue = "false") boolean archived,
            @RequestParam(defaultValue = "0") long cursor) {
        return people.list(q.map(Query::text), archived, cursor, PAGE);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One person, with what they have checked out")
    ResponseEntity<PersonView> get(@PathVariable long id) {
        return view(people.get(id));
    }

    @PostMapping
    @Operation(
            summary = "Add a person",
            description = "First name, last name and at least one e-mail address are required. An address belongs to "
                    + "one person, whatever its case.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = PersonChanges.class))))
    ResponseEntity<PersonView> create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var made = edits.create(Body.read(body, PersonChanges.class), actor.get());
        return ResponseEntity.created(URI.create("/api/v1/people/" + made.id()))
                .eTag(IfMatch.tag(made.version()))
                .body(new PersonView(made, List.of()));
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a person",
            description = "What is left out stays; null or a blank text takes a value away. A field written here is "
                    + "not written by a sync any more. With If-Match only where the person hasn't changed meanwhile.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = PersonChanges.class))))
    ResponseEntity<PersonView> change(
            @PathVariable long id,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var changes = Body.read(body, PersonChanges.class);
        return view(edits.change(id, changes, IfMatch.version(ifMatch), actor.get()));
    }

    @PostMapping("/{id}/archive")
    @Operation(
            summary = "Archive a person who is gone",
            description = "Nothing new can be checked out to them; what they have stays checked out to them.")
    ResponseEntity<PersonView> archive(
            @PathVariable long id, @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        return view(edits.archive(id, true, IfMatch.version(ifMatch), actor.get()));
    }

    @PostMapping("/{id}/restore")
    @Operation(summary = "Take an archived person back")
    ResponseEntity<PersonView> restore(
            @PathVariable long id, @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        return view(edits.archive(id, false, IfMatch.version(ifMatch), actor.get()));
    }

    @DeleteMapping("/{id}")
    @Operation(
            summary = "Erase a person everywhere",
            description = "The record and its check-outs are deleted; name and e-mail addresses are struck from the "
                    + "history of assets, device records, dead letters, notices of runs and notes. Refused while the "
                    + "person has assets, unless \"checkIn\" is true. What the MDM itself says of the person comes "
                    + "back when the device changes: erase the person there first.")
    Erased erase(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean checkIn,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        return erasure.erase(id, checkIn, IfMatch.version(ifMatch), actor.get());
    }

    private ResponseEntity<PersonView> view(Person person) {
        return IfMatch.tagged(new PersonView(person, people.held(person.id())), person.version());
    }
}
