package io.rollcall.console;

import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.ConnectionService;
import io.rollcall.mapping.MappingChanges;
import io.rollcall.mapping.MappingView;
import io.rollcall.mapping.Mappings;
import io.rollcall.records.CustomFields;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which property of a source becomes which field, with values of real devices beside it (C6). */
@Controller
@RequestMapping("/connections/{name}/mapping")
class MappingPages {

    private static final Pattern ROW = Pattern.compile("rows\\[(\\d+)].*");
    private static final String VERSION = "version";

    private final Mappings mappings;
    private final CustomFields customFields;
    private final ConnectionService connections;
    private final ConnectionRows rows;
    private final CurrentViewer viewer;

    MappingPages(
            Mappings mappings,
            CustomFields customFields,
            ConnectionService connections,
            ConnectionRows rows,
            CurrentViewer viewer) {
        this.mappings = mappings;
        this.customFields = customFields;
        this.connections = connections;
        this.rows = rows;
        this.viewer = viewer;
    }

    @GetMapping
    String page(@PathVariable String name, Model model) {
        var view = mappings.view(name);
        // Once, by itself: an MDM without devices has no examples, however often it is asked.
        model.addAttribute("begin", view.samples() == 0);
        return page(name, view, new LinkedMultiValueMap<>(), FormErrors.NONE, model);
    }

    /** What was sent is shown again with the version it was made for: it may not take the place of what came since. */
    private String page(
            String name, MappingView view, MultiValueMap<String, String> sent, FormErrors errors, Model model) {
        var form = new MappingForm(view, customFields.inUse());
        var lines = form.lines(sent, errors.fields());
        model.addAttribute("row", rows.of(connections.find(name)));
        model.addAttribute("step", SetupStep.MAPPING);
        model.addAttribute("mapping", view);
        model.addAttribute("version", sent.containsKey(VERSION) ? sent.getFirst(VERSION) : view.version());
        model.addAttribute("known", form.known());
        model.addAttribute(
                "mapped", lines.stream().filter(MappingForm.Line::isMapped).toList());
        model.addAttribute(
                "unmapped", lines.stream().filter(line -> !line.isMapped()).toList());
        model.addAttribute("errors", errors);
        model.mergeAttributes(Map.of("begin", false, "asked", false));
        return "console/connection-mapping";
    }

    /**
     * Asks the MDM for a few devices: what to begin with before the first sync.
     *
     * @param sent what is entered already; none of it is stored
     */
    @PostMapping("/proposal")
    String propose(
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response) {
        try {
            var view = mappings.propose(name);
            model.addAttribute("asked", true);
            return page(name, view, sent, FormErrors.NONE, model);
        } catch (ConnectionProblem e) {
            if (e.kind() == ConnectionProblem.Kind.NOT_FOUND) {
                throw e;
            }
            response.setStatus(HttpStatus.CONFLICT.value());
            var errors = new FormErrors(String.valueOf(e.getMessage()), Map.of());
            return page(name, mappings.view(name), sent, errors, model);
        }
    }

    @PostMapping
    String change(
            @PathVariable String name,
            @RequestParam Optional<Long> version,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        var view = mappings.view(name);
        var form = new MappingForm(view, customFields.inUse());
        var unknown = form.unknown(sent);
        var wanted = form.rows(sent);
        var errors = unknown.isEmpty()
                ? FormErrors.of(() -> change(name, wanted, version))
                : new FormErrors("Nothing was changed. Correct what is marked, then send it again.", unknown);
        if (errors.isEmpty()) {
            if (!rows.of(connections.find(name)).isSetUp()) {
                return ConnectionPages.to(name) + "/" + SetupStep.MAPPING.next().path();
            }
            Flash.done(redirect, "Saved. The next sync reads every device by it.");
            return ConnectionPages.to(name) + "/" + SetupStep.MAPPING.path();
        }
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return page(name, view, sent, byProperty(errors, wanted), model);
    }

    private void change(String name, List<MappingChanges.Row> wanted, Optional<Long> version) {
        try {
            mappings.change(name, new MappingChanges(wanted), new Expected(version), viewer.actor());
        } catch (RecordProblem e) {
            throw e.kind() == RecordProblem.Kind.STALE
                    ? new IllegalArgumentException(
                            "Nothing was changed: somebody else changed this mapping after your page was made. Load it "
                                    + "anew and look at what is there now.",
                            e)
                    : e;
        }
    }

    /** What is wrong is told at the property, not at the number of a row that nobody sees. */
    private static FormErrors byProperty(FormErrors errors, List<MappingChanges.Row> wanted) {
        var fields = new LinkedHashMap<String, String>();
        errors.fields().forEach((path, text) -> {
            var row = ROW.matcher(path);
            var number = row.matches() ? Integer.parseInt(row.group(1)) : wanted.size();
            fields.merge(
                    number < wanted.size() ? wanted.get(number).property() : path,
                    text,
                    (one, other) -> one + " " + other);
        });
        return new FormErrors(errors.summary(), fields);
    }
}
