package io.rollcall.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rollcall.database.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What goes when it is too old, and what stays whatever its age. */
class RetentionTests {

    private static final Duration KEPT = Duration.ofDays(90);

    private static JdbcClient jdbc;

    private long connection;

    @BeforeAll
    static void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
    }

    @BeforeEach
    void begin() {
        List.of("connection", "asset", "import")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        connection = jdbc.sql("""
                        insert into connection (name, source, preset, base_url, credentials)
                        values ('acme', 'iru', 'unthread-iru', 'https://acme.api.kandji.io', 'x') returning id
                        """).query(Long.class).single();
    }

    /** Sweeps with so many rows a step, and returns how many steps that took. */
    private int sweep(int most, Duration history) {
        var retention = new Retention(
                jdbc,
                new RetentionProperties(Duration.ofHours(1), KEPT, KEPT, KEPT, KEPT, KEPT, history),
                Clock.systemUTC(),
                most);
        var steps = 0;
        var sweep = retention.begin();
        for (; sweep.isOpen(); steps++) {
            sweep = retention.step(sweep);
        }
        retention.end(sweep);
        return steps;
    }

    private void sweep() {
        sweep(2, Duration.ZERO);
    }

    private long run(String kind, String state, boolean complete, int daysAgo) {
        return jdbc.sql("""
                        insert into run (connection_id, kind, trigger, state, scan_complete, queued_at, finished_at)
                        values (?, ?, 'schedule', ?, ?, now() - ? * interval '1 day',
                                case when ? in ('queued', 'running') then null else now() - ? * interval '1 day' end)
                        returning id
                        """)
                .params(connection, kind, state, complete, daysAgo, state, daysAgo)
                .query(Long.class)
                .single();
    }

    private List<Long> ids(String table) {
        return jdbc.sql("select id from " + table + " order by id")
                .query(Long.class)
                .list();
    }

    @Test
    void runsGoWithTheirPagesAndNotices() {
        var old = run("sync", "succeeded", true, 100);
        var newer = run("sync", "succeeded", true, 80);
        var newest = run("sync", "succeeded", true, 0);
        for (var run : List.of(old, newer)) {
            jdbc.sql("insert into run_page (run_id, page_no, position, device_ids) values (?, 0, '', '{}')")
                    .param(run)
                    .update();
            jdbc.sql("insert into run_outcome (run_id, kind, source_id, reason) values (?, 'skipped', 'd1', 'r')")
                    .param(run)
                    .update();
        }

        sweep();

        assertThat(ids("run")).containsExactly(newer, newest);
        assertThat(jdbc.sql("select run_id from run_page").query(Long.class).list())
                .containsExactly(newer);
        assertThat(jdbc.sql("select run_id from run_outcome").query(Long.class).list())
                .containsExactly(newer);
    }

    @Test
    void theLastGoodSyncStaysHoweverLongTheConnectionHasFailed() {
        run("sync", "succeeded", true, 400);
        var good = run("sync", "succeeded", true, 300);
        run("sync", "failed", false, 200);
        var failed = run("sync", "failed", false, 100);

        sweep();

        assertThat(ids("run")).containsExactly(good, failed);
    }

    @Test
    void whatIsHeldOrUnderWayStays() {
        var held = run("sync", "held", true, 300);
        var queued = run("replay", "queued", false, 200);
        var newest = run("sync", "succeeded", true, 0);

        sweep();

        assertThat(ids("run")).containsExactly(held, queued, newest);
    }

    @Test
    void deadLettersAndAlertsGoOnceTheyAreClosed() {
        for (var closed : List.of("now() - interval '100 days'", "now() - interval '1 day'", "null")) {
            jdbc.sql("""
                            insert into dead_letter (connection_id, source_id, stage, error, message, payload, closed_at)
                            values (?, 'd1', 'map', 'e', 'm', '{}', %s)
                            """.formatted(closed)).param(connection).update();
            jdbc.sql("insert into alert (kind, connection_id, message, closed_at) values ('x', ?, 'm', " + closed + ")")
                    .param(connection)
                    .update();
        }

        sweep();

        assertThat(ids("dead_letter")).hasSize(2);
        assertThat(ids("alert")).hasSize(2);
    }

    @Test
    void historyStaysUnlessItIsSaidHowLong() {
        var asset = asset();
        event(asset, "updated", "name", 4000);
        event(asset, "updated", "name", 1);

        sweep();

        assertThat(ids("asset_event")).hasSize(2);
    }

    @Test
    void X5_ofTheHistoryWhatMadeEachPropertyWhatItIsStays() {
        var asset = asset();
        var made = event(asset, "created", "name", 500);
        event(asset, "updated", "name", 400);
        var colour = event(asset, "updated", "color", 300);
        var last = event(asset, "updated", "name", 200);
        var recent = event(asset, "updated", "status", 10);

        sweep(2, KEPT);

        assertThat(ids("asset_event")).containsExactly(made, colour, last, recent);
    }

    @Test
    void F57_veryManyRowsGoAPieceAtATime() {
        jdbc.sql("""
                        insert into run (connection_id, kind, trigger, state, queued_at, finished_at)
                        select ?, 'sync', 'schedule', 'failed', now() - interval '100 days', now() - interval '100 days'
                        from generate_series(1, 8000)
                        """).param(connection).update();
        var newest = run("sync", "failed", false, 0);

        // a run counts as fifty rows
        var steps = sweep(50_000, Duration.ZERO);

        assertThat(ids("run")).containsExactly(newest);
        assertThat(steps).as("transactions").isBetween(10, 30);
    }

    @Test
    void nothingIsKeptShorterThanADayByMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new RetentionProperties(Duration.ofHours(1), Duration.ofHours(2), KEPT, KEPT, KEPT, KEPT, KEPT))
                .withMessageContaining("runs must be at least 1d");
    }

    private long asset() {
        return jdbc.sql("insert into asset (asset_id, serial, status) values ('A1', 'S1', 'allocated') returning id")
                .query(Long.class)
                .single();
    }

    private long event(long asset, String kind, String field, int daysAgo) {
        return jdbc.sql("""
                        insert into asset_event (asset_id, kind, actor, at, changes)
                        values (?, ?, 'test', now() - ? * interval '1 day',
                                jsonb_build_array(jsonb_build_object('field', ?::text, 'old', 'a', 'new', 'b')))
                        returning id
                        """)
                .params(asset, kind, daysAgo, field)
                .query(Long.class)
                .single();
    }
}
