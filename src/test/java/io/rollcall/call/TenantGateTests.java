package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.Patience;
import io.rollcall.connection.Connection;
import io.rollcall.connection.IruConnection;
import io.rollcall.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class TenantGateTests {

    private static final long UNLIMITED = 1_000_000_000;
    private static final Duration BREAK = Duration.ofMillis(50);

    private static JdbcClient jdbc;
    private static DataSourceTransactionManager transactions;
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        transactions = new DataSourceTransactionManager(database);
    }

    /** Connections of tests are all to one tenant. */
    @BeforeEach
    void forgetTheHour() {
        jdbc.sql("delete from request_lease").update();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static class Origin implements CallOrigin {

        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile boolean wanted = true;

        @Override
        public Connection connection() {
            return IruConnection.of(1, "{}");
        }

        @Override
        public void countCall() {}

        @Override
        public boolean isWanted() {
            asked.countDown();
            return wanted;
        }
    }

    private static TenantGate gate(int atOnce, long perHour, Duration breakerPause) {
        return gate(atOnce, perHour, breakerPause, System::nanoTime);
    }

    private static TenantGate gate(int atOnce, long perHour, Duration breakerPause, LongSupplier nanos) {
        var tenant = "tenant-" + TENANTS.incrementAndGet();
        var hour = new HourlyBudget(jdbc, new TransactionTemplate(transactions), tenant, perHour);
        return new TenantGate(tenant, atOnce, new Pace(100_000), hour, breakerPause, Duration.ofMillis(50), nanos);
    }

    private static TenantGate gate() {
        return gate(64, UNLIMITED, BREAK);
    }

    private <T> CompletableFuture<T> inBackground(Callable<T> call) {
        var future = new CompletableFuture<T>();
        threads.execute(() -> {
            try {
                future.complete(call.call());
            } catch (Exception e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    private static void fail(TenantGate gate, int times) throws Exception {
        for (var i = 0; i < times; i++) {
            gate.enter(new Origin()).leave();
        }
    }

    @Test
    void letsNoMoreThanSoManyBeUnderWayAtOnce() throws Exception {
        var gate = gate(3, UNLIMITED, BREAK);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var all = new ArrayList<CompletableFuture<Void>>();
        var together = new CyclicBarrier(3);
        for (var i = 0; i < 12; i++) {
            all.add(inBackground(() -> {
                var permit = gate.enter(new Origin());
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                together.await(30, TimeUnit.SECONDS);
                inside.decrementAndGet();
                permit.answered();
                permit.leave();
                return null;
            }));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

        assertThat(most).hasValue(3);
    }

    @Test
    void F1_F3_pauseOfOneAnswerHoldsEveryRequestToTheTenant() throws Exception {
        var gate = gate();
        var permit = gate.enter(new Origin());
        var till = System.nanoTime() + Duration.ofMillis(120).toNanos();
        permit.pause(Duration.ofMillis(120));
        permit.pause(Duration.ofMillis(10));
        permit.leave();

        var left = new ArrayList<CompletableFuture<Long>>();
        for (var i = 0; i < 4; i++) {
            left.add(inBackground(() -> {
                gate.enter(new Origin());
                return System.nanoTime();
            }));
        }

        assertThat(left).allSatisfy(time -> assertThat(time.join() - till).isNotNegative());
    }

    @Test
    void F5_breakerOpensWhenHardlyAnythingIsAnswered() throws Exception {
        var gate = gate(64, UNLIMITED, Duration.ofHours(1));
        fail(gate, 20);

        assertThatThrownBy(() -> gate.enter(new Origin())).isInstanceOfSatisfying(SourceBusy.class, busy -> {
            assertThat(busy.everything()).isTrue();
            assertThat(busy.retryAfter()).isEqualTo(Optional.of(Duration.ofHours(1)));
        });
    }

    @Test
    void breakerStaysClosedWhileOneOfFourIsAnswered() throws Exception {
        var gate = gate(64, UNLIMITED, Duration.ofHours(1));
        for (var i = 0; i < 100; i++) {
            var permit = gate.enter(new Origin());
            if (i % 4 == 0) {
                permit.answered();
            }
            permit.leave();
        }

        assertThat(gate.enter(new Origin())).isNotNull();
    }

    @Test
    void F5_breakerTriesAFewAfterItsPauseAndClosesWhenTheyAreAnswered() throws Exception {
        var gate = gate();
        fail(gate, 20);
        var tries = new ArrayList<TenantGate.Permit>();
        while (tries.size() < 3) {
            try {
                tries.add(gate.enter(new Origin()));
            } catch (SourceBusy open) {
                Thread.onSpinWait();
            }
        }
        assertThatThrownBy(() -> gate.enter(new Origin())).isInstanceOf(SourceBusy.class);
        tries.forEach(permit -> {
            permit.answered();
            permit.leave();
        });

        assertThat(gate.enter(new Origin())).isNotNull();
    }

    @Test
    void F1_requestThatWasToldToWaitGivesItsPlaceBackForTheTimeOfTheWait() throws Exception {
        var now = new AtomicLong();
        var gate = gate(1, UNLIMITED, BREAK, now::get);
        var refused = gate.enter(new Origin());
        refused.pause(Duration.ofHours(1));
        refused.answered();
        refused.leave();
        var abandoned = new Origin();
        var gone = inBackground(() -> gate.enter(abandoned));
        abandoned.asked.await();
        abandoned.wanted = false;
        assertEnded(gone);

        now.addAndGet(Duration.ofHours(1).toNanos());
        var first = gate.enter(new Origin());
        first.answered();
        first.leave();

        assertThat(gate.enter(new Origin())).isNotNull();
    }

    @Test
    void usedUpHourIsLookedAtAgainAsAnotherProcessMayGiveSomeBack() throws Exception {
        var tenant = "tenant-" + TENANTS.incrementAndGet();
        var hour = new HourlyBudget(jdbc, new TransactionTemplate(transactions), tenant, 1);
        var gate = new TenantGate(tenant, 4, new Pace(100_000), hour, BREAK, Duration.ofMillis(50), System::nanoTime);
        gate.enter(new Origin());
        var origin = new Origin();
        var waiting = inBackground(() -> gate.enter(origin));
        origin.asked.await();
        assertThat(waiting).isNotDone();

        jdbc.sql("update request_lease set permits = 0 where tenant = ?")
                .param(tenant)
                .update();

        assertThat(waiting).succeedsWithin(Patience.LONG);
    }

    @Test
    void F42_withoutTheDatabaseNothingLeavesAndThePlaceIsGivenBack() throws Exception {
        var nowhere = new DataSourceTransactionManager(new org.postgresql.ds.PGSimpleDataSource() {
            private static final long serialVersionUID = 1L;

            @Override
            public java.sql.Connection getConnection() throws java.sql.SQLException {
                throw new java.sql.SQLException("Connection refused.", "08001");
            }
        });
        var hour = new HourlyBudget(jdbc, new TransactionTemplate(nowhere), "nowhere", 100);
        var gate = new TenantGate("nowhere", 1, new Pace(100_000), hour, BREAK, BREAK, System::nanoTime);

        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gate.enter(new Origin()))
                    .isInstanceOfSatisfying(
                            SourceBusy.class,
                            busy -> assertThat(busy.everything()).isTrue())
                    .hasMessageContaining("database");
        }
    }

    @Test
    void abandonedWaitForATurnEnds() throws Exception {
        var gate = gate(1, UNLIMITED, BREAK);
        gate.enter(new Origin());
        var origin = new Origin();
        var waiting = inBackground(() -> gate.enter(origin));
        origin.asked.await();

        origin.wanted = false;

        assertEnded(waiting);
    }

    @Test
    void abandonedWaitForTheHourEndsAndGivesItsPlaceBack() throws Exception {
        var gate = gate(1, 1, BREAK);
        var first = gate.enter(new Origin());
        first.answered();
        first.leave();
        for (var i = 0; i < 5; i++) {
            var origin = new Origin();
            var waiting = inBackground(() -> gate.enter(origin));
            origin.asked.await();

            origin.wanted = false;

            assertEnded(waiting);
        }
    }

    @Test
    void abandonedWaitForAPauseEnds() throws Exception {
        var gate = gate();
        gate.pause(Duration.ofHours(1));
        var origin = new Origin();
        var waiting = inBackground(() -> gate.enter(origin));
        origin.asked.await();

        origin.wanted = false;

        assertEnded(waiting);
    }

    private static void assertEnded(CompletableFuture<?> waiting) {
        assertThat(waiting)
                .failsWithin(Patience.LONG)
                .withThrowableThat()
                .withMessageContaining("No request could leave in time");
    }

    @Test
    void F3_connectionsToOneTenantShareTheTightestOfTheirLimits() throws Exception {
        var gates = new TenantGates(jdbc, transactions, properties());
        var wide = IruConnection.of(1, "limits: { per-hour: 500, at-once: 8 }");
        var tight = IruConnection.of(2, "limits: { per-hour: 500, at-once: 1 }");
        var first = gates.of(wide);

        var shared = gates.of(tight);

        assertThat(shared).isNotSameAs(first);
        assertThat(List.of(gates.of(wide), gates.of(tight), gates.of(wide))).containsOnly(shared);
        shared.enter(new Origin());
        var origin = new Origin();
        var second = inBackground(() -> gates.of(wide).enter(origin));
        origin.asked.await();
        assertThat(second).isNotDone();
        origin.wanted = false;
        assertEnded(second);
    }

    @Test
    void changedLimitsOfAConnectionApply() {
        var gates = new TenantGates(jdbc, transactions, properties());
        var before = gates.of(IruConnection.of(1, "limits: { at-once: 1 }"));

        assertThat(gates.of(IruConnection.of(1, "limits: { at-once: 2 }"))).isNotSameAs(before);
    }

    @Test
    void F3_whatLeftBeforeTheLimitsChangedCountsAfterwards() throws Exception {
        var gates = new TenantGates(jdbc, transactions, properties());
        var permit = gates.of(IruConnection.of(1, "limits: { per-second: 1, at-once: 1 }"))
                .enter(new Origin());
        var origin = new Origin();
        var next = inBackground(() -> gates.of(IruConnection.of(1, "limits: { per-second: 1, at-once: 2 }"))
                .enter(origin));

        // Nobody is asked whether the answer is still wanted unless it has to wait.
        origin.asked.await();
        assertThat(next).isNotDone();
        permit.leave();
        assertThat(next).succeedsWithin(Patience.LONG);
    }

    @Test
    void limitsOfADeletedConnectionBindNoOther() throws Exception {
        var gates = new TenantGates(jdbc, transactions, properties());
        var wide = IruConnection.of(1, "limits: { per-hour: 500, at-once: 2 }");
        gates.of(IruConnection.of(2, "limits: { per-hour: 500, at-once: 1 }"));
        gates.of(wide);

        gates.keepOnly(Map.of());

        var gate = gates.of(wide);
        gate.enter(new Origin());
        gate.enter(new Origin());
        gates.keepOnly(Map.of(wide.tenant(), Set.of(1L)));
        assertThat(gates.of(wide)).isSameAs(gate);
    }

    @Test
    void limitsOfADeletedConnectionBindNoOtherOfItsTenant() {
        var gates = new TenantGates(jdbc, transactions, properties());
        var wide = IruConnection.of(1, "limits: { at-once: 2 }");
        gates.of(wide);
        var tight = gates.of(IruConnection.of(2, "limits: { at-once: 1 }"));
        assertThat(gates.of(wide)).isSameAs(tight);

        gates.keepOnly(Map.of(wide.tenant(), Set.of(1L)));

        assertThat(gates.of(wide)).isNotSameAs(tight);
    }

    @Test
    void settingsThatAreOnlyTriedBindNoConnection() throws Exception {
        var gates = new TenantGates(jdbc, transactions, properties());
        var tried = IruConnection.of(0, 0, "limits: { per-hour: 1, at-once: 1 }");
        var real = IruConnection.of(1, "limits: { per-hour: 500, at-once: 2 }");
        gates.keepOnly(Map.of());
        gates.of(tried).enter(new Origin());

        var gate = gates.of(real);
        assertThat(gates.of(tried)).isSameAs(gate);
        assertThat(gates.of(real)).isSameAs(gate);
        gate.enter(new Origin());
        gate.enter(new Origin());
    }

    @Test
    void settingsThatAreTriedAreNotBoundByOthersThatWere() {
        var gates = new TenantGates(jdbc, transactions, properties());
        var first = gates.of(IruConnection.of(0, 0, "limits: { at-once: 1 }"));

        assertThat(gates.of(IruConnection.of(0, 0, "limits: { at-once: 2 }"))).isNotSameAs(first);
    }

    /** What a source without a limit took beforehand must not use up the hour of a limit that is set later. */
    @Test
    void loweredHourlyLimitHasRoomForWhatWasNotSent() throws Exception {
        var gates = new TenantGates(jdbc, transactions, properties());
        gates.keepOnly(Map.of());
        gates.of(IruConnection.of(1, "limits: { per-hour: 10000000 }")).enter(new Origin());

        var lowered = gates.of(IruConnection.of(1, "limits: { per-hour: 300 }"));

        assertThat(inBackground(() -> lowered.enter(new Origin()))).succeedsWithin(Patience.LONG);
    }

    @Test
    void deletedConnectionLeavesItsHourToTheNextOne() throws Exception {
        var gates = new TenantGates(jdbc, transactions, properties());
        gates.keepOnly(Map.of());
        gates.of(IruConnection.of(1, "limits: { per-hour: 10000000 }")).enter(new Origin());

        gates.keepOnly(Map.of());

        var next = gates.of(IruConnection.of(2, "limits: { per-hour: 300 }"));
        assertThat(inBackground(() -> next.enter(new Origin()))).succeedsWithin(Patience.LONG);
    }

    @Test
    void F1_pauseGoesOnWhenLimitsChange() {
        var gates = new TenantGates(jdbc, transactions, properties());
        gates.of(IruConnection.of(1, "limits: { at-once: 1 }")).pause(Duration.ofHours(1));

        assertThat(gates.of(IruConnection.of(1, "limits: { at-once: 2 }")).waits())
                .isPositive();
    }

    /** Somebody who waits is told at once what would take too long. */
    @Test
    void whoWaitsIsToldWhyAndForHowLongNoRequestLeaves() throws Exception {
        var patient = new Origin() {
            @Override
            public boolean isWantedAfter(Duration wait) {
                return wait.compareTo(Duration.ofSeconds(15)) < 0;
            }
        };
        var paused = gate();
        paused.pause(Duration.ofMinutes(40));
        var used = gate(1, 1, BREAK);
        used.enter(new Origin()).leave();

        assertThatThrownBy(() -> paused.enter(patient))
                .hasMessage("No request could leave in time, for the tenant asked for a pause; that takes another 40"
                        + " minutes.");
        assertThatThrownBy(() -> used.enter(patient))
                .hasMessageContaining("the tenant's limit of 1 requests an hour is used up; that takes another 6");
    }

    @Test
    void tenantWhoseAnswersGetSlowIsAskedForLessAtOnce() throws Exception {
        var now = new AtomicLong();
        var gate = gate(2, UNLIMITED, BREAK, now::get);
        for (var i = 0; i < 10; i++) {
            var permit = gate.enter(new Origin());
            now.addAndGet(Duration.ofSeconds(6).toNanos());
            permit.answered();
            permit.leave();
        }

        gate.enter(new Origin());
        var origin = new Origin();
        var second = inBackground(() -> gate.enter(origin));
        origin.asked.await();
        assertThat(second).isNotDone();
        origin.wanted = false;
        assertEnded(second);
    }

    @Test
    void longWaitIsSaidInTheLogOnceWithItsReason(CapturedOutput console) throws Exception {
        var now = new AtomicLong();
        var gate = gate(4, UNLIMITED, BREAK, now::get);
        gate.pause(Duration.ofHours(1));
        var origins = List.of(new Origin(), new Origin());
        var waiting = origins.stream()
                .map(origin -> inBackground(() -> gate.enter(origin)))
                .toList();
        for (var origin : origins) {
            origin.asked.await();
        }

        now.addAndGet(Duration.ofSeconds(6).toNanos());

        await().atMost(Patience.LONG).until(() -> console.getOut().contains("asked for a pause"));
        origins.forEach(origin -> origin.wanted = false);
        waiting.forEach(TenantGateTests::assertEnded);
        assertThat(console.getOut()).containsOnlyOnce("requests wait, for the tenant asked for a pause");
    }

    private static CallProperties properties() {
        var retries = new CallProperties.Retries(0, BREAK, BREAK);
        return new CallProperties(
                true,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                BREAK,
                BREAK,
                BREAK,
                org.springframework.util.unit.DataSize.ofMegabytes(1),
                retries,
                retries,
                BREAK);
    }
}
