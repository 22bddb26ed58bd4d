package io.rollcall.sync;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.outbound.ConflictSeen;
import io.rollcall.outbound.Pushes;
import io.rollcall.outbound.PushesDue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Wakes the routes that empty the outbox: when something was written into it here, at a heartbeat for whatever else is due,
 * and after a sync. What no connection can send has a sync decide about it.
 */
@Component
class OutboxRuns {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRuns.class);

    private final Pushes pushes;
    private final ConnectionRoutes routes;
    private final Connections connections;
    private final RunLedger ledger;

    OutboxRuns(Pushes pushes, ConnectionRoutes routes, Connections connections, RunLedger ledger) {
        this.pushes = pushes;
        this.routes = routes;
        this.connections = connections;
        this.ledger = ledger;
    }

    /** What was committed is sent at once. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void wake(PushesDue due) {
        routes.wake(due.connection());
    }

    /** What another process left behind, or is due again. */
    void sweep() {
        pushes.beat();
        pushes.due().forEach(routes::wake);
    }

    @EventListener
    void follow(ConflictSeen seen) {
        connections
                .find(seen.connection())
                .ifPresent(connection -> ledger.queue(connection.id(), RunKind.SYNC, Trigger.OUTBOX, ""));
    }

    @EventListener
    void follow(RunEnded ended) {
        var run = ended.run();
        if (run.kind() == RunKind.SYNC && run.pagesComplete()) {
            connections
                    .find(run.connection())
                    .filter(connection -> connection.policy().push().any())
                    .ifPresent(connection -> synced(run, connection));
        }
    }

    private void synced(Run run, Connection connection) {
        try {
            pushes.synced(connection, run.id());
            routes.wake(run.connection());
        } catch (DataAccessException e) {
            LOG.atWarn()
                    .addKeyValue("connection", run.connection())
                    .addKeyValue("run", run.id())
                    .log(
                            "{}: the outbox waits for the next sync: {}",
                            run.connection(),
                            e.getMostSpecificCause().getMessage());
        }
    }
}
