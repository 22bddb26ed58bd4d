package io.rollcall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.inventory.Assets;
import io.rollcall.inventory.CheckOutRequest;
import io.rollcall.inventory.CheckOuts;
import io.rollcall.people.People;
import io.rollcall.people.Person;
import io.rollcall.records.Expected;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.NamedRecords.Named;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Checks assets out to people and locations, and in again. */
@Controller
class CheckOutController {

    private static final int FEW = 8;

    private final Assets assets;
    private final CheckOuts checkOuts;
    private final People people;
    private final NamedRecords records;
    private final CurrentViewer viewer;

    CheckOutController(Assets assets, CheckOuts checkOuts, People people, NamedRecords records, CurrentViewer viewer) {
        this.assets = assets;
        this.checkOuts = checkOuts;
        this.people = people;
        this.records = records;
        this.viewer = viewer;
    }

    /** Whom to give it to: people and locations that are called like what is typed. */
    @GetMapping("/assets/{id}/check-out")
    String choose(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String to,
            @RequestHeader(name = "HX-Request", required = false) Optional<String> part,
            Model model) {
        var text = Words.line("to", to);
        var found = Optional.of(text).filter(words -> !words.isEmpty());
        List<Person> persons =
                found.isPresent() ? people.list(found, false, 0, FEW).items() : List.of();
        List<Named> locations =
                records.list(Kind.LOCATION, found, false, 0, FEW).items();
        model.addAttribute("asset", assets.find(id).orElseThrow(() -> RecordProblem.notFound("asset " + id)));
        model.addAttribute("to", text);
        model.addAttribute("persons", persons);
        model.addAttribute("locations", locations);
        return part.isPresent() ? "console/check-out :: found" : "console/check-out";
    }

    @PostMapping("/assets/{id}/check-out")
    String checkOut(
            @PathVariable long id,
            @RequestParam Optional<Long> person,
            @RequestParam Optional<Long> location,
            @RequestParam(defaultValue = "") String dueOn,
            @RequestParam(defaultValue = "") String note,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        var json = JsonNodeFactory.instance;
        var request = new CheckOutRequest(
                person.map(json::numberNode), location.map(json::numberNode), Optional.of(dueOn), Optional.of(note));
        try {
            checkOuts.checkOut(id, request, new Expected(version), viewer.actor());
        } catch (InvalidSettings e) {
            Flash.failed(
                    flash,
                    "Not checked out. " + ConsoleProblems.sentence(e.problems().get(0)));
            return "redirect:/assets/" + id + "/check-out";
        }
        var who = assets.find(id).flatMap(asset -> asset.assignee()).map(assignee -> assignee.name());
        Flash.done(flash, "Checked out to " + who.orElse("nobody") + ".");
        return "redirect:/assets/" + id;
    }

    @PostMapping("/assets/{id}/check-in")
    String checkIn(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String note,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        checkOuts.checkIn(id, note, new Expected(version), viewer.actor());
        Flash.done(flash, "Checked in.");
        return "redirect:/assets/" + id;
    }
}
