package io.rollcall.console;

import io.rollcall.access.Audit;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionService;
import io.rollcall.connection.Dependents;
import io.rollcall.outbound.OutboxCare;
import io.rollcall.outbound.OutboxState;
import io.rollcall.policy.Presets;
import io.rollcall.sync.Previews;
import io.rollcall.sync.RunReader;
import io.rollcall.sync.Syncs;
import io.rollcall.sync.Syncs.Requested;
import io.rollcall.sync.Trigger;
import io.rollcall.sync.Webhooks;
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

/** Connections: how they stand, and what is done with them once they are set up. */
@Controller
@RequestMapping("/connections")
class ConnectionPages {

    private static final int RUNS = 10;

    private final ConnectionRows rows;
    private final ConnectionService service;
    private final RunReader runs;
    private final RunRows runRows;
    private final Presets presets;
    private final OutboxCare outbox;
    private final Previews previews;
    private final Webhooks webhooks;
    private final Syncs syncs;
    private final Audit audit;
    private final CurrentViewer viewer;

    ConnectionPages(
            ConnectionRows rows,
            ConnectionService service,
            RunReader runs,
            RunRows runRows,
            Presets presets,
            OutboxCare outbox,
            Previews previews,
            Webhooks webhooks,
            Syncs syncs,
            Audit audit,
            CurrentViewer viewer) {
        this.rows = rows;
        this.service = service;
        this.runs = runs;
        this.runRows = runRows;
        this.presets = presets;
        this.outbox = outbox;
        this.previews = previews;
        this.webhooks = webhooks;
        this.syncs = syncs;
        this.audit = audit;
        this.viewer = viewer;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("rows", rows.all());
        return "console/connections";
    }

    @GetMapping("/{name}")
    String page(@PathVariable String name, Model model) {
        var connection = service.find(name);
        model.addAttribute("row", rows.of(connection));
        model.addAttribute("runs", runRows.of(runs.newest(Optional.of(name), RUNS)));
        model.addAttribute("preset", title(connection));
        model.addAttribute("options", PolicyOptions.inWords(connection.policy()));
        model.addAttribute("events", webhooks.isPossible(connection));
        model.addAttribute("eventsOpen", webhooks.isPossible(connection) && webhooks.isOpen(connection));
        model.addAttribute("pushes", outbox.counts().getOrDefault(name, Map.of()));
        model.addAttribute(
                "failedPushes", outbox.list(Optional.of(name), Optional.of(OutboxState.FAILED), Long.MAX_VALUE, RUNS));
        return "console/connection";
    }

    private String title(Connection connection) {
        return presets.tree(connection.preset()).path("title").asText(connection.preset());
    }

    @PostMapping("/{name}/sync")
    String sync(@PathVariable String name, RedirectAttributes redirect) {
        var requested = FormErrors.orSay(redirect, () -> sync(name));
        requested
                .filter(Requested::joined)
                .ifPresent(run -> Flash.done(redirect, "A sync was under way already: this is it."));
        return requested.map(run -> "redirect:/runs/" + run.run()).orElseGet(() -> to(name));
    }

    private Requested sync(String name) {
        var actor = viewer.actor();
        var requested = syncs.sync(name, Trigger.CONSOLE, actor.name());
        audit.add(actor, "connection.sync", "connection/" + name, Map.of("run", requested.run()));
        return requested;
    }

    @PostMapping("/{name}/pause")
    String pause(@PathVariable String name, RedirectAttributes redirect) {
        var actor = viewer.actor();
        service.disable(name, "Paused by " + actor.name() + ".", actor);
        Flash.done(redirect, "Paused: " + name + " syncs no more until it is enabled again. What is stored stays.");
        return to(name);
    }

    /**
     * Tests and enables it; its first sync is queued before this answers. Before the very first one somebody has looked at what
     * it would do: a wrong tenant's devices are seen before they are assets (F64).
     *
     * @param preview of what its first sync would do with the settings it has now
     */
    @PostMapping("/{name}/enable")
    String enable(@PathVariable String name, @RequestParam Optional<String> preview, RedirectAttributes redirect) {
        var connection = service.find(name);
        if (!rows.of(connection).isSetUp()
                && preview.filter(id -> previews.isDoneFor(id, connection)).isEmpty()) {
            Flash.failed(
                    redirect,
                    "Not enabled yet: first look at what its first sync would do with the settings it has now. Make a "
                            + "preview.");
            return to(name) + "/preview";
        }
        if (FormErrors.orSay(redirect, () -> service.enable(name, viewer.actor()))
                .isEmpty()) {
            return to(name) + "/test";
        }
        Flash.done(redirect, "Enabled: " + name + " is in sync from now on. This is the sync that began at once.");
        return runs.newest(Optional.of(name), 1).stream()
                .findFirst()
                .map(run -> "redirect:/runs/" + run.id())
                .orElseGet(() -> to(name));
    }

    /** Makes the address that the source may send events to, and shows it once. */
    @PostMapping("/{name}/webhook")
    String openWebhook(@PathVariable String name, Model model, RedirectAttributes redirect) {
        var secret = FormErrors.orSay(redirect, () -> webhooks.open(name, viewer.actor()));
        if (secret.isEmpty()) {
            return to(name);
        }
        model.addAttribute("name", name);
        model.addAttribute("path", "/hooks/" + name + "/" + secret.get());
        return "console/connection-webhook";
    }

    @PostMapping("/{name}/webhook/close")
    String closeWebhook(@PathVariable String name, RedirectAttributes redirect) {
        webhooks.close(name, viewer.actor());
        Flash.done(redirect, "No events are taken any more: syncs find what changed.");
        return to(name);
    }

    @GetMapping("/{name}/delete")
    String askToDelete(@PathVariable String name, Model model) {
        model.addAttribute("connection", service.find(name));
        model.addAttribute("errors", FormErrors.NONE);
        return "console/connection-delete";
    }

    /** @param confirm the connection's name, typed: a stale page or a slip deletes nothing */
    @PostMapping("/{name}/delete")
    String delete(
            @PathVariable String name,
            @RequestParam String assets,
            @RequestParam String confirm,
            Model model,
            RedirectAttributes redirect) {
        var then = assets.equals("delete") ? Dependents.Assets.DELETE : Dependents.Assets.KEEP;
        var errors = confirm.strip().equals(name)
                ? FormErrors.of(() -> service.delete(name, then, viewer.actor()))
                : new FormErrors(
                        "Nothing was deleted.", Map.of("confirm", "This is not the connection's name: " + name + "."));
        if (!errors.isEmpty()) {
            askToDelete(name, model);
            model.addAttribute("errors", errors);
            return "console/connection-delete";
        }
        Flash.done(
                redirect,
                "Deleted: the connection " + name
                        + (then == Dependents.Assets.KEEP ? ". Its assets stay." : " with its assets."));
        return "redirect:/connections";
    }

    static String to(String name) {
        return "redirect:/connections/" + name;
    }
}
