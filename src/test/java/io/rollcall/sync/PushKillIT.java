package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.api.ApiClient;
import io.rollcall.database.TestDatabase;
import io.rollcall.demo.LoggedRequest;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The packaged program is killed with SIGKILL at random points while it sends what was changed here. Every change that was
 * acknowledged over REST reaches the tenant, none of them twice, and the last value is the one that stays. {@code -Dkills=}
 * says how often ({@code -Pkill}: 100), {@code -Dkill.seed=} gives other points.
 */
class PushKillIT {

    private static final int KILLS = Math.max(2, Integer.getInteger("kills", 10) / 5);
    private static final long SEED = Long.getLong("kill.seed", 20260115L);
    private static final int DEVICES = 40;
    private static final int CHANGES_A_KILL = 50;
    private static final String PATCHES = "PATCH /api/v1/devices/*";

    @TempDir
    Path home;

    private final Random random = new Random(SEED);

    /** What each asset's tag was last set to, by the MDM's id of the device; only what was acknowledged. */
    private final Map<String, String> wanted = new HashMap<>();

    private int number;

    @Test
    void F48_F25_killedAtAnyPointEveryChangeIsSentAndNoneTwice() {
        System.out.printf("%d kills during pushes, -Dkill.seed=%d%n", KILLS, SEED);
        var database = TestDatabase.fresh();
        var jdbc = JdbcClient.create(database.dataSource());
        try (var tenant = SimulatedIru.builder()
                .devices(DEVICES)
                .odd(false)
                .latency(Duration.ofMillis(15))
                .keepRequests(500_000)
                .token("test", PipelineTest.TOKEN)
                .start()) {
            var assets = new HashMap<String, Long>();
            for (var kill = 0; kill < KILLS; kill++) {
                try (var program = PackagedRollcall.launch(home, database, "--rollcall.outbox.lease=1s")
                        .awaitStarted()) {
                    if (kill == 0) {
                        connect(program.api(), tenant, jdbc, assets);
                    }
                    changeUntilKilled(program, assets);
                    assertThat(program.troubles()).isEmpty();
                }
            }
            try (var program = PackagedRollcall.launch(home, database, "--rollcall.outbox.lease=1s")
                    .awaitStarted()) {
                KilledSyncs.await(
                        "everything is sent",
                        () -> count(jdbc, "select count(*) from outbox where state <> 'sent'") == 0);
                assertThat(program.troubles()).isEmpty();
            }
            check(tenant, jdbc);
        }
    }

    private static int count(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    private static void connect(ApiClient api, SimulatedIru tenant, JdbcClient jdbc, Map<String, Long> assets) {
        api.post("/connections", """
                        {'name': 'acme', 'source': 'iru', 'preset': 'assetbots-kandji', 'baseUrl': '%s', 'enabled': true,
                         'credentials': {'token': '%s'},
                         'policy': {'details': {'mode': 'on-demand'}, 'people': {'directory': false},
                                    'schedule': {'every': '1d'}, 'push': {'asset-tag': true},
                                    'limits': {'per-second': 100000, 'per-hour': 100000000, 'at-once': 16}}}
                        """.formatted(tenant.baseUrl(), PipelineTest.TOKEN))
                .expect(201);
        KilledSyncs.await(
                "the first sync has ended",
                () -> count(jdbc, "select count(*) from run where state = 'succeeded'") > 0);
        jdbc.sql("select source_id, asset_id from device").query(row -> {
            assets.put(row.getString(1), row.getLong(2));
        });
        assertThat(assets).hasSize(DEVICES);
    }

    /** The kill comes while changes are made: what is not acknowledged may have been made or not. */
    private void changeUntilKilled(PackagedRollcall program, Map<String, Long> assets) {
        var killer = CompletableFuture.runAsync(() -> {
            LockSupport.parkNanos(Duration.ofMillis(1000 + random.nextInt(3000)).toNanos());
            program.kill();
        });
        var devices = List.copyOf(assets.keySet());
        var api = program.api();
        var unsure = new ArrayList<String>();
        try {
            for (var change = 0; change < CHANGES_A_KILL || program.isAlive(); change++) {
                var device = devices.get(number % devices.size());
                var tag = "T-" + ++number;
                unsure.add(device);
                api.patch("/assets/" + assets.get(device), "{'fields': {'asset-tag': '" + tag + "'}}")
                        .expect(200);
                unsure.remove(device);
                wanted.put(device, tag);
            }
        } catch (RuntimeException | AssertionError killed) {
            unsure.forEach(wanted::remove);
        }
        killer.join();
    }

    private void check(SimulatedIru tenant, JdbcClient jdbc) {
        var there = tenant.fleet().devices().stream()
                .collect(Collectors.toMap(SimulatedDevice::deviceId, SimulatedDevice::assetTag));
        assertThat(there)
                .as("what was acknowledged last is what the tenant has")
                .containsAllEntriesOf(wanted);
        jdbc.sql(
                        "select d.source_id, a.asset_tag from device d join asset a on a.id = d.asset_id where asset_tag is not null")
                .query(row -> {
                    assertThat(there).containsEntry(row.getString(1), row.getString(2));
                });
        var bodies = tenant.requests().matching(PATCHES).stream()
                .filter(request -> request.body().contains("T-"))
                .map(LoggedRequest::body)
                .toList();
        System.out.printf("%d changes, %d sent%n", number, bodies.size());
        assertThat(bodies).as("no change is sent twice").doesNotHaveDuplicates().hasSizeGreaterThan(KILLS);
        new HistoryChecker(jdbc).check(List.of(tenant), List.of());
    }
}
