package io.rollcall.operations;

import static io.rollcall.operations.Operator.explained;

import io.rollcall.sync.Freshness.Standing;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The whole of Rollcall as an MBean; each connection has one of its own, too. */
@Component
@ManagedResource(
        objectName = "io.rollcall:type=Rollcall",
        description = "All connections: figures, and what can be done with runs and connections by name or number")
public class RollcallOperations {

    private final Deeds deeds;
    private final Standings standings;

    RollcallOperations(Deeds deeds, Standings standings) {
        this.deeds = deeds;
        this.standings = standings;
    }

    /** How many connections there are. */
    @ManagedAttribute(description = "How many connections there are")
    public int getConnections() {
        return explained(() -> standings.now().byName().size());
    }

    /** How many of them sync. */
    @ManagedAttribute(description = "How many connections sync; the others are paused or were never enabled")
    public int getEnabledConnections() {
        return explained(() -> standings.now().enabled().size());
    }

    /** How many runs are queued or under way. */
    @ManagedAttribute(description = "How many connections have a run that is queued or under way")
    public long getRunsUnderWay() {
        return explained(() -> standings.now().byName().values().stream()
                .filter(standing -> standing.openRun().isPresent())
                .count());
    }

    /** How many dead letters are open. */
    @ManagedAttribute(description = "How many dead letters of all connections are open")
    public long getOpenDeadLetters() {
        return explained(() -> standings.now().byName().values().stream()
                .mapToLong(Standing::deadLetters)
                .sum());
    }

    /** How many alerts are open. */
    @ManagedAttribute(description = "How many alerts are open, at most 500")
    public int getOpenAlerts() {
        return explained(() -> standings.now().alerts().size());
    }

    /** Starts a sync; where one is queued or under way, that one is joined. */
    @ManagedOperation(
            description =
                    "Sync a connection now. Doesn't wait for the end. Where a sync is queued or under way already,"
                            + " no second one is started. Gives the number of the run.")
    @ManagedOperationParameter(name = "connection", description = "The connection's name; it must be enabled")
    public String syncNow(String connection) {
        return deeds.syncNow(connection);
    }

    /** Cancels a run. */
    @ManagedOperation(
            description = "Cancel a run that is queued or under way. The page under way is given up; what is stored"
                    + " stays, and nothing is taken for removed.")
    @ManagedOperationParameter(name = "run", description = "The run's number")
    public String cancel(long run) {
        return deeds.cancel(run);
    }

    /** Takes an incomplete run up again. */
    @ManagedOperation(description = "Take an incomplete run up again at the page where it stopped.")
    @ManagedOperationParameter(name = "run", description = "The run's number; its state must be incomplete")
    public String resume(long run) {
        return deeds.resume(run);
    }

    /** Tries all open dead letters of a connection again. */
    @ManagedOperation(
            description = "Try all open dead letters of a connection again, in a run of their own. Gives its number."
                    + " To try single ones, use REST.")
    @ManagedOperationParameter(name = "connection", description = "The connection's name; it must be enabled")
    public String replayDeadLetters(String connection) {
        return deeds.replayDeadLetters(connection);
    }

    /** Disables a connection. */
    @ManagedOperation(
            description = "Pause a connection: it syncs no more, on no node and after no restart, until somebody has"
                    + " it sync again. A run under way ends after its page; what is stored stays.")
    @ManagedOperationParameter(name = "connection", description = "The connection's name")
    public String pause(String connection) {
        return deeds.pause(connection);
    }

    /** Tests a connection and enables it again. */
    @ManagedOperation(
            description = "Have a paused connection sync again. It is tested first, and stays paused with the reason"
                    + " where that fails; then a sync starts at once.")
    @ManagedOperationParameter(name = "connection", description = "The connection's name")
    public String unpause(String connection) {
        return deeds.unpause(connection);
    }
}
