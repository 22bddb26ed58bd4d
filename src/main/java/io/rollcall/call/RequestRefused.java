package io.rollcall.call;

/** The MDM refuses this one request; others may be answered. */
public final class RequestRefused extends SourceException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RequestRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the thing asked for doesn't exist (any more). */
    public boolean isGone() {
        return status == 404 || status == 410;
    }
}
