package io.rollcall.retention;

import java.util.EnumMap;
import java.util.Map;

/**
 * How far a look at everything that may be too old has come.
 *
 * @param rule what is looked at now, as a position in {@link Rule}; past its end: nothing is left
 * @param after the last id looked at
 * @param gone how much was deleted so far
 */
public record Sweep(int rule, long after, Map<Rule, Long> gone) {

    static Sweep beginning() {
        return new Sweep(0, 0, Map.of());
    }

    /** For the route's loop. */
    public boolean isOpen() {
        return rule < Rule.values().length;
    }

    Rule current() {
        return Rule.values()[rule];
    }

    Sweep nextRule() {
        return new Sweep(rule + 1, 0, gone);
    }

    Sweep further(long last, long deleted) {
        var sum = new EnumMap<Rule, Long>(Rule.class);
        sum.putAll(gone);
        if (deleted > 0) {
            sum.merge(current(), deleted, Long::sum);
        }
        return new Sweep(rule, last, sum);
    }
}
