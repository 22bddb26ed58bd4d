package io.rollcall.sync;

import io.rollcall.inventory.Outcome;
import java.util.Map;

/**
 * A page after its transaction.
 *
 * @param run the run
 * @param finished whether it was the last page of its run
 * @param counts what became of its devices
 */
record StoredPage(RunContext run, boolean finished, Map<Outcome, Integer> counts) {

    /** Nothing was stored: it was before, or isn't to be. */
    static StoredPage nothing(RunContext run, boolean finished) {
        return new StoredPage(run, finished, Map.of());
    }

    /** Whether it created assets. */
    boolean grew() {
        return counts.containsKey(Outcome.CREATED);
    }
}
