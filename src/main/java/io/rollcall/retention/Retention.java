package io.rollcall.retention;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The steps of the route {@code retention}: one short transaction a step, so that nobody waits for it and a stop comes
 * between two (F57).
 */
@Component("retention")
public class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Some tens of milliseconds' work. */
    private static final int MOST = 5_000;

    private final JdbcClient jdbc;
    private final RetentionProperties properties;
    private final Clock clock;
    private final int most;

    @Autowired
    Retention(JdbcClient jdbc, RetentionProperties properties, Clock clock) {
        this(jdbc, properties, clock, MOST);
    }

    Retention(JdbcClient jdbc, RetentionProperties properties, Clock clock, int most) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
        this.most = most;
    }

    public Sweep begin() {
        return Sweep.beginning();
    }

    /** Looks at some rows and deletes what of them is too old. */
    public Sweep step(Sweep sweep) {
        var rule = sweep.current();
        var kept = rule.kept(properties);
        if (kept.isZero()) {
            return sweep.nextRule();
        }
        var found = jdbc.sql(rule.sql())
                .param("before", Timestamp.from(clock.instant().minus(kept)))
                .param("after", sweep.after())
                .param("most", rule.most(most))
                .query((row, n) -> new Looked(row.getLong("last"), row.getBoolean("done"), row.getLong("gone")))
                .single();
        var further = sweep.further(found.last(), found.gone());
        return found.done() ? further.nextRule() : further;
    }

    private record Looked(long last, boolean done, long gone) {}

    /** Says what was deleted, if anything was. */
    public void end(Sweep sweep) {
        if (!sweep.gone().isEmpty()) {
            LOG.info(
                    "Deleted what is older than rollcall.retention keeps: {}",
                    sweep.gone().entrySet().stream()
                            .map(entry ->
                                    entry.getValue() + " " + entry.getKey().title())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** The rest is deleted at the next tick. */
    public void interrupted(Exception failure) {
        LOG.warn("What is too old is deleted later: {}", failure.getMessage());
    }
}
