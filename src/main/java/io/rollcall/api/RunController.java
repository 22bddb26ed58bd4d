package io.rollcall.api;

import io.rollcall.access.Audit;
import io.rollcall.sync.HeldRuns;
import io.rollcall.sync.HeldRuns.HeldDevice;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunFigures;
import io.rollcall.sync.RunFigures.Figures;
import io.rollcall.sync.RunFigures.Progress;
import io.rollcall.sync.RunReader;
import io.rollcall.sync.Syncs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/runs")
@Tag(name = "Runs", description = "What syncs and replays did")
class RunController {

    private static final int PAGE = 100;

    private final RunReader reader;
    private final RunFigures figures;
    private final Syncs syncs;
    private final HeldRuns held;
    private final Audit audit;
    private final CurrentActor actor;

    RunController(RunReader reader, RunFigures figures, Syncs syncs, HeldRuns held, Audit audit, CurrentActor actor) {
        this.reader = reader;
        this.figures = figures;
        this.syncs = syncs;
        this.held = held;
        this.audit = audit;
        this.actor = actor;
    }

    /**
     * A run as REST shows it.
     *
     * @param kinds how many of the devices seen are from each of the source's lists; empty: it has one
     * @param scope how much of the list is read: blank: all; "since ..."; "only ..."
     * @param apiCalls requests sent to the source so far, retries included
     * @param pages pages stored so far
     * @param notices how many skips, duplicates and notices there are to read
     */
    record RunView(
            long id,
            String connection,
            String kind,
            String trigger,
            String requestedBy,
            String state,
            String message,
            int resumed,
            int pages,
            boolean scanComplete,
            Run.Counts counts,
            Map<String, Integer> kinds,
            String scope,
            long apiCalls,
            long notices,
            Progress progress,
            Instant queuedAt,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt) {

        static RunView of(Run run, Figures figures) {
            return new RunView(
                    run.id(),
                    run.connection(),
                    run.kind().key(),
                    run.trigger().key(),
                    run.requestedBy(),
                    run.state().key(),
                    run.message(),
                    run.resumed(),
                    run.pages(),
                    run.scanComplete(),
                    run.counts(),
                    run.kinds(),
                    run.scope().text(),
                    run.apiCalls(),
                    figures.notices(),
                    figures.progress(),
                    run.queuedAt(),
                    run.startedAt(),
                    run.finishedAt());
        }
    }

    /** A skip, duplicate or notice. */
    record NoticeView(long id, String kind, String sourceId, String serial, String deviceName, String reason) {}

    @GetMapping
    @Operation(summary = "Runs, the newest first", description = "\"before\" is the id of the last one seen.")
    List<RunView> list(
            @RequestParam Optional<String> connection, @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        return views(reader.before(connection.map(Query::text), before, PAGE));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One run, with its counts so far")
    RunView get(@PathVariable long id) {
        return views(reader.find(id).stream().toList()).stream()
                .findFirst()
                .orElseThrow(() -> NotFound.of("run " + id));
    }

    /** A run deleted with its connection in between is left out. */
    private List<RunView> views(List<Run> runs) {
        var known = figures.of(runs.stream().map(Run::id).toList());
        return runs.stream()
                .filter(run -> known.containsKey(run.id()))
                .map(run -> RunView.of(run, known.get(run.id())))
                .toList();
    }

    @GetMapping("/{id}/notices")
    @Operation(
            summary = "What the run skipped and noticed, with reasons",
            description = "In order; \"after\" is the id of the last one seen.")
    List<NoticeView> notices(@PathVariable long id, @RequestParam(defaultValue = "0") long after) {
        get(id);
        return reader.remarks(id, after, PAGE).stream()
                .map(numbered -> new NoticeView(
                        numbered.id(),
                        numbered.remark().kind().key(),
                        numbered.remark().sourceId(),
                        numbered.remark().serial(),
                        numbered.remark().deviceName(),
                        numbered.remark().reason()))
                .toList();
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Cancel a run", description = "The pages stored so far are kept.")
    RunView cancel(@PathVariable long id) {
        syncs.cancel(id, actor.get().name());
        audit.add(actor.get(), "run.cancel", "run/" + id, Map.of());
        return get(id);
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Take an incomplete run up again where it stopped")
    RunView resume(@PathVariable long id) {
        syncs.resume(id);
        audit.add(actor.get(), "run.resume", "run/" + id, Map.of());
        return get(id);
    }

    @GetMapping("/{id}/removals")
    @Operation(
            summary = "The devices that a held run would remove",
            description = "By number; \"after\" is the id of the last one seen. Empty where the run isn't held.")
    List<HeldDevice> removals(@PathVariable long id, @RequestParam(defaultValue = "0") long after) {
        get(id);
        return held.removals(id, after, PAGE);
    }

    @PostMapping("/{id}/approve-removals")
    @Operation(
            summary = "Remove the devices that a held run lists",
            description = "A device that a later run saw is left out.")
    RunView approveRemovals(@PathVariable long id) {
        held.approve(id, actor.get().name());
        audit.add(actor.get(), "run.approve-removals", "run/" + id, Map.of());
        return get(id);
    }

    @PostMapping("/{id}/reject-removals")
    @Operation(
            summary = "Keep the devices that a held run lists",
            description = "They don't count as missing again until a sync has seen them once.")
    RunView rejectRemovals(@PathVariable long id) {
        held.reject(id, actor.get().name());
        audit.add(actor.get(), "run.reject-removals", "run/" + id, Map.of());
        return get(id);
    }
}
