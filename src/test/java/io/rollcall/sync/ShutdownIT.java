package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.database.TestDatabase;
import io.rollcall.demo.SimulatedIru;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The packaged program is asked to end, as an operator or a container does, in the middle of a run. */
class ShutdownIT {

    /** Far longer than the test waits: the next start must not have to wait for it. */
    private static final String LEASE = "--rollcall.runs.lease=10m";

    @TempDir
    Path home;

    @Test
    void F50_endsWithin30SecondsAndGoesOnWithItsRunAtTheNextStart() {
        var database = TestDatabase.fresh();
        try (var tenant = SimulatedIru.builder()
                .devices(2000)
                .odd(false)
                .latency(Duration.ofMillis(100))
                .token("test", PipelineTest.TOKEN)
                .start()) {
            var syncs = new KilledSyncs(tenant, JdbcClient.create(database.dataSource()));
            try (var first = PackagedRollcall.launch(home, database, LEASE).awaitStarted()) {
                syncs.connect(first.api(), "always", 100);
                KilledSyncs.await("the run is in its middle", () -> syncs.count("select sum(pages) from run") >= 3);

                assertThat(first.terminate(Duration.ofSeconds(40))).isLessThan(Duration.ofSeconds(30));
                assertThat(first.troubles()).isEmpty();
                assertThat(first.warnings()).isEmpty();
            }
            var stored = syncs.count("select pages from run");
            assertThat(syncs.count("select count(*) from run_page"))
                    .isEqualTo(stored)
                    .isBetween(3, 19);
            assertThat(syncs.text("select state || ' ' || heartbeat_at from run"))
                    .isEqualTo("running -infinity");
            tenant.latency(Duration.ZERO);
            tenant.requests().clear();

            try (var second = PackagedRollcall.launch(home, database, LEASE).awaitStarted()) {
                syncs.awaitIdle();
                assertThat(second.says("run 1 (sync, enabled) goes on at page " + stored))
                        .isTrue();
                assertThat(second.troubles()).isEmpty();
            }
            assertThat(syncs.text("select state || ' ' || resumed from run")).isEqualTo("succeeded 1");
            assertThat(tenant.requests().matching("/api/v1/devices"))
                    .as("only the pages that were not stored are read, the one after the last included")
                    .hasSize(20 - stored + 1);
            syncs.checkAll();
        }
    }
}
