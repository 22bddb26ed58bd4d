package io.rollcall.access;

/** A user, token or link can't be what someone asks of it; the message is for people. */
public final class AccessProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What sort of problem it is. */
    public enum Kind {
        NOT_FOUND,
        CONFLICT,
        /** It isn't certain enough that it is who signed in. */
        UNPROVEN
    }

    private final Kind kind;

    private AccessProblem(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @param what for example {@code user 12} */
    static AccessProblem notFound(String what) {
        return new AccessProblem(Kind.NOT_FOUND, "There is no " + what + ".");
    }

    static AccessProblem conflict(String message) {
        return new AccessProblem(Kind.CONFLICT, message);
    }

    static AccessProblem unproven(String message) {
        return new AccessProblem(Kind.UNPROVEN, message);
    }

    public Kind kind() {
        return kind;
    }
}
