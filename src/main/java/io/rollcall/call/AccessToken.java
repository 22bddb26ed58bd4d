package io.rollcall.call;

import java.time.Duration;

/**
 * A token that runs out. Never printed.
 *
 * @param value what is sent
 * @param usableTill by {@link System#nanoTime()}: some time before it really runs out
 */
record AccessToken(String value, long usableTill) {

    /** A request needs its time: a token is not used in its last moments. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int SHARE = 5;

    /** @param lives as the server says, counted from the moment it was asked */
    static AccessToken of(String value, Duration lives, long asked) {
        var margin = Math.min(MARGIN.toNanos(), lives.toNanos() / SHARE);
        return new AccessToken(value, asked + lives.toNanos() - margin);
    }

    boolean isUsable(long now) {
        return now - usableTill < 0;
    }

    String header() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "access token";
    }
}
