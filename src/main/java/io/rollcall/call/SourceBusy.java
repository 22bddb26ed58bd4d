package io.rollcall.call;

import java.time.Duration;
import java.util.Optional;

/** The MDM can't answer now, or answered with something unusable: the same request may work later. */
public final class SourceBusy extends SourceException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;
    private final boolean everything;
    private final int status;

    public SourceBusy(String message) {
        this(message, Optional.empty(), false, 0);
    }

    SourceBusy(String message, Optional<Duration> retryAfter, boolean everything) {
        this(message, retryAfter, everything, 0);
    }

    SourceBusy(String message, Optional<Duration> retryAfter, boolean everything, int status) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
        this.everything = everything;
    }

    /** A request that is to be sent again at once, because what failed was changed since: another path, another token. */
    public static SourceBusy again(String message, int status) {
        return new SourceBusy(message, Optional.of(Duration.ofMillis(1)), false, status);
    }

    /** The HTTP status; 0: there was no answer, or none that could be used. */
    public int status() {
        return status;
    }

    /** How long the MDM asks to wait; empty: it doesn't say. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether no request at all is answered just now, as against only this one. */
    public boolean everything() {
        return everything;
    }
}
