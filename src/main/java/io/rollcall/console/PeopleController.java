package io.rollcall.console;

import io.rollcall.people.People;
import io.rollcall.people.PeopleEdits;
import io.rollcall.people.PeopleErasure;
import io.rollcall.people.Person;
import io.rollcall.people.PersonChanges;
import io.rollcall.records.Expected;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.NamedRecords.Named;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** People: who they are and what they have. */
@Controller
class PeopleController {

    private static final int PAGE = 50;
    private static final int CHOICES = 500;

    private static final List<String> FIELDS = List.of(
            "firstName", "lastName", "emails", "username", "department", "jobTitle", "building", "room", "location");

    private final People people;
    private final PeopleEdits edits;
    private final PeopleErasure erasure;
    private final NamedRecords records;
    private final CurrentViewer viewer;

    PeopleController(
            People people, PeopleEdits edits, PeopleErasure erasure, NamedRecords records, CurrentViewer viewer) {
        this.people = people;
        this.edits = edits;
        this.erasure = erasure;
        this.records = records;
        this.viewer = viewer;
    }

    @GetMapping("/people")
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean archived,
            @RequestParam(defaultValue = "0") long after,
            Model model) {
        var text = Words.line("q", q);
        var part = people.list(Optional.of(text).filter(words -> !words.isEmpty()), archived, after, PAGE);
        model.addAttribute("q", text);
        model.addAttribute("archived", archived);
        model.addAttribute("people", part.items());
        model.addAttribute("first", after > 0 ? Listing.address("/people", text, archived, 0) : null);
        model.addAttribute(
                "next",
                part.next()
                        .map(last -> Listing.address("/people", text, archived, last))
                        .orElse(null));
        return "console/people";
    }

    @GetMapping("/people/{id}")
    String person(@PathVariable long id, Model model) {
        model.addAttribute("person", people.get(id));
        model.addAttribute("held", people.held(id));
        return "console/person";
    }

    @GetMapping("/people/new")
    String add(Model model) {
        return form(Optional.empty(), Map.of(), FormErrors.NONE, model);
    }

    @PostMapping("/people/new")
    String create(
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        try {
            var made = edits.create(changes(form), viewer.actor());
            Flash.done(flash, "Added.");
            return "redirect:/people/" + made.id();
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(Optional.empty(), form, errors(e), model);
        } catch (RecordProblem e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return form(Optional.empty(), form, new FormErrors(e.getMessage(), Map.of()), model);
        }
    }

    @GetMapping("/people/{id}/edit")
    String edit(@PathVariable long id, Model model) {
        var person = people.get(id);
        return form(Optional.of(person), values(person), FormErrors.NONE, model);
    }

    @PostMapping("/people/{id}/edit")
    String change(
            @PathVariable long id,
            @RequestParam Map<String, String> form,
            @RequestParam long version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        try {
            edits.change(id, changes(form), new Expected(Optional.of(version)), viewer.actor());
            Flash.done(flash, "Saved.");
            return "redirect:/people/" + id;
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(Optional.of(people.get(id)), form, errors(e), model);
        } catch (RecordProblem e) {
            if (e.kind() == RecordProblem.Kind.NOT_FOUND) {
                throw e;
            }
            response.setStatus(HttpStatus.CONFLICT.value());
            var text = e.kind() == RecordProblem.Kind.STALE
                    ? "Somebody, or a sync, changed this person while you were writing. Nothing is saved yet; save again "
                            + "to put your words in the place of what is there now."
                    : e.getMessage();
            return form(Optional.of(people.get(id)), form, new FormErrors(text, Map.of()), model);
        }
    }

    @PostMapping("/people/{id}/archive")
    String archive(
            @PathVariable long id,
            @RequestParam boolean archived,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        edits.archive(id, archived, new Expected(version), viewer.actor());
        Flash.done(flash, archived ? "Archived. Nothing new can be checked out to this person." : "Back in the lists.");
        return "redirect:/people/" + id;
    }

    /** Erases a person everywhere, who is named in the form once more so that it isn't the wrong one. */
    @PostMapping("/people/{id}/erase")
    String erase(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "false") boolean checkIn,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        var person = people.get(id);
        if (!name.strip().equals(person.displayName())) {
            Flash.failed(flash, "Nobody was erased: type the name exactly as the page shows it.");
            return "redirect:/people/" + id;
        }
        erasure.erase(id, checkIn, new Expected(version), viewer.actor());
        Flash.done(flash, "The person is erased: record, check-outs, and the name in histories.");
        return "redirect:/people";
    }

    private String form(Optional<Person> person, Map<String, String> values, FormErrors errors, Model model) {
        model.addAttribute("person", person.orElse(null));
        model.addAttribute("values", values);
        model.addAttribute("errors", errors);
        model.addAttribute("elsewhere", String.join(" ", errors.others(FIELDS).values()));
        model.addAttribute(
                "locations",
                records.list(Kind.LOCATION, Optional.empty(), false, 0, CHOICES).items().stream()
                        .map(Named::name)
                        .toList());
        return "console/person-form";
    }

    /** A wrong address among several is a wrong field of addresses. */
    private static FormErrors errors(InvalidSettings invalid) {
        var errors = FormErrors.of(invalid).orElseThrow();
        var byField = new LinkedHashMap<String, String>();
        errors.fields().forEach((field, text) -> byField.putIfAbsent(field.replaceFirst("\\[.*", ""), text));
        return new FormErrors(errors.summary(), byField);
    }

    private static PersonChanges changes(Map<String, String> form) {
        return new PersonChanges(
                given(form, "firstName"),
                given(form, "lastName"),
                given(form, "emails")
                        .map(text -> Arrays.stream(text.split("[\\s,;]+"))
                                .filter(address -> !address.isBlank())
                                .toList()),
                given(form, "username"),
                given(form, "department"),
                given(form, "jobTitle"),
                given(form, "building"),
                given(form, "room"),
                given(form, "location"));
    }

    private static Optional<String> given(Map<String, String> form, String field) {
        return Optional.ofNullable(form.get(field));
    }

    private static Map<String, String> values(Person person) {
        return Map.of(
                "firstName", person.firstName(),
                "lastName", person.lastName(),
                "emails", String.join("\n", person.emails()),
                "username", person.username(),
                "department", person.department(),
                "jobTitle", person.jobTitle(),
                "building", person.building(),
                "room", person.room(),
                "location", person.location());
    }
}
