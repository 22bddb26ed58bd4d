package io.rollcall.sync;

import io.rollcall.connection.Connections;
import io.rollcall.trace.Tracing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The runs this process works on, with what their steps share. */
@Component
class ActiveRuns {

    private final Connections connections;
    private final Tracing tracing;
    private final Map<Long, RunContext> runs = new ConcurrentHashMap<>();

    private volatile boolean leaving;

    ActiveRuns(Connections connections, Tracing tracing) {
        this.connections = connections;
        this.tracing = tracing;
    }

    /** The run's context, made anew where its lease is newer than the known one. Empty: an older lease, or no connection. */
    Optional<RunContext> of(Lease lease, RunKind kind, String connection) {
        var current = runs.compute(lease.run(), (run, context) -> {
            if (context != null && context.lease().fence() >= lease.fence()) {
                return context;
            }
            return connections
                    .find(connection)
                    .map(found -> new RunContext(lease, kind, found, tracing.run(connection, run, kind.key())))
                    .orElse(null);
        });
        if (current != null && leaving) {
            current.leave();
        }
        return Optional.ofNullable(current).filter(context -> context.lease().equals(lease));
    }

    /** The run's context, where it is known with this lease. */
    Optional<RunContext> find(Lease lease) {
        return Optional.ofNullable(runs.get(lease.run()))
                .filter(context -> context.lease().equals(lease));
    }

    /** The steps of the run have nothing to wait for any more. */
    void end(long run) {
        var context = runs.remove(run);
        if (context != null) {
            context.end();
        }
    }

    /** Likewise, for this lease of the run only; false where it is none that is known here. */
    boolean end(Lease lease) {
        var context = find(lease).filter(found -> runs.remove(lease.run(), found));
        context.ifPresent(RunContext::end);
        return context.isPresent();
    }

    /** Likewise for all runs of a connection. */
    void endAll(String connection) {
        of(connection).map(run -> run.lease().run()).forEach(this::end);
    }

    /** This process is giving the runs of a connection up. */
    void leave(String connection) {
        of(connection).forEach(RunContext::leave);
    }

    /** This process is ending; a run that begins all the same is left at once. */
    void leaveAll() {
        leaving = true;
        runs.values().forEach(RunContext::leave);
    }

    private Stream<RunContext> of(String connection) {
        return runs.values().stream().filter(run -> run.connection().name().equals(connection));
    }

    List<RunContext> all() {
        return List.copyOf(runs.values());
    }
}
