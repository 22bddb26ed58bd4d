package io.rollcall.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The faults in force, in the order they were given; the first that is due decides on a request. Faults come before
 * authentication and limits, as those of a gateway do. Thread safe.
 *
 * <pre>{@code
 * sim.faults().on("/api/v1/devices/*}{@code /details").after(10).times(3).answer(Fault.status(500));
 * sim.faults().on("GET /api/v1/devices").always().answer(Fault.emptyList());
 * }</pre>
 */
public final class Faults {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    Faults() {}

    /**
     * Starts a rule for the requests meant. Nothing happens until {@link Rule#answer}.
     *
     * @param pattern a path in which {@code *} stands for one segment and {@code **} for any number; an HTTP method and a
     *     space may come before it
     */
    public Rule on(String pattern) {
        return new Rule(PathPattern.of(pattern));
    }

    /** Everything works again. */
    public void clear() {
        rules.clear();
    }

    Reply through(Request request, Function<Request, Reply> usual) {
        for (var rule : rules) {
            if (rule.pattern.matches(request.method(), request.path()) && rule.isDue()) {
                return rule.fault.apply(request, usual);
            }
        }
        return usual.apply(request);
    }

    /** When a fault is due: once, unless told otherwise. */
    public final class Rule {

        private final PathPattern pattern;
        private Fault fault = Fault.status(500);
        private long after;
        private long times = 1;
        private long matched;

        private Rule(PathPattern pattern) {
            this.pattern = pattern;
        }

        /** Lets this many matching requests pass first. */
        public Rule after(int requests) {
            after = requests;
            return this;
        }

        /** For this many matching requests. */
        public Rule times(int requests) {
            times = requests;
            return this;
        }

        /** For every matching request. */
        public Rule always() {
            times = Long.MAX_VALUE - Integer.MAX_VALUE;
            return this;
        }

        /** Puts the rule in force. */
        public Rule answer(Fault what) {
            fault = what;
            rules.add(this);
            return this;
        }

        /** How many requests it has hit so far. */
        public synchronized long hits() {
            return Math.max(0, Math.min(matched - after, times));
        }

        /** Takes this rule out of force. */
        public void stop() {
            rules.remove(this);
        }

        private synchronized boolean isDue() {
            matched++;
            return matched > after && matched <= after + times;
        }
    }
}
