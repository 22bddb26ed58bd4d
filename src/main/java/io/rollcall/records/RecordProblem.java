package io.rollcall.records;

/** A record can't be what someone asks of it; the message is for people. */
public final class RecordProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What sort of problem it is. */
    public enum Kind {
        NOT_FOUND,
        /** It exists, but its state or another record doesn't allow this. */
        CONFLICT,
        /** It was changed since the version that the sender knows. */
        STALE
    }

    private final Kind kind;

    private RecordProblem(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @param what for example {@code person 12} */
    public static RecordProblem notFound(String what) {
        return new RecordProblem(Kind.NOT_FOUND, "There is no " + what + ".");
    }

    public static RecordProblem conflict(String message) {
        return new RecordProblem(Kind.CONFLICT, message);
    }

    static RecordProblem stale(String message) {
        return new RecordProblem(Kind.STALE, message);
    }

    public Kind kind() {
        return kind;
    }
}
