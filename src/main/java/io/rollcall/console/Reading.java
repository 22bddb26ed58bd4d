package io.rollcall.console;

import io.rollcall.sync.Opening.Details;
import java.util.List;

/**
 * How a page waits for details that are being read again (D10): it looks ever more seldom, and gives up in the end. A
 * connection's sync, which goes first, can take hours; a page that looked all the time would keep its session alive as long.
 *
 * @param connections those that are being read; empty: none is any more
 * @param look how often the page has looked since it was loaded
 */
record Reading(long asset, List<String> connections, int look) {

    /** Some eight minutes after it was loaded. */
    static final int LOOKS = 20;

    private static final int LONGEST_PAUSE = 30;

    static Reading of(long asset, List<Details> details, int look) {
        return new Reading(
                asset,
                details.stream()
                        .filter(one -> one.state().equals("reading"))
                        .map(Details::connection)
                        .distinct()
                        .toList(),
                look);
    }

    /** Whether the page is to look again. */
    public boolean isGoingOn() {
        return !isOver() && look < LOOKS;
    }

    public boolean isOver() {
        return connections.isEmpty();
    }

    /** Until the next look. */
    public int seconds() {
        return Math.min(2 * (look + 1), LONGEST_PAUSE);
    }
}
