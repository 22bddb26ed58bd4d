package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Audit;
import io.rollcall.deadletter.DeadLetter;
import io.rollcall.deadletter.DeadLetters;
import io.rollcall.records.RecordProblem;
import io.rollcall.sync.Syncs;
import io.rollcall.sync.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Dead letters: devices that failed on their own, what to do about them, and trying them again. */
@Controller
@RequestMapping("/dead-letters")
class DeadLetterPages {

    private static final int PAGE = 50;

    private final DeadLetters letters;
    private final Syncs syncs;
    private final Audit audit;
    private final CurrentViewer viewer;

    DeadLetterPages(DeadLetters letters, Syncs syncs, Audit audit, CurrentViewer viewer) {
        this.letters = letters;
        this.syncs = syncs;
        this.audit = audit;
        this.viewer = viewer;
    }

    /** Which letters a list shows; blank: any. */
    record Filter(String connection, String stage, boolean all) {}

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "") String stage,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Model model) {
        var found = letters.list(given(connection), given(stage), !all, before, PAGE + 1);
        model.addAttribute("page", NewestFirst.of(found, PAGE, DeadLetter::id));
        model.addAttribute("open", letters.open());
        model.addAttribute("filter", new Filter(connection, stage, all));
        model.addAttribute("paged", before < Long.MAX_VALUE);
        return "console/dead-letters";
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(entered -> !entered.isBlank());
    }

    @GetMapping("/{id}")
    String page(@PathVariable long id, Model model) {
        var letter = letters.find(id).orElseThrow(() -> RecordProblem.notFound("dead letter " + id));
        model.addAttribute("letter", letter);
        model.addAttribute("payload", pretty(letter.payload()));
        return "console/dead-letter";
    }

    private static String pretty(JsonNode payload) {
        return payload.toPrettyString();
    }

    /**
     * Tries letters again: those that are ticked, or all open ones of a connection.
     *
     * @param all the connection's name; blank: the ticked ones
     */
    @PostMapping("/replay")
    String replay(
            @RequestParam(defaultValue = "") String all,
            @RequestParam(defaultValue = "") List<Long> letter,
            RedirectAttributes redirect) {
        if (all.isBlank() && letter.isEmpty()) {
            Flash.failed(redirect, "No dead letter was ticked, so nothing was tried again.");
            return "redirect:/dead-letters";
        }
        var runs = FormErrors.orSay(
                redirect, () -> all.isBlank() ? replay(letters.byConnection(letter)) : replay(all, Optional.empty()));
        runs.filter(started -> started.size() > 1)
                .ifPresent(started -> Flash.done(redirect, "They are tried again, in a run for each connection."));
        return runs.filter(started -> started.size() == 1)
                .map(started -> "redirect:/runs/" + started.get(0))
                .orElse("redirect:/dead-letters");
    }

    private List<Long> replay(Map<String, Set<Long>> chosen) {
        var runs = new ArrayList<Long>();
        chosen.forEach((connection, ids) -> runs.addAll(replay(connection, Optional.of(ids))));
        return runs;
    }

    private List<Long> replay(String connection, Optional<Set<Long>> ids) {
        var actor = viewer.actor();
        var run = syncs.replay(connection, ids, Trigger.CONSOLE, actor.name()).run();
        audit.add(actor, "dead-letter.replay", "connection/" + connection, Map.of("run", run));
        return List.of(run);
    }

    @PostMapping("/close")
    String close(@RequestParam(defaultValue = "") List<Long> letter, RedirectAttributes redirect) {
        var actor = viewer.actor();
        var closed = letters.close(letter, actor.name());
        if (closed > 0) {
            var numbers = letter.stream().map(String::valueOf).collect(Collectors.joining(", "));
            audit.add(actor, "dead-letter.close", "dead-letter/" + letter.get(0), Map.of("letters", numbers));
        }
        Flash.done(
                redirect,
                closed == 0
                        ? "Nothing was closed: none was ticked, or they are closed already."
                        : "Closed: " + RunRow.count(closed, "dead letter")
                                + ". A device that fails again gets another one.");
        return "redirect:/dead-letters";
    }
}
