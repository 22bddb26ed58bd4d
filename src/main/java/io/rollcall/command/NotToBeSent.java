package io.rollcall.command;

/** A command's request must not leave: it has left already, waited for too long, or is not wanted any more. */
final class NotToBeSent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotToBeSent(long command) {
        super("Command " + command + " is not to be sent (any more).");
    }
}
