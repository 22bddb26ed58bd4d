package io.rollcall.sync;

/** A run can't be what someone asks of it; the message is for people. */
public final class RunProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean missing;

    private RunProblem(boolean missing, String message) {
        super(message);
        this.missing = missing;
    }

    public static RunProblem notFound(long id) {
        return new RunProblem(true, "There is no run " + id + ".");
    }

    static RunProblem conflict(String message) {
        return new RunProblem(false, message);
    }

    /** Whether there is no such run, as against one in the wrong state. */
    public boolean isMissing() {
        return missing;
    }
}
