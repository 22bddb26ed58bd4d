package io.rollcall.console;

import io.rollcall.csv.ImportRun;
import io.rollcall.csv.Imports;
import io.rollcall.records.ImportTarget.Action;
import io.rollcall.records.ImportTarget.Planned;
import io.rollcall.settings.InvalidSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Imports: a CSV file of assets or people, first as a preview, then applied. */
@Controller
@RequestMapping("/imports")
class ImportPages {

    private static final int LIST = 25;
    private static final int ROWS = 100;

    private final Imports imports;
    private final CurrentViewer viewer;

    ImportPages(Imports imports, CurrentViewer viewer) {
        this.imports = imports;
        this.viewer = viewer;
    }

    /** A kind of rows that a preview counts, and can be narrowed to. */
    record Tab(String action, String label, int count) {}

    @GetMapping
    String list(@RequestParam(defaultValue = "" + Long.MAX_VALUE) long before, Model model) {
        return list("assets", FormErrors.NONE, before, model);
    }

    private String list(String kind, FormErrors errors, long before, Model model) {
        model.addAttribute("page", NewestFirst.of(imports.newest(before, LIST + 1), LIST, ImportRun::id));
        model.addAttribute("kinds", imports.kinds());
        model.addAttribute("kind", kind);
        model.addAttribute("errors", errors);
        return "console/imports";
    }

    @PostMapping
    String preview(
            @RequestParam String kind, @RequestParam MultipartFile file, Model model, HttpServletResponse response)
            throws IOException {
        var name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        var bytes = file.getBytes();
        try {
            return "redirect:/imports/"
                    + imports.preview(kind, name, bytes, viewer.actor()).id();
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return list(kind, FormErrors.of(e).orElseThrow(), Long.MAX_VALUE, model);
        }
    }

    /**
     * @param action only such rows; blank: all
     * @param after the line of the last row on the page before
     */
    @GetMapping("/{id}")
    String page(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "0") int after,
            Model model) {
        var run = imports.get(id);
        var rows = imports.rows(id, action(action), after, ROWS + 1);
        model.addAttribute("run", run);
        model.addAttribute("rows", rows.stream().limit(ROWS).toList());
        model.addAttribute("next", next(rows));
        model.addAttribute("action", action);
        model.addAttribute(
                "tabs",
                List.of(
                        new Tab("", "All rows", run.creates() + run.updates() + run.unchanged() + run.bad()),
                        new Tab("create", "New", run.creates()),
                        new Tab("update", "Changed", run.updates()),
                        new Tab("unchanged", "Unchanged", run.unchanged()),
                        new Tab("bad", "Bad", run.bad())));
        return "console/import";
    }

    private static Optional<Integer> next(List<Planned> rows) {
        return rows.size() > ROWS ? Optional.of(rows.get(ROWS - 1).line()) : Optional.empty();
    }

    private static Optional<Action> action(String text) {
        return List.of(Action.values()).stream()
                .filter(action -> action.key().equals(text))
                .findFirst();
    }

    @PostMapping("/{id}/apply")
    String apply(@PathVariable long id, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> imports.apply(id, viewer.actor()))
                .ifPresent(run -> Flash.done(
                        redirect,
                        "Applied: " + RunRow.count(run.creates(), "new record") + " and "
                                + RunRow.count(run.updates(), "changed one")
                                + ". Applying again changes nothing more."));
        return "redirect:/imports/" + id;
    }
}
