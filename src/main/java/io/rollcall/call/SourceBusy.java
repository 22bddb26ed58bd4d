package io.rollcall.call;

import java.time.Duration;
import java.util.Optional;

/** The MDM can't answer now, or answered with something unusable: the same request may work later. */
public final class SourceBusy extends SourceException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;
    private final boolean everything;

    public SourceBusy(String message) {
        this(message, Optional.empty(), false);
    }

    SourceBusy(String message, Optional<Duration> retryAfter, boolean everything) {
        super(message);
        this.retryAfter = retryAfter;
        this.everything = everything;
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
