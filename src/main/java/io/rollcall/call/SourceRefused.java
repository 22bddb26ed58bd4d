package io.rollcall.call;

/** The MDM refuses the connection: token, permission, address or certificate. Only a person can mend it. */
public final class SourceRefused extends SourceException {

    private static final long serialVersionUID = 1L;

    public SourceRefused(String message) {
        super(message);
    }

    public SourceRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
