package io.rollcall.startup;

/**
 * Something a person has to put right before Rollcall can start. The console shows the three sentences, no stack trace,
 * and the process ends with exit code 1. No part may hold a secret.
 */
public class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String meaning;
    private final String action;

    /**
     * @param happened what happened, with the names (directory, process, address) a person needs to find it
     * @param meaning what follows from it, and what has been left alone
     * @param action what to do, the usual way first
     */
    public StartupFailure(String happened, String meaning, String action) {
        super(happened);
        this.meaning = meaning;
        this.action = action;
    }

    /** As the other constructor, with the exception that tells more; it is logged at debug level only. */
    public StartupFailure(String happened, String meaning, String action, Throwable cause) {
        super(happened, cause);
        this.meaning = meaning;
        this.action = action;
    }

    /** What follows from it. */
    public String meaning() {
        return meaning;
    }

    /** What to do. */
    public String action() {
        return action;
    }
}
