package io.rollcall.sync;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.connection.ConnectionProblem;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/**
 * What operations people ask of runs by JMX: the same as by REST, kept in the audit as done by {@code jmx}. Each answers
 * at once with a sentence; what becomes of the run is in the ledger ({@code GET /api/v1/runs/<number>}).
 */
@Component
@ManagedResource(objectName = "io.rollcall:type=Sync", description = "Starts, cancels and resumes runs of connections")
public class SyncOperations {

    /** JMX knows no person: who may use it is a matter of the machine. */
    private static final Actor ACTOR = new Actor("jmx", "");

    private final Syncs syncs;
    private final Audit audit;

    SyncOperations(Syncs syncs, Audit audit) {
        this.syncs = syncs;
        this.audit = audit;
    }

    /** Starts a sync; where one is queued or under way, that one is joined. */
    @ManagedOperation(
            description =
                    "Sync a connection now. Doesn't wait for the end. Where a sync is queued or under way already,"
                            + " no second one is started. Gives the number of the run.")
    @ManagedOperationParameter(name = "connection", description = "The connection's name; it must be enabled")
    public String syncNow(String connection) {
        return explained(() -> {
            var requested = syncs.sync(connection, Trigger.JMX, ACTOR.name());
            audit.add(ACTOR, "connection.sync", "connection/" + connection, Map.of("run", requested.run()));
            return "run " + requested.run() + (requested.joined() ? ", which was asked for already" : "");
        });
    }

    /** Cancels a run. */
    @ManagedOperation(
            description = "Cancel a run that is queued or under way. The page under way is given up; what is stored"
                    + " stays, and nothing is taken for removed.")
    @ManagedOperationParameter(name = "run", description = "The run's number")
    public String cancel(long run) {
        return explained(() -> {
            syncs.cancel(run, ACTOR.name());
            audit.add(ACTOR, "run.cancel", "run/" + run, Map.of());
            return "run " + run + " is cancelled";
        });
    }

    /** Takes an incomplete run up again. */
    @ManagedOperation(description = "Take an incomplete run up again at the page where it stopped.")
    @ManagedOperationParameter(name = "run", description = "The run's number; its state must be incomplete")
    public String resume(long run) {
        return explained(() -> {
            syncs.resume(run);
            audit.add(ACTOR, "run.resume", "run/" + run, Map.of());
            return "run " + run + " goes on";
        });
    }

    /** Tries all open dead letters of a connection again. */
    @ManagedOperation(
            description = "Try all open dead letters of a connection again, in a run of their own. Gives its number."
                    + " To try single ones, use REST.")
    @ManagedOperationParameter(name = "connection", description = "The connection's name; it must be enabled")
    public String replayDeadLetters(String connection) {
        return explained(() -> {
            var run = syncs.replay(connection, Optional.empty(), Trigger.JMX, ACTOR.name())
                    .run();
            audit.add(ACTOR, "dead-letter.replay", "connection/" + connection, Map.of("run", run));
            return "run " + run;
        });
    }

    /** A JMX client has none of our classes: it gets the message in an exception of the JDK. */
    private static String explained(Supplier<String> operation) {
        try {
            return operation.get();
        } catch (RunProblem | ConnectionProblem e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }
}
