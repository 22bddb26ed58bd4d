package io.rollcall.sync;

import io.rollcall.connection.Connections;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The runs this process works on, with what their steps share. */
@Component
class ActiveRuns {

    private final Connections connections;
    private final Map<Long, RunContext> runs = new ConcurrentHashMap<>();

    ActiveRuns(Connections connections) {
        this.connections = connections;
    }

    /** The run's context; made anew where the lease is newer than the one known. Empty: the connection is gone. */
    Optional<RunContext> of(Lease lease, RunKind kind, String connection) {
        return Optional.ofNullable(runs.compute(lease.run(), (run, context) -> {
            if (context != null && context.lease().equals(lease)) {
                return context;
            }
            return connections
                    .find(connection)
                    .map(found -> new RunContext(lease, kind, found))
                    .orElse(null);
        }));
    }

    /** The steps of the run have nothing to wait for any more. */
    void end(long run) {
        var context = runs.remove(run);
        if (context != null) {
            context.end();
        }
    }

    /** Likewise for all runs of a connection. */
    void endAll(String connection) {
        of(connection).map(run -> run.lease().run()).forEach(this::end);
    }

    /** This process is giving the runs of a connection up. */
    void leave(String connection) {
        of(connection).forEach(RunContext::leave);
    }

    /** This process is ending. */
    void leaveAll() {
        runs.values().forEach(RunContext::leave);
    }

    private Stream<RunContext> of(String connection) {
        return runs.values().stream().filter(run -> run.connection().name().equals(connection));
    }

    Collection<Long> numbers() {
        return runs.keySet();
    }
}
