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
import java.util.LinkedHashMap;
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
 * The packaged program is killed with SIGKILL at random points while it sends what was changed here, and commands to devices.
 * Every change that was acknowledged over REST reaches the tenant, none of them twice, and the last value is the one that
 * stays. No command leaves twice, though who asked for it and got no answer asks again with the same key after the next
 * start; and none is taken for carried out that was not sent. {@code -Dkills=} says how often ({@code -Pkill}: 100),
 * {@code -Dkill.seed=} gives other points.
 */
class PushKillIT {

    private static final int KILLS = Integer.getInteger("kills", 10);
    private static final long SEED = Long.getLong("kill.seed", 20260115L);
    private static final int DEVICES = 40;
    private static final int CHANGES_A_KILL = 10;
    private static final int CHANGES_A_COMMAND = 5;
    private static final String PATCHES = "PATCH /api/v1/devices/*";
    private static final String UNLOCKS = "POST /api/v1/devices/*/action/unlockaccount";

    private static final String[] SETTINGS = {
        "--rollcall.outbox.lease=1s", "--rollcall.commands.sweep=100ms", "--rollcall.commands.per-hour=100000"
    };

    @TempDir
    Path home;

    private final Random random = new Random(SEED);

    /** What each asset's tag was last set to, by the MDM's id of the device; only what was acknowledged. */
    private final Map<String, String> wanted = new HashMap<>();

    /** Of commands that nobody knows about whether they were taken: the request, by the key it was sent with. */
    private final Map<String, Unsure> unsure = new LinkedHashMap<>();

    private int number;
    private int asked;

    private record Unsure(long asset, String body) {}

    @Test
    void F48_F25_F61_killedAtAnyPointEveryChangeIsSentAndNoChangeAndNoCommandTwice() {
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
                try (var program =
                        PackagedRollcall.launch(home, database, SETTINGS).awaitStarted()) {
                    if (kill == 0) {
                        connect(program.api(), tenant, jdbc, assets);
                    }
                    List.copyOf(unsure.keySet()).forEach(key -> ask(program.api(), key, unsure.get(key)));
                    changeUntilKilled(program, assets, macs(tenant));
                    assertThat(program.troubles()).isEmpty();
                }
            }
            try (var program = PackagedRollcall.launch(home, database, SETTINGS).awaitStarted()) {
                KilledSyncs.await(
                        "everything is sent",
                        () -> count(jdbc, "select count(*) from outbox where state <> 'sent'") == 0);
                KilledSyncs.await(
                        "no command waits, and the MDM's list has told of each that was sent",
                        () -> count(
                                                jdbc,
                                                "select count(*) from device_command where state not in ('acknowledged', 'unknown')")
                                        == 0
                                && users(jdbc, "acknowledged").containsAll(unlocked(tenant)));
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
                                    'schedule': {'every': '1d'}, 'push': {'asset-tag': true}, 'commands': ['unlock-account'],
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
    private void changeUntilKilled(PackagedRollcall program, Map<String, Long> assets, List<String> macs) {
        var killer = CompletableFuture.runAsync(() -> {
            LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(2500)).toNanos());
            program.kill();
        });
        var devices = List.copyOf(assets.keySet());
        var api = program.api();
        var underWay = new ArrayList<String>();
        try {
            for (var change = 0; change < CHANGES_A_KILL || program.isAlive(); change++) {
                var device = devices.get(number % devices.size());
                var tag = "T-" + ++number;
                underWay.add(device);
                api.patch("/assets/" + assets.get(device), "{'fields': {'asset-tag': '" + tag + "'}}")
                        .expect(200);
                underWay.remove(device);
                wanted.put(device, tag);
                if (change % CHANGES_A_COMMAND == 0) {
                    var mac = macs.get(asked % macs.size());
                    ask(api, "command-key-" + ++asked, unlock(assets.get(mac)));
                }
            }
        } catch (RuntimeException | AssertionError killed) {
            underWay.forEach(wanted::remove);
        }
        killer.join();
    }

    private Unsure unlock(long asset) {
        return new Unsure(
                asset, "{'command': 'unlock-account', 'reason': 'locked out', 'userName': 'user-%d'}".formatted(asked));
    }

    /** One that is refused, as the device's last one isn't settled yet, was not taken. */
    private void ask(ApiClient api, String key, Unsure command) {
        unsure.put(key, command);
        var answer = api.and("Idempotency-Key", key).post("/assets/" + command.asset() + "/commands", command.body());
        assertThat(answer.status()).as(answer.text()).isIn(200, 202, 409);
        unsure.remove(key);
    }

    private static List<String> macs(SimulatedIru tenant) {
        return tenant.fleet().devices().stream()
                .filter(device -> device.platform().label().equals("Mac"))
                .map(SimulatedDevice::deviceId)
                .toList();
    }

    private void check(SimulatedIru tenant, JdbcClient jdbc) {
        checkChanges(tenant, jdbc);
        checkCommands(tenant, jdbc);
        new HistoryChecker(jdbc).check(List.of(tenant), List.of());
    }

    /** What a row says of its command is held against the requests that the tenant saw, which have a name each. */
    private void checkCommands(SimulatedIru tenant, JdbcClient jdbc) {
        var sent = unlocked(tenant);
        var acknowledged = users(jdbc, "acknowledged");
        var unknown = users(jdbc, "unknown");
        System.out.printf(
                "%d commands asked for, %d sent, %d acknowledged, %d unknown%n",
                asked, sent.size(), acknowledged.size(), unknown.size());
        assertThat(sent).as("no command leaves twice").doesNotHaveDuplicates();
        assertThat(acknowledged)
                .as("what is known to be carried out is what was sent")
                .containsExactlyInAnyOrderElementsOf(sent);
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
        assertThat(count(jdbc, "select count(*) - count(distinct request_id) from device_command"))
                .as("commands of which there are two")
                .isZero();
    }

    private static List<String> unlocked(SimulatedIru tenant) {
        return tenant.requests().matching(UNLOCKS).stream()
                .filter(request -> request.body().contains("user-"))
                .map(request -> request.body().replaceFirst(".*(user-\\d+).*", "$1"))
                .toList();
    }

    private static List<String> users(JdbcClient jdbc, String state) {
        return jdbc.sql("select parameters ->> 'userName' from device_command where state = ?")
                .param(state)
                .query(String.class)
                .list();
    }

    private void checkChanges(SimulatedIru tenant, JdbcClient jdbc) {
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
    }
}
