package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.database.TestDatabase;
import io.rollcall.demo.SimulatedIru;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two packaged processes on one database: one run at a time, and who stood still for too long writes nothing any more. */
class TwoProcessesIT {

    private static final Duration SLOW = Duration.ofMillis(50);
    private static final String TAKEN = "was taken over while this process stood still";

    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.fresh();
    private final SimulatedIru tenant = SimulatedIru.builder()
            .devices(1000)
            .odd(false)
            .token("test", PipelineTest.TOKEN)
            .start();
    private final KilledSyncs syncs = new KilledSyncs(tenant, JdbcClient.create(database.dataSource()));
    private final String key = newKey();

    @AfterEach
    void close() {
        tenant.close();
    }

    @Test
    void F51_F52_runOnceWhenBothAreAskedAtOnceAndLeaveARunToTheOtherWhenPausedPastTheLease() {
        try (var one = launch("one");
                var two = launch("two")) {
            syncs.connect(one.awaitStarted().api(), "always", 100);
            two.awaitStarted();
            syncs.awaitIdle();

            var run = askBoth(one, two);
            var owner = owner(run, one, two);
            pauseUntilTheOtherIsDone(run, owner, owner == one ? two : one);
            checkBothAreWell(one, two);
        }
    }

    @Test
    void F52_leaveARunToTheOtherWhenPausedInTheMiddleOfStoringAPage() throws SQLException {
        try (var one = launch("one");
                var two = launch("two")) {
            one.awaitStarted();
            two.awaitStarted();
            try (var blocker = database.dataSource().getConnection();
                    var statement = blocker.createStatement()) {
                blocker.setAutoCommit(false);
                statement.execute("lock table asset in exclusive mode");
                syncs.connect(one.api(), "always", 100);
                KilledSyncs.await(
                        "a page is being stored",
                        () -> syncs.count(
                                        "select count(*) from pg_locks where relation = 'asset'::regclass and not granted")
                                > 0);
                var run = syncs.newest();
                var owner = owner(run, one, two);
                owner.signal("STOP");
                // What the owner waited for comes now; it stands still inside its transaction, which holds the run's
                // row.
                blocker.rollback();
                finishElsewhere(run, owner, owner == one ? two : one);
            }
            checkBothAreWell(one, two);
        }
    }

    private void pauseUntilTheOtherIsDone(long run, PackagedRollcall owner, PackagedRollcall other) {
        KilledSyncs.await(
                "the run is in its middle", () -> syncs.count("select pages from run where id = ?", run) >= 3);
        owner.signal("STOP");
        finishElsewhere(run, owner, other);
    }

    private void finishElsewhere(long run, PackagedRollcall owner, PackagedRollcall other) {
        tenant.latency(Duration.ZERO);
        KilledSyncs.await("the other takes over", () -> other.says("run " + run + " was left by a process"));
        syncs.awaitIdle();
        assertThat(syncs.state(run)).isEqualTo("succeeded");
        assertThat(syncs.count("select resumed from run where id = ?", run)).isEqualTo(1);
        var written = syncs.written(run);

        owner.signal("CONT");
        KilledSyncs.await("the owner notices", () -> owner.says("run " + run + " " + TAKEN));
        assertThat(other.says(TAKEN)).isFalse();
        Awaitility.await("what is written stays as it is")
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> syncs.written(run).equals(written));
        assertThat(owner.warnings()).as("said once, and nothing else").hasSize(1);
        assertThat(syncs.busy()).isFalse();
    }

    /** Asks both for a sync at the same time: both name the same run, and it is the only one. */
    private long askBoth(PackagedRollcall one, PackagedRollcall two) {
        tenant.latency(SLOW);
        var before = syncs.newest();
        var second = CompletableFuture.supplyAsync(() -> KilledSyncs.sync(two.api()));
        var run = KilledSyncs.sync(one.api());
        assertThat(second.join()).isEqualTo(run);
        KilledSyncs.await("the run runs", () -> syncs.state(run).equals("running"));
        assertThat(syncs.count("select count(*) from run where id > ?", before)).isEqualTo(1);
        return run;
    }

    /** Who says that it began the run: exactly one. */
    private static PackagedRollcall owner(long run, PackagedRollcall one, PackagedRollcall two) {
        var begins = "run " + run + " (sync";
        KilledSyncs.await("one of them begins", () -> one.says(begins) || two.says(begins));
        assertThat(one.says(begins)).isNotEqualTo(two.says(begins));
        return one.says(begins) ? one : two;
    }

    private void checkBothAreWell(PackagedRollcall one, PackagedRollcall two) {
        for (var program : new PackagedRollcall[] {one, two}) {
            assertThat(syncs.state(askAndWait(program))).isEqualTo("succeeded");
            assertThat(program.isAlive()).isTrue();
            assertThat(program.troubles()).isEmpty();
        }
        syncs.checkAll();
    }

    private long askAndWait(PackagedRollcall program) {
        var run = KilledSyncs.sync(program.api());
        syncs.awaitIdle();
        return run;
    }

    /** With the same secret key for both, as an operator must give them. */
    private PackagedRollcall launch(String name) {
        return PackagedRollcall.launch(folder.resolve(name), database, "--rollcall.secret-key=" + key);
    }

    private static String newKey() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
