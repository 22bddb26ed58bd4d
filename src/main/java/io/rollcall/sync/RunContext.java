package io.rollcall.sync;

import io.opentelemetry.api.trace.Span;
import io.rollcall.call.CallOrigin;
import io.rollcall.connection.Connection;
import io.rollcall.source.RestrictedField;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the steps of a run share in this process: the connection as it was when the run started here, and a count of the
 * requests not yet written to the ledger.
 */
final class RunContext implements CallOrigin {

    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    /** Pages are taken from the pipe in their order, but one may be opened a moment before the one in front of it. */
    private static final Duration LONGEST_OVERTAKING = Duration.ofSeconds(2);

    private final Lease lease;
    private final RunKind kind;
    private final Connection connection;
    private final Span trace;
    private final LongAdder calls = new LongAdder();
    private int pagesStored = -1;
    private final Set<Integer> underWay = new HashSet<>();
    private final Set<RestrictedField> forbidden = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;
    private volatile boolean leaving;

    RunContext(Lease lease, RunKind kind, Connection connection, Span trace) {
        this.lease = lease;
        this.kind = kind;
        this.connection = connection;
        this.trace = trace;
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
    public Span trace() {
        return trace;
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

    /** The credentials may not read these secrets, of whatever device: nobody is asked for them again in this run. */
    Set<RestrictedField> forbidden() {
        return forbidden;
    }

    /** A page was opened here: those after it wait for it. */
    synchronized void begin(int page) {
        underWay.add(page);
        notifyAll();
    }

    /**
     * Waits until the pages before this one are stored, as far as this process knows; but not for long, as another
     * process may store them, and not beyond the end of the run. The ledger has the last word.
     *
     * @return false: none of them is stored or under way here, so that none will come
     */
    synchronized boolean awaitTurn(int page) throws InterruptedException {
        var span = isEarlierUnderWay(page) ? LONGEST_TURN : LONGEST_OVERTAKING;
        var deadline = System.nanoTime() + span.toNanos();
        var left = span.toMillis();
        while (pagesStored >= 0 && pagesStored < page && isGoingOn() && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
        return pagesStored < 0 || pagesStored >= page || isEarlierUnderWay(page) || !isGoingOn();
    }

    /** Waits until no page before this one is under way here any more, or the run has ended. */
    synchronized void awaitEarlier(int page) throws InterruptedException {
        while (isGoingOn() && isEarlierUnderWay(page)) {
            wait(LONGEST_TURN.toMillis());
        }
    }

    private boolean isEarlierUnderWay(int page) {
        return underWay.stream().anyMatch(earlier -> earlier < page);
    }

    /** The ledger has at least this many pages. */
    synchronized void pagesStored(int count) {
        pagesStored = Math.max(pagesStored, count);
        underWay.removeIf(page -> page < count);
        notifyAll();
    }

    /** Whether the run still goes on in this process. */
    boolean isGoingOn() {
        return !ended && !leaving;
    }

    /** This process gives the run up, unfinished and without a verdict: another owner goes on with it. */
    synchronized void leave() {
        leaving = true;
        notifyAll();
    }

    boolean isLeaving() {
        return leaving;
    }

    /** No step of this run needs to wait for anything any more. */
    synchronized void end() {
        ended = true;
        trace.end();
        notifyAll();
    }
}
