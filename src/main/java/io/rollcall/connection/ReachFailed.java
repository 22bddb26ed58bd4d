package io.rollcall.connection;

/** A step of a connection's test that didn't work out. The message says what was found, for people, without a secret. */
public final class ReachFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /** What sort of failure it is: what to do follows from it. */
    public enum Kind {
        /** The name leads nowhere, or to an address that isn't allowed. */
        ADDRESS,
        /** Nobody answers at the address. */
        UNREACHABLE,
        /** The server's certificate isn't trusted. */
        CERTIFICATE,
        /** 401: the credentials are wrong; some tenants say it where a permission is missing, too. */
        SIGN_IN,
        /** 403: the credentials are known but may not do this. */
        PERMISSION,
        /** 404: there is no such path, as on a server older than expected. */
        NOT_FOUND,
        /** Another 4xx: the request was understood and is not carried out. */
        REFUSED,
        /** No request leaves just now, whatever it asks: a limit is used up, or the MDM is left alone for a while. */
        LATER,
        /** Any other answer, or none that can be used. */
        ANSWER
    }

    private final Kind kind;

    public ReachFailed(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }
}
