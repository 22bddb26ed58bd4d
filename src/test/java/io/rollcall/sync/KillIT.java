package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.database.TestDatabase;
import io.rollcall.demo.LoggedRequest;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The packaged program is killed with SIGKILL again and again, at random points of first and repeated syncs and now and
 * then while it starts. {@code -Dkills=} says how often ({@code -Pkill}: 100), {@code -Dkill.seed=} gives other points.
 */
class KillIT {

    private static final int KILLS = Integer.getInteger("kills", 10);
    private static final long SEED = Long.getLong("kill.seed", 20260115L);
    private static final int DEVICES = 3000;
    private static final int PAGE = 100;
    private static final Pattern OFFSET = Pattern.compile("offset=(\\d+)");

    @TempDir
    Path home;

    /** Absent: the program's own. */
    private @Nullable TestDatabase database;

    @Test
    void F48_endsInACompleteInventoryWhenKilledWithItsOwnDatabase() {
        try (var tenant = tenant(DEVICES)) {
            killAgainAndAgain(tenant, "changed", Math.max(2, KILLS / 5), () -> PackagedRollcall.launch(home));
            assertThat(consoles()).anyMatch(said -> said.contains("A killed Rollcall left its PostgreSQL running"));
        } finally {
            PackagedRollcall.stopDatabase(home);
        }
    }

    @Test
    void F48_endsInACompleteInventoryWhenKilledAtAnyPointOfFirstAndRepeatedSyncs() {
        database = TestDatabase.fresh();
        try (var tenant = tenant(DEVICES)) {
            var kills = KILLS - Math.max(2, KILLS / 5);
            killAgainAndAgain(tenant, "always", kills, () -> PackagedRollcall.launch(home, database));
        }
    }

    @Test
    void F48_resumesASyncOf20000DevicesThatWasKilledInTheMiddle() {
        database = TestDatabase.fresh();
        var jdbc = JdbcClient.create(database.dataSource());
        try (var tenant = tenant(20_000)) {
            var syncs = new KilledSyncs(tenant, jdbc);
            try (var first = PackagedRollcall.launch(home, database).awaitStarted()) {
                syncs.connect(first.api(), "always", 200);
                KilledSyncs.await(
                        "half of the pages are stored", () -> syncs.count("select sum(pages) from run") >= 50);
                first.kill();
            }
            var stored = syncs.count("select pages from run");
            var known = jdbc.sql("select unnest(device_ids) from run_page")
                    .query(String.class)
                    .set();
            assertThat(stored).isBetween(50, 99);
            tenant.requests().clear();

            try (var second = PackagedRollcall.launch(home, database).awaitStarted()) {
                syncs.awaitIdle();
                assertThat(second.troubles()).isEmpty();
            }

            assertThat(syncs.text("select string_agg(state, ',') from run")).isEqualTo("succeeded");
            assertThat(syncs.count("select resumed from run")).isEqualTo(1);
            assertThat(syncs.count("select seen from run")).isEqualTo(20_000);
            assertThat(syncs.count("select created from run")).isEqualTo(20_000);
            assertThat(tenant.requests().matching("/api/v1/devices"))
                    .extracting(KillIT::offset)
                    .as("the pages stored before the kill are not read again, and no other is read twice")
                    .doesNotHaveDuplicates()
                    .allMatch(offset -> offset >= stored * 200);
            assertThat(tenant.requests().all()).noneMatch(request -> known.contains(detailOf(request)));
            syncs.checkAll();
        }
    }

    private void killAgainAndAgain(SimulatedIru tenant, String details, int kills, Supplier<PackagedRollcall> launch) {
        System.out.printf("%d kills, details: %s, -Dkill.seed=%d%n", kills, details, SEED);
        var random = new Random(SEED);
        var inARun = 0;
        for (var kill = 1; kill <= kills; kill++) {
            try (var program = launch.get()) {
                if (kill > 1 && random.nextInt(6) == 0) {
                    pause(random.nextInt(4000));
                } else {
                    inARun += reachPoint(program.awaitStarted(), tenant, kill, details, random);
                }
                program.kill();
                assertThat(program.troubles())
                        .as("what was said before kill %d", kill)
                        .isEmpty();
            }
            changeALittle(tenant, random);
        }
        System.out.printf(
                "%d of %d kills hit a run, %d requests%n",
                inARun, kills, tenant.requests().total());
        assertThat(inARun).as("kills that hit a run").isPositive();
        finishAndCheck(tenant, launch);
    }

    /** Lets a sync get to a random point; 1 where it is under way there. */
    private int reachPoint(PackagedRollcall program, SimulatedIru tenant, int kill, String details, Random random) {
        var syncs = new KilledSyncs(tenant, jdbc(program));
        var before = tenant.requests().total();
        if (kill == 1) {
            syncs.connect(program.api(), details, PAGE);
        } else if (!syncs.busy()) {
            KilledSyncs.sync(program.api());
        }
        var most = kill == 1 || details.equals("always") ? DEVICES : DEVICES / PAGE;
        var point = before + 1 + random.nextInt(most);
        KilledSyncs.await("a sync gets to its point", () -> tenant.requests().total() >= point || !syncs.busy());
        pause(random.nextInt(60));
        return syncs.busy() ? 1 : 0;
    }

    private void finishAndCheck(SimulatedIru tenant, Supplier<PackagedRollcall> launch) {
        try (var program = launch.get().awaitStarted()) {
            var syncs = new KilledSyncs(tenant, jdbc(program));
            syncs.awaitIdle();
            var last = KilledSyncs.sync(program.api());
            syncs.awaitIdle();
            assertThat(syncs.state(last)).isEqualTo("succeeded");
            assertThat(syncs.newest()).isEqualTo(last);
            syncs.checkAll();
            program.terminate(Duration.ofSeconds(30));
            assertThat(program.troubles()).isEmpty();
        }
    }

    /** Devices come and are renamed; none goes, as what becomes of those is not what this is about. */
    private static void changeALittle(SimulatedIru tenant, Random random) {
        var fleet = tenant.fleet();
        for (var i = random.nextInt(4); i > 0; i--) {
            fleet.add();
        }
        var ids = fleet.ids();
        for (var i = random.nextInt(30); i > 0; i--) {
            var name = "renamed " + random.nextInt(1_000_000);
            fleet.update(ids.get(random.nextInt(ids.size())), draft -> draft.name(name));
        }
    }

    private static SimulatedIru tenant(int devices) {
        return SimulatedIru.builder()
                .devices(devices)
                .odd(false)
                .latency(Duration.ofMillis(2))
                .keepRequests(500_000)
                .token("test", PipelineTest.TOKEN)
                .start();
    }

    private JdbcClient jdbc(PackagedRollcall program) {
        return JdbcClient.create(database == null ? program.embeddedDatabase() : database.dataSource());
    }

    private List<String> consoles() {
        try (var files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(KillIT::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A random moment, not a wait for something: what is killed there is the point of the test. */
    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private static int offset(LoggedRequest request) {
        var matcher = OFFSET.matcher(request.target());
        assertThat(matcher.find()).as(request.target()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static String detailOf(LoggedRequest request) {
        return request.path().replaceFirst("^/api/v1/devices/([^/]+)/details$", "$1");
    }
}
