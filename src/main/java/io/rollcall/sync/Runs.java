package io.rollcall.sync;

import io.opentelemetry.api.trace.Span;
import io.rollcall.call.Failures;
import io.rollcall.call.ListScope;
import io.rollcall.call.RequestRefused;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.sync.PageMessage.Ending;
import io.rollcall.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** The steps of a run that the route {@code sync} is made of: begin, go on, end. */
@Component("runs")
public class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    /** An incomplete run is taken up again this often; then a schedule begins anew. */
    private static final int MOST_RESUMES = 3;

    /** An older list has moved too far: a schedule begins anew. */
    private static final Duration YOUNG = Duration.ofHours(6);

    /** The source's clock and ours may differ, and its nodes know of a change at different moments. */
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    private final RunLedger ledger;
    private final RunReader reader;
    private final Connections connections;
    private final ActiveRuns active;
    private final Node node;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Runs(
            RunLedger ledger,
            RunReader reader,
            Connections connections,
            ActiveRuns active,
            Node node,
            ApplicationEventPublisher events,
            Clock clock) {
        this.ledger = ledger;
        this.reader = reader;
        this.connections = connections;
        this.active = active;
        this.node = node;
        this.events = events;
        this.clock = clock;
    }

    /** Whether no run of the connection is under way: what a schedule asks before it asks for a run. */
    public boolean isIdle(String connection) {
        var idle = connections
                .find(connection)
                .filter(found -> running(connection)
                        .filter(run -> !run.kind().isAboutSingleDevices())
                        .isEmpty())
                .isPresent();
        if (!idle) {
            LOG.atInfo()
                    .addKeyValue("connection", connection)
                    .log("{}: a run is under way, so this one is left out", connection);
        }
        return idle;
    }

    private Optional<Run> running(String connection) {
        return reader.newest(Optional.of(connection), 20).stream()
                .filter(run -> run.state() == RunState.RUNNING)
                .findFirst();
    }

    /** Starts a run, or takes one up again; {@link Scan#REFUSED} where another is running. */
    public Scan begin(SyncRequest request) {
        var connection = connections.find(request.connection()).filter(Connection::enabled);
        if (connection.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("connection", request.connection())
                    .log("{}: not enabled, so no run is started", request.connection());
            return Scan.REFUSED;
        }
        var lease = request.lease().or(() -> lease(request, connection.get()));
        if (lease.isEmpty()) {
            LOG.debug("{}: another run is under way or this one was ended", request.connection());
            return Scan.REFUSED;
        }
        var run = reader.find(lease.get().run()).orElseThrow();
        var position = ledger.position(run.id()).orElseThrow();
        var known = active.of(lease.get(), run.kind(), run.connection());
        known.map(context -> Tracing.log(LOG.atInfo(), context.trace()))
                .orElseGet(LOG::atInfo)
                .addKeyValue("connection", run.connection())
                .addKeyValue("run", run.id())
                .log(
                        "{}: run {} ({}, {}) {}",
                        run.connection(),
                        run.id(),
                        run.kind().key(),
                        run.trigger().key(),
                        run.resumed() > 0 ? "goes on at page " + position.page() : "begins");
        known.ifPresent(context -> context.pagesStored(position.page()));
        return known.map(context -> run.pagesComplete() ? Scan.stored(context, position) : Scan.of(context, position))
                .orElse(Scan.REFUSED);
    }

    private Optional<Lease> lease(SyncRequest request, Connection connection) {
        if (request.run().isPresent()) {
            var run = request.run().get();
            return ledger.startQueued(run, node.id()).or(() -> ledger.resume(run, node.id()));
        }
        return lastIncomplete(connection)
                .flatMap(run -> ledger.resume(run.id(), node.id()))
                .or(() -> queued(connection).flatMap(run -> ledger.startQueued(run.id(), node.id())))
                .or(() -> ledger.start(connection.id(), request.trigger(), scope(request, connection), node.id()))
                .or(() -> queuedBehindDevices(request, connection));
    }

    /** One that waits already is all that is needed. */
    private Optional<Run> queued(Connection connection) {
        return reader.open(connection.id(), RunKind.SYNC).filter(run -> run.state() == RunState.QUEUED);
    }

    /** Has a sync that the schedule asks for wait in the ledger, as so many are under way already. */
    public void queue(SyncRequest request) {
        connections
                .find(request.connection())
                .filter(Connection::enabled)
                .ifPresent(connection -> queue(request, connection));
    }

    private void queue(SyncRequest request, Connection connection) {
        ledger.queue(connection.id(), RunKind.SYNC, request.trigger(), "", scope(request, connection));
    }

    /** A tick of the schedule must not be lost because a few devices are being read just then. */
    private Optional<Lease> queuedBehindDevices(SyncRequest request, Connection connection) {
        running(connection.name())
                .filter(run -> run.kind().isAboutSingleDevices())
                .ifPresent(run -> queue(request, connection));
        return Optional.empty();
    }

    /**
     * A schedule may read only what changed, where the policy says so and a complete scan is young enough. Devices without
     * a date of their inventory are in no such list, and none tells of a device that left.
     */
    private ListScope scope(SyncRequest request, Connection connection) {
        if (request.trigger() != Trigger.SCHEDULE) {
            return ListScope.ALL;
        }
        return connection
                .policy()
                .incremental()
                .flatMap(incremental -> ledger.changesSince(connection.id(), incremental.fullEvery()))
                .<ListScope>map(moment -> new ListScope.Since(moment.minus(OVERLAP)))
                .orElse(ListScope.ALL);
    }

    private Optional<Run> lastIncomplete(Connection connection) {
        return reader.newestSync(connection.name())
                .filter(run -> run.state() == RunState.INCOMPLETE
                        && run.resumed() < MOST_RESUMES
                        && run.queuedAt().isAfter(clock.instant().minus(YOUNG)));
    }

    /** Whether the run still belongs to this process and goes on; asked before each page is read. */
    public Scan check(Scan scan) {
        if (!scan.open() || scan.run().isLeaving()) {
            return scan.closed();
        }
        if (ledger.isHeld(scan.run().lease())) {
            return scan;
        }
        leave(scan.run());
        return scan.closed();
    }

    /** Lets go of a run that this process doesn't hold any more: it was ended, or another process goes on with it. */
    void leave(RunContext run) {
        if (active.end(run.lease()) && ledger.isTakenOver(run.lease())) {
            Tracing.log(LOG.atWarn(), run.trace())
                    .addKeyValue("connection", run.connection().name())
                    .addKeyValue("run", run.lease().run())
                    .log(
                            "{}: run {} was taken over while this process stood still; nothing more of it is stored from here",
                            run.connection().name(),
                            run.lease().run());
        }
    }

    /** The request a schedule makes. */
    public SyncRequest scheduled(String connection) {
        return SyncRequest.scheduled(connection);
    }

    /** The scan that ends the loop over the pages, which a handled failure alone doesn't. */
    public Scan closed(Scan scan) {
        return scan.closed();
    }

    /** Ends a run one of whose pages couldn't be read or stored: it can be resumed at this page. */
    void stop(RunContext run, Exception failure) {
        var ending = ending(failure);
        end(run, ending.state(), ending.message());
    }

    /** How a failure ends a run: for good where a person has to mend something, else to be resumed. */
    static Ending ending(Exception failure) {
        var unknown = failure instanceof UnknownList;
        var state = Failures.needsPerson(failure) || failure instanceof RequestRefused || unknown
                ? RunState.FAILED
                : RunState.INCOMPLETE;
        var ownWords = unknown || failure instanceof EndlessList || failure instanceof EarlierPageMissing;
        return new Ending(state, ownWords ? String.valueOf(failure.getMessage()) : Failures.explain(failure));
    }

    /** Ends a run whose list couldn't be read further, once the pages read before are stored. */
    void stop(RunContext run, Ending ending) {
        end(run, ending.state(), ending.message());
    }

    /** Ends a run every page of which is stored. */
    public void finish(RunEnd ending) {
        if (ending.run().kind() == RunKind.SYNC) {
            connections.firstSynced(ending.run().connection().id());
        }
        end(ending.run(), ending.state(), ending.message());
    }

    private void end(RunContext run, RunState state, String message) {
        if (run.isLeaving() && state != RunState.SUCCEEDED && state != RunState.HELD) {
            return;
        }
        var endedHere = false;
        try {
            endedHere = ledger.end(run.lease(), state, message, run.calls());
        } finally {
            // Even if the database is away: a run that nobody works on any more must not look alive.
            if (!endedHere) {
                leave(run);
            }
        }
        if (!endedHere) {
            return;
        }
        Tracing.state(run.trace(), state.key(), state == RunState.FAILED || state == RunState.INCOMPLETE);
        active.end(run.lease());
        note(run, state, message);
        reader.find(run.lease().run()).ifPresent(ended -> {
            log(ended, run.trace());
            events.publishEvent(new RunEnded(ended));
        });
    }

    /** Only a sync shows that all is well again, and a webhook's single device says nothing of the connection. */
    private void note(RunContext run, RunState state, String message) {
        if (run.kind() == RunKind.SYNC) {
            connections.note(run.connection().id(), state == RunState.FAILED ? message : "");
        } else if (run.kind() == RunKind.REPLAY && state == RunState.FAILED) {
            connections.note(run.connection().id(), message);
        }
    }

    /** {@code , of them 120 computers, 30 mobile devices}; blank where the source has one list. */
    private static String kinds(Run run) {
        return run.kinds().isEmpty()
                ? ""
                : run.kinds().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(kind -> kind.getValue() + " " + kind.getKey().replace('-', ' '))
                        .collect(Collectors.joining(", ", ", of them ", ""));
    }

    private static void log(Run run, Span trace) {
        var counts = run.counts();
        var summary =
                "%s: run %d %s: %d devices seen%s (%d created, %d updated, %d unchanged, %d skipped, %d duplicate, "
                        + "%d failed), %d removed, %d pages, %d API calls%s";
        var line = summary.formatted(
                run.connection(),
                run.id(),
                run.state().key(),
                counts.seen(),
                kinds(run),
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                counts.skipped(),
                counts.duplicate(),
                counts.failed(),
                counts.removed(),
                run.pages(),
                run.apiCalls(),
                run.message().isEmpty() ? "" : ". " + run.message());
        Tracing.log(LOG.atLevel(run.state() == RunState.SUCCEEDED ? Level.INFO : Level.WARN), trace)
                .addKeyValue("connection", run.connection())
                .addKeyValue("run", run.id())
                .log(line);
    }
}
