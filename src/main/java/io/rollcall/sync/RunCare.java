package io.rollcall.sync;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
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
class RunCare {

    private static final Logger LOG = LoggerFactory.getLogger(RunCare.class);

    private final RunLedger ledger;
    private final ActiveRuns active;
    private final Node node;
    private final SyncProperties properties;
    private final ConnectionRoutes routes;
    private final Runs runs;
    private volatile boolean ready;

    @Autowired
    RunCare(
            RunLedger ledger,
            ActiveRuns active,
            Node node,
            SyncProperties properties,
            ConnectionRoutes routes,
            Runs runs) {
        this.ledger = ledger;
        this.active = active;
        this.node = node;
        this.properties = properties;
        this.routes = routes;
        this.runs = runs;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
    }

    @Scheduled(fixedDelayString = "${rollcall.runs.heartbeat:3s}")
    void beat() {
        if (!ready) {
            return;
        }
        try {
            beatForRuns();
            routes.reconcile();
            takeOver();
            startQueued();
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
        for (var lease : ledger.takeOver(properties.lease(), node.id())) {
            active.end(lease.run());
            ledger.find(lease.run()).ifPresent(run -> {
                LOG.warn(
                        "{}: run {} was left by a process that ended or fell silent; it goes on here",
                        run.connection(),
                        run.id());
                routes.send(SyncRequest.takenOver(run, lease));
            });
        }
    }

    private void startQueued() {
        ledger.ready().forEach(run -> routes.send(SyncRequest.queued(run)));
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
