package io.rollcall.sync;

import io.rollcall.call.CallOrigin;
import io.rollcall.connection.Connection;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the steps of a run share in this process: the connection as it was when the run started here, and a count of the
 * requests not yet written to the ledger.
 */
final class RunContext implements CallOrigin {

    private final Lease lease;
    private final RunKind kind;
    private final Connection connection;
    private final LongAdder calls = new LongAdder();
    private volatile boolean ended;
    private volatile boolean leaving;

    RunContext(Lease lease, RunKind kind, Connection connection) {
        this.lease = lease;
        this.kind = kind;
        this.connection = connection;
    }

    public Lease lease() {
        return lease;
    }

    public RunKind kind() {
        return kind;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void countCall() {
        calls.increment();
    }

    @Override
    public boolean isWanted() {
        return !ended;
    }

    /** The requests that the ledger doesn't know of yet. */
    long calls() {
        return calls.sum();
    }

    /** The ledger knows of this many more. */
    void callsWritten(long count) {
        calls.add(-count);
    }

    /** This process gives the run up, unfinished and without a verdict: another owner goes on with it. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** No step of this run needs to wait for anything any more. */
    void end() {
        ended = true;
    }
}
