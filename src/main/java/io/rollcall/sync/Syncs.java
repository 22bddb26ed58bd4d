package io.rollcall.sync;

import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.Connections;
import io.rollcall.deadletter.DeadLetterReplay;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people and programs ask of runs: start, cancel, resume, replay. */
@Service
public class Syncs {

    private final RunLedger ledger;
    private final RunReader reader;
    private final Connections connections;
    private final ConnectionRoutes routes;
    private final ActiveRuns active;
    private final DeadLetterReplay replay;
    private final TransactionTemplate transaction;

    Syncs(
            RunLedger ledger,
            RunReader reader,
            Connections connections,
            ConnectionRoutes routes,
            ActiveRuns active,
            DeadLetterReplay replay,
            PlatformTransactionManager transactions) {
        this.ledger = ledger;
        this.reader = reader;
        this.connections = connections;
        this.routes = routes;
        this.active = active;
        this.replay = replay;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A run that was asked for.
     *
     * @param joined whether it is one that was under way already
     */
    public record Requested(long run, boolean joined) {}

    /**
     * Asks for a sync; where one is queued or running, that one is joined.
     *
     * @throws ConnectionProblem if the connection is unknown or not enabled
     */
    public Requested sync(String name, Trigger trigger, String by) {
        var connection = enabled(name);
        var open = reader.open(connection.id(), RunKind.SYNC);
        if (open.isPresent()) {
            return new Requested(open.get().id(), true);
        }
        var run = ledger.queue(connection.id(), RunKind.SYNC, trigger, by);
        run.flatMap(reader::find).ifPresent(queued -> routes.send(SyncRequest.queued(queued)));
        return run.map(id -> new Requested(id, false)).orElseGet(() -> sync(name, trigger, by));
    }

    /**
     * Asks for a replay of a connection's open dead letters.
     *
     * @param letters only these; empty: all of them
     */
    public Requested replay(String name, Optional<Set<Long>> letters, Trigger trigger, String by) {
        var connection = enabled(name);
        var run = transaction.execute(status -> queueReplay(connection, letters, trigger, by));
        reader.find(run).ifPresent(queued -> routes.send(SyncRequest.queued(queued)));
        return new Requested(run, false);
    }

    private long queueReplay(Connection connection, Optional<Set<Long>> letters, Trigger trigger, String by) {
        var run = ledger.queue(connection.id(), RunKind.REPLAY, trigger, by).orElseThrow();
        replay.choose(run, connection.id(), letters);
        return run;
    }

    /**
     * Cancels a run; the pages stored so far are kept.
     *
     * @throws RunProblem if there is no such run or it has ended
     */
    public void cancel(long id, String by) {
        var run = find(id);
        if (!ledger.cancel(id, "Cancelled by " + by + ".")) {
            throw RunProblem.conflict("Run " + id + " is " + run.state().key() + ": there is nothing to cancel.");
        }
        active.end(id);
    }

    /**
     * Takes an incomplete run up again where it stopped.
     *
     * @throws RunProblem if there is no such run or it isn't incomplete
     */
    public void resume(long id) {
        var run = find(id);
        enabled(run.connection());
        if (run.state() != RunState.INCOMPLETE) {
            throw RunProblem.conflict(
                    "Run " + id + " is " + run.state().key() + "; only an incomplete run can be resumed.");
        }
        reader.open(enabled(run.connection()).id(), RunKind.SYNC).ifPresent(other -> {
            throw RunProblem.conflict(
                    "Run " + other.id() + " of this connection is under way; resume this one after it.");
        });
        routes.send(SyncRequest.queued(run));
    }

    private Run find(long id) {
        return reader.find(id).orElseThrow(() -> RunProblem.notFound(id));
    }

    private Connection enabled(String name) {
        var connection = connections.find(name).orElseThrow(() -> ConnectionProblem.notFound(name));
        if (!connection.enabled()) {
            throw ConnectionProblem.conflict("Connection " + name + " is not enabled. "
                    + (connection.attention().isBlank() ? "Test it, then enable it." : connection.attention()));
        }
        return connection;
    }
}
