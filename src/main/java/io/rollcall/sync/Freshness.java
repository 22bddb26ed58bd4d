package io.rollcall.sync;

import io.rollcall.policy.Policy.Schedule;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How old what is known of each connection's devices is. */
@Repository
public class Freshness {

    private static final String SQL = """
            select c.name,
                   (select r.finished_at from run r
                    where r.connection_id = c.id and r.kind = 'sync' and r.state in ('succeeded', 'held')
                    order by r.id desc limit 1) as good_at,
                   (select r.id from run r where r.connection_id = c.id and r.state in ('queued', 'running')
                    order by r.state desc, r.id limit 1) as open_run,
                   (select count(*) from dead_letter l where l.connection_id = c.id and l.closed_at is null) as letters,
                   (select r.seen from run r
                    where r.connection_id = c.id and r.kind = 'sync' and r.scan_complete
                    order by r.id desc limit 1) as devices
            from connection c
            """;

    /** The shortest delay that counts: a sync may take a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final JdbcClient jdbc;
    private final Clock clock;

    Freshness(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * How a connection stands.
     *
     * @param goodAt when its last sync that read everything it wanted ended; empty: there was none
     * @param openRun the run that is queued or under way; empty: none
     * @param deadLetters how many are open
     * @param devices how many its source had when it was last read
     */
    public record Standing(Optional<Instant> goodAt, Optional<Long> openRun, long deadLetters, long devices) {}

    /** By the connection's name. */
    public Map<String, Standing> all() {
        var standings = new HashMap<String, Standing>();
        jdbc.sql(SQL).query(row -> {
            standings.put(
                    row.getString("name"),
                    new Standing(
                            Optional.ofNullable(row.getTimestamp("good_at")).map(Timestamp::toInstant),
                            Optional.ofNullable(row.getObject("open_run", Long.class)),
                            row.getLong("letters"),
                            row.getLong("devices")));
        });
        return standings;
    }

    /** Whether two syncs in a row that were due have not come to a good end. */
    public boolean isLate(Schedule schedule, Instant goodAt) {
        return isLate(schedule, goodAt, clock.instant());
    }

    static boolean isLate(Schedule schedule, Instant goodAt, Instant now) {
        var second = schedule.every()
                .map(every -> goodAt.plus(every.multipliedBy(2)))
                .or(() -> schedule.cron()
                        .flatMap(cron -> due(cron, schedule.zone(), goodAt)
                                .flatMap(first -> due(cron, schedule.zone(), first))));
        return second.map(moment -> moment.plus(PATIENCE).isBefore(now)).orElse(false);
    }

    private static Optional<Instant> due(String cron, Optional<String> zone, Instant after) {
        try {
            var expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone(zone.orElse("UTC")));
            return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after)))
                    .map(Date::toInstant);
        } catch (ParseException e) {
            throw new IllegalStateException("A policy's cron is checked when it is read: " + cron, e);
        }
    }
}
