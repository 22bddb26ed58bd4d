package io.rollcall.operations;

import static io.rollcall.operations.Operator.explained;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.sync.Run;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;

/** A connection as an MBean: how it stands, and what an operator does with it. */
@ManagedResource(description = "A connection: how it stands, and what can be done with it")
public class ConnectionOperations {

    private final String name;
    private final Connections connections;
    private final Standings standings;
    private final Deeds deeds;

    ConnectionOperations(String name, Connections connections, Standings standings, Deeds deeds) {
        this.name = name;
        this.connections = connections;
        this.standings = standings;
        this.deeds = deeds;
    }

    /** Whether it syncs. */
    @ManagedAttribute(description = "Whether it syncs; if not, Attention has the reason")
    public boolean isEnabled() {
        return explained(() -> standings.now().enabled().contains(name));
    }

    /** What is wrong with it. */
    @ManagedAttribute(description = "What is wrong with it or why it is paused; blank: nothing")
    public String getAttention() {
        return explained(() -> standings
                .now()
                .alertOf(name)
                .or(() -> connections.find(name).map(Connection::attention))
                .orElse(""));
    }

    /** When its last good sync ended. */
    @ManagedAttribute(description = "When its last sync that read everything it wanted ended, UTC; blank: never")
    public String getLastSuccess() {
        return explained(
                () -> standings.now().of(name).goodAt().map(Instant::toString).orElse(""));
    }

    /** What became of its newest sync. */
    @ManagedAttribute(description = "Its newest sync: number, state, and what there is to say of it; blank: none yet")
    public String getLastSync() {
        return explained(() -> Optional.ofNullable(standings.now().lastSyncs().get(name))
                .map(ConnectionOperations::words)
                .orElse(""));
    }

    private static String words(Run run) {
        return "run " + run.id() + " " + run.state().key() + (run.message().isBlank() ? "" : ": " + run.message());
    }

    /** The run that is queued or under way. */
    @ManagedAttribute(description = "The number of the run that is queued or under way; 0: none")
    public long getRunUnderWay() {
        return explained(() -> standings.now().of(name).openRun().orElse(0L));
    }

    /** How many dead letters are open. */
    @ManagedAttribute(description = "How many of its dead letters are open")
    public long getOpenDeadLetters() {
        return explained(() -> standings.now().of(name).deadLetters());
    }

    /** How many devices its source had. */
    @ManagedAttribute(description = "How many devices its source had when it was last read to the end")
    public long getDevices() {
        return explained(() -> standings.now().of(name).devices());
    }

    /** Starts a sync; where one is queued or under way, that one is joined. */
    @ManagedOperation(
            description = "Sync now. Doesn't wait for the end. Where a sync is queued or under way already, no second"
                    + " one is started. Gives the number of the run.")
    public String syncNow() {
        return deeds.syncNow(name);
    }

    /** Cancels the run under way. */
    @ManagedOperation(
            description = "Cancel the run that is under way, else the one that is queued. The page under way is given"
                    + " up; what is stored stays, and nothing is taken for removed.")
    public String cancelRun() {
        return deeds.cancelRunOf(name);
    }

    /** Takes the newest incomplete run up again. */
    @ManagedOperation(description = "Take the newest incomplete run up again at the page where it stopped.")
    public String resumeRun() {
        return deeds.resumeRunOf(name);
    }

    /** Tries all open dead letters again. */
    @ManagedOperation(
            description = "Try all open dead letters again, in a run of their own. Gives its number. To try single"
                    + " ones, use the console or REST.")
    public String replayDeadLetters() {
        return deeds.replayDeadLetters(name);
    }

    /** Disables the connection. */
    @ManagedOperation(
            description = "Pause the connection: it syncs no more, on no node and after no restart, until somebody has"
                    + " it sync again. A run under way ends after its page; what is stored stays.")
    public String pause() {
        return deeds.pause(name);
    }

    /** Tests the connection and enables it again. */
    @ManagedOperation(
            description = "Have the paused connection sync again. It is tested first, and stays paused with the reason"
                    + " where that fails; then a sync starts at once.")
    public String unpause() {
        return deeds.unpause(name);
    }
}
