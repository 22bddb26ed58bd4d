package io.rollcall.sync;

import io.opentelemetry.api.trace.Span;
import io.rollcall.call.ListScope;
import io.rollcall.call.PageRequest;
import io.rollcall.connection.Connection;
import java.util.Optional;

/**
 * How far a run has read its source's list: what the next page is, or that there is nothing more to do here.
 *
 * @param context the run
 * @param page the next page's number, from 0
 * @param position where it begins, in the words of the source's paging; blank: at the beginning
 * @param scope how much of the list the run wants
 * @param open whether there is a next page to read
 * @param allStored whether every page is stored already and only the run's end is missing
 */
record Scan(Optional<RunContext> context, int page, String position, ListScope scope, boolean open, boolean allStored)
        implements PageRequest {

    /** A run that was not started: there is nothing to read. */
    static final Scan REFUSED = new Scan(Optional.empty(), 0, "", ListScope.ALL, false, false);

    static Scan of(RunContext context, RunLedger.Position position) {
        return new Scan(Optional.of(context), position.page(), position.position(), position.scope(), true, false);
    }

    /**
     * Of a run every page of which is stored: the process that stored the last one was gone before it could end the run.
     */
    static Scan stored(RunContext context, RunLedger.Position position) {
        return new Scan(Optional.of(context), position.page(), position.position(), position.scope(), false, true);
    }

    Scan next(Optional<String> next) {
        return new Scan(context, page + 1, next.orElse(""), scope, next.isPresent(), false);
    }

    Scan closed() {
        return new Scan(context, page, position, scope, false, false);
    }

    RunContext run() {
        return context.orElseThrow();
    }

    @Override
    public Connection connection() {
        return run().connection();
    }

    /**
     * The name of the route that reads the list: the source's, the dead letters' for a replay, or that of opened devices
     * where the source's list has no more than what is known already.
     */
    public String lister() {
        var source = connection().source();
        return switch (run().kind()) {
            case REPLAY -> "dead-letters";
            case ON_DEMAND -> source.mapping().listsSingleDevices() ? source.name() : "opened";
            case SYNC, WEBHOOK -> source.name();
        };
    }

    @Override
    public long runNumber() {
        return run().lease().run();
    }

    @Override
    public Span trace() {
        return run().trace();
    }

    @Override
    public void countCall() {
        run().countCall();
    }

    @Override
    public boolean isWanted() {
        return run().isWanted();
    }

    @Override
    public int pageSize() {
        return connection().pageSize();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
