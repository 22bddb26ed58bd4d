package io.rollcall.restricted;

import java.time.Duration;

/** Somebody reveals more values than a person could use; the message is for people. */
public final class TooManyReveals extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyReveals(int most, Duration wait) {
        super("At most " + most + " restricted values are revealed to one person or token in " + wait.toSeconds()
                + " seconds. Nothing was revealed; try again later.");
        this.wait = wait;
    }

    /** After this at the latest another value is revealed. */
    public Duration waiting() {
        return wait;
    }
}
