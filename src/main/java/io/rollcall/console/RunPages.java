package io.rollcall.console;

import io.rollcall.access.Audit;
import io.rollcall.call.TenantWaits;
import io.rollcall.connection.Connections;
import io.rollcall.sync.HeldRuns;
import io.rollcall.sync.HeldRuns.HeldDevice;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunProblem;
import io.rollcall.sync.RunReader;
import io.rollcall.sync.Syncs;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Runs: what syncs and replays did, and what they wait for. */
@Controller
@RequestMapping("/runs")
class RunPages {

    private static final int PAGE = 50;
    private static final int REMARKS = 100;

    private final RunReader reader;
    private final RunRows rows;
    private final Syncs syncs;
    private final HeldRuns held;
    private final Connections connections;
    private final TenantWaits waits;
    private final Audit audit;
    private final CurrentViewer viewer;

    RunPages(
            RunReader reader,
            RunRows rows,
            Syncs syncs,
            HeldRuns held,
            Connections connections,
            TenantWaits waits,
            Audit audit,
            CurrentViewer viewer) {
        this.reader = reader;
        this.rows = rows;
        this.syncs = syncs;
        this.held = held;
        this.connections = connections;
        this.waits = waits;
        this.audit = audit;
        this.viewer = viewer;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Model model) {
        var of = Optional.of(connection).filter(name -> !name.isBlank());
        var page = NewestFirst.of(rows.of(reader.before(of, before, PAGE + 1)), PAGE, RunRow::id);
        model.addAttribute("page", page);
        model.addAttribute("connection", connection);
        model.addAttribute("paged", before < Long.MAX_VALUE);
        return "console/runs";
    }

    /**
     * @param after the last remark on the page before
     * @param afterDevice the last held device on the page before
     */
    @GetMapping("/{id}")
    String page(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "0") long afterDevice,
            Model model) {
        var row = row(id);
        model.addAttribute("row", row);
        model.addAttribute("waitsUntil", waitsUntil(row));
        var remarks = reader.remarks(id, after, REMARKS + 1);
        model.addAttribute("remarks", remarks.stream().limit(REMARKS).toList());
        model.addAttribute(
                "moreRemarks",
                remarks.size() > REMARKS ? Optional.of(remarks.get(REMARKS - 1).id()) : Optional.empty());
        List<HeldDevice> devices = row.isHeld() ? held.removals(id, afterDevice, REMARKS + 1) : List.of();
        model.addAttribute("devices", devices.stream().limit(REMARKS).toList());
        model.addAttribute(
                "moreDevices",
                devices.size() > REMARKS ? Optional.of(devices.get(REMARKS - 1).id()) : Optional.empty());
        return "console/run";
    }

    /** The part of the page that changes while the run goes on; the whole page is asked for anew once it has ended. */
    @GetMapping("/{id}/live")
    String live(@PathVariable long id, Model model, HttpServletResponse response) {
        var row = row(id);
        if (!row.isLive()) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("row", row);
        model.addAttribute("waitsUntil", waitsUntil(row));
        return "console/run :: live";
    }

    /** A connection whose preset or source is gone still has its run: it is watched and cancelled all the same. */
    private Optional<Instant> waitsUntil(RunRow row) {
        return row.isLive()
                ? connections.named(List.of(row.run().connection())).values().stream()
                        .findFirst()
                        .flatMap(waits::until)
                : Optional.empty();
    }

    private RunRow row(long id) {
        var run = reader.find(id).orElseThrow(() -> RunProblem.notFound(id));
        return rows.of(List.<Run>of(run)).stream().findFirst().orElseThrow(() -> RunProblem.notFound(id));
    }

    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable long id, RedirectAttributes redirect) {
        return act(
                id,
                "run.cancel",
                "Cancelled. What was stored stays; nothing was taken for removed.",
                redirect,
                by -> syncs.cancel(id, by));
    }

    @PostMapping("/{id}/resume")
    String resume(@PathVariable long id, RedirectAttributes redirect) {
        return act(id, "run.resume", "The run goes on where it stopped.", redirect, by -> syncs.resume(id));
    }

    @PostMapping("/{id}/approve-removals")
    String approve(@PathVariable long id, RedirectAttributes redirect) {
        return act(
                id,
                "run.approve-removals",
                "Approved: the devices were marked removed, but for those that a later run saw. Their assets stay.",
                redirect,
                by -> held.approve(id, by));
    }

    @PostMapping("/{id}/reject-removals")
    String reject(@PathVariable long id, RedirectAttributes redirect) {
        return act(
                id,
                "run.reject-removals",
                "Rejected: nothing was removed. These devices don't count as missing until a sync has seen them again.",
                redirect,
                by -> held.reject(id, by));
    }

    /** What is done to a run, in somebody's name. */
    private interface Deed {
        void by(String name);
    }

    private String act(long id, String action, String said, RedirectAttributes redirect, Deed deed) {
        var actor = viewer.actor();
        FormErrors.orSay(redirect, () -> {
                    deed.by(actor.name());
                    audit.add(actor, action, "run/" + id, Map.of());
                    return said;
                })
                .ifPresent(text -> Flash.done(redirect, text));
        return "redirect:/runs/" + id;
    }
}
