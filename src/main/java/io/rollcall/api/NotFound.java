package io.rollcall.api;

/** There is no such thing. */
final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NotFound(String message) {
        super(message);
    }

    static NotFound of(String what) {
        return new NotFound("There is no " + what + ".");
    }
}
