package io.rollcall.call;

import io.opentelemetry.api.trace.Span;
import io.rollcall.connection.Connection;
import java.time.Duration;

/** On whose behalf a request is sent: what the body of an exchange must be when it reaches the route {@code call}. */
public interface CallOrigin {

    /** The connection whose address, credentials and limits apply. */
    Connection connection();

    /** A request is about to leave. */
    void countCall();

    /**
     * The request itself leaves now, as against one for a token before it. What this throws keeps it from leaving.
     */
    default void leaving() {}

    /** The span that its requests belong to; an invalid one: to none. */
    default Span trace() {
        return Span.getInvalid();
    }

    /** False once nobody waits for the answer any more: a wait for the limits then ends. */
    boolean isWanted();

    /** Whether anybody will still wait for the answer if the request leaves after so long. */
    default boolean isWantedAfter(Duration wait) {
        return isWanted();
    }
}
