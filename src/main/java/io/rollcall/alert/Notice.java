package io.rollcall.alert;

/**
 * One thing to tell to one destination: that an alert was raised, or that it is over.
 *
 * @param id the same at each try, so that who gets it twice can tell
 * @param closed whether it is over
 * @param tries this one included
 */
public record Notice(long id, Destination destination, boolean closed, int tries, Alert alert) {

    /** For the route's choice. */
    public String destinationKey() {
        return destination.key();
    }
}
