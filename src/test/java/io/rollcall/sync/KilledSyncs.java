package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.api.ApiClient;
import io.rollcall.demo.SimulatedIru;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One tenant, one connection to it and the database behind: what the tests of killed and paused processes ask, of the
 * tables and the tenant and never of the program.
 */
final class KilledSyncs {

    static final String CONNECTION = "acme";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final SimulatedIru tenant;
    private final JdbcClient jdbc;

    KilledSyncs(SimulatedIru tenant, JdbcClient jdbc) {
        this.tenant = tenant;
        this.jdbc = jdbc;
    }

    static void await(String what, Callable<Boolean> condition) {
        org.awaitility.Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    /** Makes the connection and enables it, which starts the first sync. */
    void connect(ApiClient api, String details, int pageSize) {
        api.post("/connections", """
                        {'name': '%s', 'source': 'iru', 'baseUrl': '%s', 'credentials': {'token': '%s'}, 'enabled': true,
                         'policy': {'details': {'mode': '%s'}, 'page-size': %d,
                                    'limits': {'per-second': 100000, 'per-hour': 100000000, 'at-once': 16}}}
                        """.formatted(CONNECTION, tenant.baseUrl(), PipelineTest.TOKEN, details, pageSize))
                .expect(201);
    }

    /** Asks for a sync; gives its run. */
    static long sync(ApiClient api) {
        return api.post("/connections/" + CONNECTION + "/sync").expect(202).number("/runId");
    }

    /** Whether a run is queued or running. */
    boolean busy() {
        return count("select count(*) from run where state in ('queued', 'running')") > 0;
    }

    void awaitIdle() {
        await("no run is queued or running", () -> !busy());
    }

    int count(String sql, Object... parameters) {
        return jdbc.sql(sql).params(List.of(parameters)).query(Integer.class).single();
    }

    String text(String sql, Object... parameters) {
        return jdbc.sql(sql).params(List.of(parameters)).query(String.class).single();
    }

    /** The newest run. */
    long newest() {
        return count("select coalesce(max(id), 0) from run");
    }

    String state(long run) {
        return text("select state from run where id = ?", run);
    }

    /** All that a run has written: to see whether anything of it changes. */
    String written(long run) {
        return text("""
                select concat_ws(' ', r.pages, r.seen, r.created, r.updated, r.unchanged, r.state, r.fence,
                       (select string_agg(p.page_no || ':' || cardinality(p.device_ids) || ':' || p.xmin::text, ','
                                          order by p.page_no) from run_page p where p.run_id = r.id),
                       (select count(*) || ':' || coalesce(sum(d.xmin::text::bigint), 0) from device d),
                       (select count(*) || ':' || coalesce(sum(a.xmin::text::bigint), 0) from asset a),
                       (select count(*) from asset_event))
                from run r where r.id = ?
                """, run);
    }

    private record Shown(String serial, String name, String identifier, String email) {}

    /** The inventory is the tenant's truth, and everything the ledger and the tenant's log hold fits together. */
    void checkAll() {
        assertThat(inventory()).containsExactlyInAnyOrderElementsOf(truth());
        assertThat(count("select count(*) from asset")).isEqualTo(tenant.fleet().size());
        assertThat(count("select count(*) from device where asset_id is null")).isZero();
        assertThat(count("select count(*) from run where state in ('queued', 'running')"))
                .as("runs left open")
                .isZero();
        assertThat(count("select count(*) from dead_letter")).isZero();
        assertThat(count("select count(*) - count(distinct (run_id, page_no, position)) from run_page"))
                .as("pages stored twice")
                .isZero();
        new HistoryChecker(jdbc).check(List.of(tenant), List.of());
        assertThat(tenant.requests().counts().keySet()).allMatch(kind -> kind.startsWith("GET "));
    }

    private List<Shown> inventory() {
        return jdbc.sql("""
                        select a.serial, a.name, coalesce(a.model_identifier, '') as identifier,
                               coalesce(d.attributes ->> 'user-email', '') as email
                        from asset a join device d on d.asset_id = a.id
                        """)
                .query((row, n) -> new Shown(
                        row.getString("serial"),
                        row.getString("name"),
                        row.getString("identifier"),
                        row.getString("email")))
                .list();
    }

    private List<Shown> truth() {
        return tenant.truth().stream()
                .map(device -> new Shown(device.serial(), device.name(), device.modelIdentifier(), device.userEmail()))
                .toList();
    }
}
