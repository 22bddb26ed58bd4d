package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.WholeApplication;
import io.rollcall.api.ApiClient;
import io.rollcall.database.StoppableDatabase;
import io.rollcall.demo.SimulatedIru;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole application on a PostgreSQL that is stopped, killed, and a standby for a while. */
class DatabaseOutageTests {

    private static final String TOKEN = "bootstrap-token-of-the-outage-tests-0123456789";

    @TempDir
    static Path folder;

    private static StoppableDatabase server;
    private static SimulatedIru tenant;
    private static ConfigurableApplicationContext application;
    private static KilledSyncs syncs;

    @BeforeAll
    static void start() {
        server = new StoppableDatabase(folder.resolve("postgres"));
        tenant = SimulatedIru.builder()
                .devices(600)
                .odd(false)
                .token("test", PipelineTest.TOKEN)
                .start();
        application = WholeApplication.run(
                WholeApplication.home(folder),
                server.address(),
                "--rollcall.bootstrap-token=" + TOKEN,
                "--rollcall.http.allow-private-addresses=true",
                "--rollcall.runs.heartbeat=100ms",
                "--rollcall.runs.lease=1s",
                "--rollcall.http.list-retries.delay=20ms",
                "--rollcall.http.detail-retries.delay=20ms",
                "--rollcall.store.retries.delay=20ms",
                "--rollcall.store.retries.longest-delay=200ms",
                "--spring.datasource.hikari.connection-timeout=500");
        syncs = new KilledSyncs(tenant, JdbcClient.create(server.address().dataSource()));
        syncs.connect(api(), "changed", 100);
        syncs.awaitIdle();
    }

    @AfterAll
    static void stop() {
        application.close();
        tenant.close();
        server.close();
    }

    private static ApiClient api() {
        return new ApiClient(
                "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + "/api/v1",
                "Authorization",
                "Bearer " + TOKEN);
    }

    private static int health(String group) {
        return new ApiClient("http://127.0.0.1:" + application.getEnvironment().getProperty("local.management.port"))
                .get("/actuator/health/" + group)
                .status();
    }

    /** A run in whose middle the tenant is slow enough to be met there. */
    private long runInItsMiddle() {
        tenant.fleet().ids().forEach(id -> tenant.fleet().update(id, draft -> draft.name("name " + System.nanoTime())));
        tenant.latency(Duration.ofMillis(20));
        var run = KilledSyncs.sync(api());
        KilledSyncs.await(
                "the run is in its middle", () -> syncs.count("select pages from run where id = ?", run) >= 2);
        return run;
    }

    private void recovers(long run) {
        tenant.latency(Duration.ZERO);
        KilledSyncs.await("ready again", () -> health("readiness") == 200);
        syncs.awaitIdle();
        if (!syncs.state(run).equals("succeeded")) {
            KilledSyncs.sync(api());
            syncs.awaitIdle();
        }
        assertThat(syncs.state(run)).isEqualTo("succeeded");
        syncs.checkAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "killed"})
    void F42_F43_databaseThatGoesAwayInTheMiddleOfARunIsWaitedFor(String how) {
        var run = runInItsMiddle();
        if (how.equals("killed")) {
            server.kill();
        } else {
            server.stop();
        }
        var before = tenant.requests().total();
        KilledSyncs.await("not ready", () -> health("readiness") == 503);

        assertThat(health("liveness")).isEqualTo(200);
        assertThat(api().get("/assets").status()).isEqualTo(503);
        assertThat(tenant.requests().total() - before)
                .as("requests whose result can't be stored: a page of details and the pipe's lists")
                .isLessThanOrEqualTo(200);

        server.start();
        recovers(run);
    }

    @Test
    void F43_failoverToAServerThatIsReadOnlyAtFirstCostsTimeAndNothingElse() {
        var run = runInItsMiddle();
        server.stop();
        server.start("default_transaction_read_only=on");
        KilledSyncs.await("reading works", () -> api().get("/assets").status() == 200);
        server.stop();
        server.start();

        recovers(run);
    }
}
