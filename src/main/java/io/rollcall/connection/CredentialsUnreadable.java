package io.rollcall.connection;

/** A connection's stored credentials can't be decrypted with today's key. */
public final class CredentialsUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CredentialsUnreadable(String connection) {
        super("The stored credentials of connection " + connection
                + " can't be read with the secret key in use: restore the key, or enter the credentials again.");
    }
}
