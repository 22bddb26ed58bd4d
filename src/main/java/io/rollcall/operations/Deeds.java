package io.rollcall.operations;

import static io.rollcall.operations.Operator.explained;

import io.rollcall.access.Audit;
import io.rollcall.connection.ConnectionService;
import io.rollcall.sync.RunReader;
import io.rollcall.sync.RunState;
import io.rollcall.sync.Syncs;
import io.rollcall.sync.Trigger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What MBeans do: the same as REST, kept in the audit under who asked. Each answers at once with a sentence; what becomes
 * of a run is in the ledger.
 */
@Component
class Deeds {

    private static final int RECENT = 50;

    private final Syncs syncs;
    private final RunReader runs;
    private final ConnectionService connections;
    private final Audit audit;

    Deeds(Syncs syncs, RunReader runs, ConnectionService connections, Audit audit) {
        this.syncs = syncs;
        this.runs = runs;
        this.connections = connections;
        this.audit = audit;
    }

    String syncNow(String connection) {
        return explained(() -> {
            var actor = Operator.get();
            var requested = syncs.sync(connection, Trigger.JMX, actor.name());
            audit.add(actor, "connection.sync", "connection/" + connection, Map.of("run", requested.run()));
            return "run " + requested.run() + (requested.joined() ? ", which was asked for already" : "");
        });
    }

    String cancel(long run) {
        return explained(() -> {
            var actor = Operator.get();
            syncs.cancel(run, actor.name());
            audit.add(actor, "run.cancel", "run/" + run, Map.of());
            return "run " + run + " is cancelled";
        });
    }

    String resume(long run) {
        return explained(() -> {
            syncs.resume(run);
            audit.add(Operator.get(), "run.resume", "run/" + run, Map.of());
            return "run " + run + " goes on";
        });
    }

    /** Cancels the run of a connection that is under way, else the one that is queued. */
    String cancelRunOf(String connection) {
        return recent(connection, Set.of(RunState.RUNNING))
                .or(() -> recent(connection, Set.of(RunState.QUEUED)))
                .map(this::cancel)
                .orElseThrow(() -> new IllegalArgumentException("No run of " + connection + " is under way."));
    }

    /** Takes the newest run of a connection that is incomplete up again. */
    String resumeRunOf(String connection) {
        return recent(connection, Set.of(RunState.INCOMPLETE))
                .map(this::resume)
                .orElseThrow(() -> new IllegalArgumentException("No recent run of " + connection + " is incomplete."));
    }

    private Optional<Long> recent(String connection, Set<RunState> states) {
        return explained(() -> runs.newest(Optional.of(connection), RECENT)).stream()
                .filter(run -> states.contains(run.state()))
                .map(run -> run.id())
                .findFirst();
    }

    String replayDeadLetters(String connection) {
        return explained(() -> {
            var actor = Operator.get();
            var run = syncs.replay(connection, Optional.empty(), Trigger.JMX, actor.name())
                    .run();
            audit.add(actor, "dead-letter.replay", "connection/" + connection, Map.of("run", run));
            return "run " + run;
        });
    }

    String pause(String connection) {
        return explained(() -> {
            var actor = Operator.get();
            connections.disable(connection, "Disabled by " + actor.name() + ".", actor);
            return connection + " is paused";
        });
    }

    String unpause(String connection) {
        return explained(() -> {
            connections.enable(connection, Operator.get());
            return connection + " syncs again";
        });
    }
}
