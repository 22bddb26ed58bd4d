package io.rollcall.call;

/** The MDM refuses the connection: token, permission, address or certificate. Only a person can mend it. */
public final class SourceRefused extends SourceException {

    private static final long serialVersionUID = 1L;

    private final int status;

    SourceRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
