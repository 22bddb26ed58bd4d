package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.NewAddress;
import io.rollcall.Patience;
import io.rollcall.Seeds;
import io.rollcall.access.Actor;
import io.rollcall.connection.ConnectionService;
import io.rollcall.connection.ConnectionSettings;
import io.rollcall.connection.Connections;
import io.rollcall.database.TestDatabase;
import io.rollcall.deadletter.DeadLetters;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedIruBuilder;
import io.rollcall.policy.Presets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The real application with its real routes on a real PostgreSQL, against simulated tenants over HTTP. A test makes a
 * tenant, connects it and syncs; after each test the history checker looks at what is left, whatever the test was about.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.port=0",
            "management.server.port=0",
            "rollcall.data-directory=target/pipeline-test-data-${surefire.forkNumber:1}",
            "rollcall.http.allow-private-addresses=true",
            "rollcall.http.list-retries.delay=5ms",
            "rollcall.http.list-retries.longest-delay=20ms",
            "rollcall.http.detail-retries.delay=5ms",
            "rollcall.http.detail-retries.longest-delay=20ms",
            "rollcall.http.breaker-pause=20ms",
            "rollcall.store.retries.attempts=4",
            "rollcall.store.retries.delay=10ms",
            "rollcall.store.retries.longest-delay=100ms",
            "rollcall.http.response-timeout=2s",
            "rollcall.http.total-timeout=3s",
            "rollcall.runs.heartbeat=100ms",
            "rollcall.runs.lease=2s",
            "rollcall.commands.sweep=100ms",
            "rollcall.commands.automations-sweep=100ms",
            "rollcall.outbox.attempts=3",
            "rollcall.outbox.delay=50ms",
            "rollcall.outbox.lease=1s",
            "camel.component.seda.default-poll-timeout=20",
        })
@Import(FaultyDatabase.class)
abstract class PipelineTest {

    static final String TOKEN = "11111111-2222-4333-8444-555555555555";

    /** Far above what a test needs, so that a test is not about limits unless it says so. */
    static final String NO_LIMITS = "\"limits\": {\"per-second\": 100000, \"per-hour\": 100000000, \"at-once\": 8}";

    /** Without reading the directory along, so that a test can count requests. */
    private static final String QUIET = "{" + NO_LIMITS + ", \"people\": {\"directory\": false}";

    static final String ALWAYS = QUIET + ", \"details\": {\"mode\": \"always\"}}";
    static final String CHANGED = QUIET + ", \"details\": {\"mode\": \"changed\"}}";
    static final String LIST_ONLY = QUIET + "}";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ObjectMapper json;

    @Autowired
    ConnectionService service;

    @Autowired
    Connections connections;

    @Autowired
    Syncs syncs;

    @Autowired
    RunReader ledger;

    @Autowired
    DeadLetters deadLetters;

    @Autowired
    FaultyDatabase database;

    static final SecretsInLog LOG = new SecretsInLog(TOKEN);

