package io.rollcall.sync;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after the runs: says that this process is alive, takes over the runs of processes that aren't any more, and
 * starts queued runs whose connection has become idle. What is lost in this process's memory is never lost for good:
 * the ledger knows.
 */
@Component
class RunCare implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RunCare.class);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    private final RunLedger ledger;
    private final RunReader reader;
    private final ActiveRuns active;
    private final Node node;
    private final SyncProperties properties;
    private final ConnectionRoutes routes;
    private final OutboxRuns outbox;
    private final Runs runs;
    private final Map<Long, Long> asked = new HashMap<>();
    private volatile boolean ready;
    private volatile boolean running;

    RunCare(
            RunLedger ledger,
            RunReader reader,
            ActiveRuns active,
            Node node,
            SyncProperties properties,
            ConnectionRoutes routes,
            OutboxRuns outbox,
            Runs runs) {
        this.ledger = ledger;
        this.reader = reader;
        this.active = active;
        this.node = node;
        this.properties = properties;
        this.routes = routes;
        this.outbox = outbox;
        this.runs = runs;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
    }

    /** On its own: a stop of routes, which may take a while, must not make this process look gone. */
    @Scheduled(fixedDelayString = "${rollcall.runs.heartbeat:3s}")
    void beat() {
        if (ready) {
            tolerant(this::beatForRuns);
        }
    }

    @Scheduled(fixedDelayString = "${rollcall.runs.heartbeat:3s}")
    void care() {
        if (ready) {
            tolerant(() -> {
                ledger.cancelDisabled();
                routes.reconcile();
                takeOver();
                startQueued();
                outbox.sweep();
            });
        }
    }

    /** On its own likewise: each route that is stopped takes a moment. */
    @Scheduled(fixedDelayString = "${rollcall.runs.heartbeat:3s}")
    void rest() {
        if (ready) {
            routes.tend();
        }
    }

    private static void tolerant(Runnable step) {
        try {
            step.run();
        } catch (DataAccessException e) {
            LOG.warn(
                    "The database can't be reached; runs wait: {}",
                    e.getMostSpecificCause().getMessage());
        }
    }

    private void beatForRuns() {
        var known = active.all();
        var alive = ledger.beat(
                node.id(), known.stream().map(run -> run.lease().run()).toList());
        known.stream().filter(run -> !alive.contains(run.lease().run())).forEach(runs::leave);
    }

    private void takeOver() {
        for (var lease : ledger.takeOver(properties.lease(), node.id(), routes.connections())) {
            active.end(lease.run());
            reader.find(lease.run()).ifPresent(run -> {
                LOG.atWarn()
                        .addKeyValue("connection", run.connection())
                        .addKeyValue("run", run.id())
                        .log(
                                "{}: run {} was left by a process that ended or fell silent; it goes on here",
                                run.connection(),
                                run.id());
                routes.send(SyncRequest.takenOver(run, lease));
            });
        }
    }

    /** Asks again now and then only: the request before may wait behind another in the connection's route. */
    private void startQueued() {
        var ready = reader.ready();
        asked.keySet().retainAll(ready.stream().map(Run::id).toList());
        var now = System.nanoTime();
        for (var run : ready) {
            var before = asked.get(run.id());
            if ((before == null || now - before > ASK_AGAIN.toNanos()) && routes.send(SyncRequest.queued(run))) {
                asked.put(run.id(), now);
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** The process is ending: its runs are given up before the routes are stopped. */
    @Override
    public void stop() {
        running = false;
        ready = false;
        active.leaveAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The first to be stopped. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @PreDestroy
    void release() {
        try {
            ledger.release(node.id());
        } catch (DataAccessException e) {
            LOG.debug("The database is gone already; the runs are taken over when their lease ends", e);
        }
    }
}
