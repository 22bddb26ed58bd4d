package io.rollcall.retention;

import java.time.Duration;
import java.util.function.Function;

/**
 * What is deleted, in the order it is. Each statement looks at no more than so many rows whose id comes after the last one
 * looked at, and deletes those of them that are too old: an index leads it from one to the next, so that it takes as long
 * in a large table as in a small one. Ids rise with time, so that it is done where the rows are young.
 */
enum Rule {
    /** The rows of a run go before the run: it may have very many. */
    RUN_OUTCOMES(
            "notices of runs", RetentionProperties::runs, Rule.RUNS_LOOKED_AT, "r.id", "run_outcome", "run_id", 50),
    RUNS("runs", RetentionProperties::runs, Rule.RUNS_LOOKED_AT, "r.id", "run", "id", 50),
    DEAD_LETTERS("dead letters", RetentionProperties::deadLetters, """
            select l.id, l.first_at as made, coalesce(l.closed_at < :before, false) as old from dead_letter l
            """, "l.id", "dead_letter"),
    ALERTS("alerts", RetentionProperties::alerts, """
            select a.id, a.opened_at as made, coalesce(a.closed_at < :before and not exists (
                select 1 from alert_notice n where n.alert_id = a.id and n.state = 'pending'), false) as old
            from alert a
            """, "a.id", "alert"),
    COMMANDS("commands", RetentionProperties::commands, """
            select d.id, d.requested_at as made, coalesce(d.settled_at < :before, false) as old from device_command d
            """, "d.id", "device_command"),
    IMPORTS("imports", RetentionProperties::imports, """
            select i.id, i.created_at as made, i.created_at < :before and i.state <> 'applying' as old from import i
            """, "i.id", "import"),
    /** What wrote a property last stays, as does the asset's making: they say why it is what it is. */
    HISTORY("events of assets", RetentionProperties::history, """
            select e.id, e.at as made, e.at < :before and e.kind <> 'created' and not exists (
                select 1 from jsonb_to_recordset(e.changes) as f(field text) where not exists (
                    select 1 from asset_event n cross join lateral jsonb_to_recordset(n.changes) as g(field text)
                    where n.asset_id = e.asset_id and n.id > e.id and g.field = f.field)) as old
            from asset_event e
            """, "e.id", "asset_event");

    /** Later runs say how the connection stands: its newest sync, its last whole scan and its last good sync stay. */
    private static final String RUNS_LOOKED_AT = """
            select r.id, r.queued_at as made, coalesce(r.finished_at < :before
                and r.state not in ('queued', 'running', 'held')
                and exists (
                    select 1 from run n where n.connection_id = r.connection_id and n.id > r.id and n.kind = 'sync'
                        and (not r.scan_complete or n.scan_complete)
                        and (r.state <> 'succeeded' or n.state = 'succeeded')), false) as old
            from run r
            """;

    private final String title;
    private final Function<RetentionProperties, Duration> kept;
    private final String sql;
    private final int weight;

    Rule(String title, Function<RetentionProperties, Duration> kept, String looked, String id, String table) {
        this(title, kept, looked, id, table, "id", 1);
    }

    /**
     * @param by the column of the table in which the id is that was looked at
     * @param weight as how many rows one of those that are looked at counts
     */
    Rule(
            String title,
            Function<RetentionProperties, Duration> kept,
            String looked,
            String id,
            String table,
            String by,
            int weight) {
        this.title = title;
        this.kept = kept;
        this.weight = weight;
        this.sql = """
                with looked as (%s where %s > :after order by 1 limit :most),
                gone as (delete from %s t using looked where t.%s = looked.id and looked.old returning 1)
                select coalesce(max(id), 0) as last, count(*) < :most or max(made) >= :before as done,
                       (select count(*) from gone) as gone
                from looked
                """.formatted(looked, id, table, by);
    }

    String title() {
        return title;
    }

    String sql() {
        return sql;
    }

    /** How many of what is looked at are a step's work. */
    int most(int rows) {
        return Math.max(1, rows / weight);
    }

    /** Zero: for ever. */
    Duration kept(RetentionProperties properties) {
        return kept.apply(properties);
    }
}
