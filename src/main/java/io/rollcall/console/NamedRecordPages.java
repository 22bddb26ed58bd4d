package io.rollcall.console;

import io.rollcall.records.Expected;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Categories and locations: lists of names in which one adds, renames and archives. */
@Controller
class NamedRecordPages {

    private static final int PAGE = 100;

    private final NamedRecords records;
    private final CurrentViewer viewer;

    NamedRecordPages(NamedRecords records, CurrentViewer viewer) {
        this.records = records;
        this.viewer = viewer;
    }

    @GetMapping("/categories")
    String categories(
            @RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "0") long after, Model model) {
        return list(Kind.CATEGORY, q, false, after, model);
    }

    @GetMapping("/locations")
    String locations(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean archived,
            @RequestParam(defaultValue = "0") long after,
            Model model) {
        return list(Kind.LOCATION, q, archived, after, model);
    }

    private String list(Kind kind, String q, boolean archived, long after, Model model) {
        var text = Words.line("q", q);
        var part = records.list(kind, Optional.of(text).filter(words -> !words.isEmpty()), archived, after, PAGE);
        var path = path(kind);
        model.addAttribute("title", kind == Kind.CATEGORY ? "Categories" : "Locations");
        model.addAttribute("one", kind == Kind.CATEGORY ? "category" : "location");
        model.addAttribute("filter", kind == Kind.CATEGORY ? "category" : "location");
        model.addAttribute("archives", kind == Kind.LOCATION);
        model.addAttribute("path", path);
        model.addAttribute("q", text);
        model.addAttribute("archived", archived);
        model.addAttribute("records", part.items());
        model.addAttribute("first", after > 0 ? Listing.address(path, text, archived, 0) : null);
        model.addAttribute(
                "next",
                part.next()
                        .map(last -> Listing.address(path, text, archived, last))
                        .orElse(null));
        return "console/names";
    }

    @PostMapping("/categories")
    String addCategory(@RequestParam String name, RedirectAttributes flash) {
        return told(Kind.CATEGORY, flash, () -> records.create(Kind.CATEGORY, name, viewer.actor()), "Added.");
    }

    @PostMapping("/locations")
    String addLocation(@RequestParam String name, RedirectAttributes flash) {
        return told(Kind.LOCATION, flash, () -> records.create(Kind.LOCATION, name, viewer.actor()), "Added.");
    }

    @PostMapping("/categories/{id}/rename")
    String renameCategory(
            @PathVariable long id,
            @RequestParam String name,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        return rename(Kind.CATEGORY, id, name, version, flash);
    }

    @PostMapping("/locations/{id}/rename")
    String renameLocation(
            @PathVariable long id,
            @RequestParam String name,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        return rename(Kind.LOCATION, id, name, version, flash);
    }

    private String rename(Kind kind, long id, String name, Optional<Long> version, RedirectAttributes flash) {
        return told(
                kind, flash, () -> records.rename(kind, id, name, new Expected(version), viewer.actor()), "Renamed.");
    }

    @PostMapping("/locations/{id}/archive")
    String archive(
            @PathVariable long id,
            @RequestParam boolean archived,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        return told(
                Kind.LOCATION,
                flash,
                () -> records.archiveLocation(id, archived, new Expected(version), viewer.actor()),
                archived ? "Archived. What is there stays there; nothing new can be put there." : "Back in use.");
    }

    /** A wrong name is told on the list: there is no page of its own to tell it on. */
    private static String told(Kind kind, RedirectAttributes flash, Runnable change, String done) {
        try {
            change.run();
            Flash.done(flash, done);
        } catch (InvalidSettings e) {
            Flash.failed(
                    flash,
                    "Nothing was changed. "
                            + ConsoleProblems.sentence(e.problems().get(0)));
        } catch (RecordProblem e) {
            Flash.failed(flash, e.getMessage());
        }
        return "redirect:" + path(kind);
    }

    private static String path(Kind kind) {
        return kind == Kind.CATEGORY ? "/categories" : "/locations";
    }
}