    private final List<SimulatedIru> tenants = new ArrayList<>();
    final List<String> names = new ArrayList<>();
    Seeds seeds;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        TestDatabase.fresh().register(registry);
    }

    /** A tenant of clean devices, unlike any other tenant's. */
    SimulatedIru tenant(int devices) {
        return tenant(SimulatedIru.builder().devices(devices).odd(false));
    }

    SimulatedIru tenant(SimulatedIruBuilder builder) {
        var wanted = builder.seed(seeds.next()).token("test", TOKEN);
        var tenant = NewAddress.of(wanted::start, SimulatedIru::baseUrl);
        tenants.add(tenant);
        return tenant;
    }

    /** Connects a tenant and waits for the first sync that enabling starts. */
    String connect(SimulatedIru tenant, String policy) {
        return connect(tenant.baseUrl(), Presets.DEFAULT, policy);
    }

    String connect(String baseUrl, String policy) {
        return connect(baseUrl, Presets.DEFAULT, policy);
    }

    /** Likewise with a preset, of which the policy overrides single keys. */
    String connect(SimulatedIru tenant, String preset, String policy) {
        return connect(tenant.baseUrl(), preset, policy);
    }

    private String connect(String baseUrl, String preset, String policy) {
        var name = connectWithoutWaiting(baseUrl, preset, policy);
        var first = ledger.newest(Optional.of(name), 1).get(0);
        ended(first.id());
        return name;
    }

    /** Connects a tenant; its first sync begins meanwhile. */
    String connectWithoutWaiting(SimulatedIru tenant, String policy) {
        return connectWithoutWaiting(tenant.baseUrl(), Presets.DEFAULT, policy);
    }

    String connectWithoutWaiting(String baseUrl, String policy) {
        return connectWithoutWaiting(baseUrl, Presets.DEFAULT, policy);
    }

    private String connectWithoutWaiting(String baseUrl, String preset, String policy) {
        var name = "t" + NUMBER.incrementAndGet();
        names.add(name);
        try {
            var settings = new ConnectionSettings(
                    name,
                    "iru",
                    Optional.of(preset),
                    Optional.of(baseUrl),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("token", TOKEN),
                    Optional.of(json.readTree(policy)),
                    Optional.of(true));
            var made = service.create(settings, Actor.ROLLCALL);
            assertThat(made.attention()).isEmpty();
            await(() -> !ledger.newest(Optional.of(name), 1).isEmpty());
            return name;
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(policy, e);
        }
    }

    /** Syncs and waits for the run's end. */
    Run sync(String connection) {
        return ended(syncs.sync(connection, Trigger.API, "test").run());
    }

    /**
     * The fault is over: the next sync makes the inventory what the tenant is, and one more changes nothing at all (I3), not
     * even what a person wrote (I7).
     */
    Run recovers(SimulatedIru tenant, String connection) {
        tenant.faults().clear();
        database.clear();
        awaitEnds(List.of(connection));
        var run = sync(connection);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        var checker = new HistoryChecker(jdbc);
        checker.inventoryIsWhatTheTenantIs(tenant);
        jdbc.sql("update asset set status = 'kept by hand', condition = 'scratched'")
                .update();
        var before = checker.versionsOfRows();
        var again = sync(connection);
        assertThat(again.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(List.of(
                        again.counts().created(),
                        again.counts().updated(),
                        again.counts().failed()))
                .as("created, updated and failed of one more sync")
                .containsOnly(0);
        assertThat(checker.versionsOfRows()).isEqualTo(before);
        return run;
    }

    /** I4: no run stays queued or running for ever. */
    private void awaitEnds(List<String> connections) {
        await(() -> count(
                        "select count(*) from run r join connection c on c.id = r.connection_id"
                                + " where r.state in ('queued', 'running') and c.name = any(string_to_array(?, ','))",
                        String.join(",", connections))
                == 0);
    }

    Run lastRun(String connection) {
        return ledger.newest(Optional.of(connection), 1).get(0);
    }

    Run ended(long run) {
        await(() -> {
            var state = ledger.find(run).orElseThrow().state();
            return state != RunState.QUEUED && state != RunState.RUNNING;
        });
        return ledger.find(run).orElseThrow();
    }

    static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + Patience.LONG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("The condition did not come true within " + Patience.LONG);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(5).toNanos());
        }
    }

    <T> List<T> column(String sql, Class<T> type, Object... parameters) {
        return jdbc.sql(sql).params(List.of(parameters)).query(type).list();
    }

    int count(String sql, Object... parameters) {
        return jdbc.sql(sql).params(List.of(parameters)).query(Integer.class).single();
    }

    @BeforeEach
    void seedAndReadTheLog(TestInfo test) {
        seeds = Seeds.of(test);
        LOG.attach();
    }

    /** Ids of devices of which tenants of other kinds said that they are gone. */
    List<String> goneElsewhere() {
        return List.of();
    }

    @AfterEach
    void checkHistoryAndCleanUp() {
        var checker = new HistoryChecker(jdbc);
        database.clear();
        try {
            awaitEnds(names);
            await(() -> count("select count(*) from outbox where claimed_till > now()") == 0);
            names.forEach(name -> {
                if (connections.find(name).isPresent()) {
                    service.disable(name, "", Actor.ROLLCALL);
                }
            });
            checker.check(tenants, goneElsewhere());
            assertThat(LOG.found()).as("what was logged with the token in it").isEmpty();
        } finally {
            tenants.forEach(SimulatedIru::close);
            names.forEach(name -> {
                if (connections.find(name).isPresent()) {
                    service.delete(name, Actor.ROLLCALL);
                }
            });
            List.of("automation", "asset", "person", "product", "category", "manufacturer", "location")
                    .forEach(table -> jdbc.sql("delete from " + table).update());
        }
    }
}
