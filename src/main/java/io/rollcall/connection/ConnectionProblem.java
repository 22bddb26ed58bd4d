package io.rollcall.connection;

/** A connection can't be what someone asks of it; the message is for people and names no secret. */
public final class ConnectionProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What sort of problem it is. */
    public enum Kind {
        NOT_FOUND,
        /** It exists, but its state doesn't allow this. */
        CONFLICT
    }

    private final Kind kind;

    private ConnectionProblem(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public static ConnectionProblem notFound(String name) {
        return new ConnectionProblem(Kind.NOT_FOUND, "There is no connection \"" + name + "\".");
    }

    public static ConnectionProblem conflict(String message) {
        return new ConnectionProblem(Kind.CONFLICT, message);
    }

    public Kind kind() {
        return kind;
    }
}
