package io.rollcall.sync;

import io.opentelemetry.api.trace.Span;
import io.rollcall.call.CallOrigin;
import io.rollcall.connection.Connection;

/**
 * A device that a complete scan missed, on its way through the route {@code look-up}. Its accessors are what the routes
 * ask.
 *
 * @param of all that the scan missed
 * @param id its number here
 * @param sourceId the source's id of it
 * @param missedBefore whether the complete scan before this one missed it, too
 */
record MissingDevice(MissingDevices of, long id, String sourceId, boolean missedBefore) implements CallOrigin {

    /** What a look-up of the device came to. */
    record Answered(MissingDevice device, RemovalPlan.Answer answer) {}

    /** False once it is clear that no further look-up will be answered, or nobody waits for it. */
    public boolean isWorthAsking() {
        return of.isWorthAsking();
    }

    @Override
    public Connection connection() {
        return of.run().connection();
    }

    /**
     * The id as part of a path.
     *
     * @throws IllegalStateException if it has characters that could change the path
     */
    public String pathId() {
        return SourceDevice.inPath(sourceId);
    }

    /** The name of the source whose route looks it up. */
    public String reader() {
        return connection().source().name();
    }

    @Override
    public Span trace() {
        return of.run().trace();
    }

    @Override
    public void countCall() {
        of.run().countCall();
    }

    @Override
    public boolean isWanted() {
        return of.run().isWanted();
    }

    /** One and the same, or another: Camel hashes the body of every exchange that an expression looks into. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "missing device " + sourceId;
    }
}
