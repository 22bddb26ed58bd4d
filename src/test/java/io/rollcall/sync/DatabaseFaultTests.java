package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.sync.FaultyDatabase.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.jdbc.PgConnection;
import org.springframework.beans.factory.annotation.Autowired;

/** The database fails in the middle: what holds after each fault of the catalogue's part 2.3. */
class DatabaseFaultTests extends PipelineTest {

    private static final String ASSETS = "insert into asset";
    private static final String HISTORY = "insert into asset_event";
    private static final String PAGE = "insert into run_page";

    /** Three pages of fifty, also with thirty more; the last of them not full. */
    private static final int DEVICES = 112;

    private static final String SMALL_PAGES = CHANGED.replace("}}", "}, \"page-size\": 50}");

    @Autowired
    HikariDataSource pool;

    /** A connection whose next sync has something to write on each of its three pages. */
    private String changed(SimulatedIru tenant) {
        var connection = connect(tenant, SMALL_PAGES);
        rename(tenant);
        for (var i = 0; i < 30; i++) {
            tenant.fleet().add();
        }
        return connection;
    }

    private static void rename(SimulatedIru tenant) {
        tenant.fleet().ids().forEach(id -> tenant.fleet().update(id, draft -> draft.name("new " + id.substring(0, 8))));
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("F43 session ended", Fault.TERMINATED),
                Arguments.of("F43 connection lost", Fault.LOST_BEFORE),
                Arguments.of("F43 read-only standby", Fault.answer("25006")),
                Arguments.of("F45 deadlock", Fault.answer("40P01")),
                Arguments.of("F45 serialization failure", Fault.answer("40001")),
                Arguments.of("F47 disk full, then not", Fault.answer("53100")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void F43_F45_F47_passingFaultOfAStatementRepeatsTheWholeTransactionAndNothingElse(String name, Fault fault) {
        var tenant = tenant(DEVICES);
        var connection = changed(tenant);
        tenant.requests().clear();
        var writing = database.on(ASSETS).times(2).fail(fault);
        var closing = database.on(PAGE).after(1).fail(fault);

        var run = sync(connection);

        assertThat(writing.hits()).isEqualTo(2);
        assertThat(closing.hits()).isEqualTo(1);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(DEVICES + 30, 30, DEVICES, 0, 0, 0, 0, 0));
        assertThat(run.apiCalls()).as("nothing is read again").isEqualTo(3 + DEVICES + 30);
        recovers(tenant, connection);
    }

    static Stream<Arguments> commits() {
        return Stream.of(
                Arguments.of("F46 lost before it took effect", Fault.LOST_BEFORE),
                Arguments.of("F46 lost after it took effect", Fault.LOST_AFTER),
                Arguments.of("F43 session ended at commit", Fault.TERMINATED),
                Arguments.of("F45 serialization failure at commit", Fault.answer("40001")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commits")
    void F43_F45_F46_commitWhoseOutcomeIsUnknownIsRepeatedWithoutADoubleEffect(String name, Fault fault) {
        var tenant = tenant(DEVICES);
        var connection = changed(tenant);
        var first = database.onCommitOf(PAGE).fail(fault);
        var last = database.onCommitOf(PAGE).after(1).fail(fault);

        var run = sync(connection);

        assertThat(first.hits() + last.hits()).isEqualTo(2);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.pages()).isEqualTo(3);
        assertThat(run.counts()).isEqualTo(new Run.Counts(DEVICES + 30, 30, DEVICES, 0, 0, 0, 0, 0));
        assertThat(count("select count(*) from asset_event where kind = 'updated'"))
                .isEqualTo(DEVICES);
        recovers(tenant, connection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update run set state", "update connection set"})
    void F46_endOfARunThatIsLostIsMadeGood(String statement) {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        jdbc.sql("update connection set attention = 'old'").update();
        database.on(statement).fail(Fault.LOST_AFTER);

        var run = sync(connection);

        assertThat(run.counts().seen()).isEqualTo(40);
        await(() -> lastRun(connection).state() == RunState.SUCCEEDED);
        recovers(tenant, connection);
    }

    @Test
    void F43_standbyThatTakesNoWritesIsLeftForFreshConnections() throws SQLException {
        var tenant = tenant(DEVICES);
        var connection = changed(tenant);
        database.on(ASSETS).fail(Fault.answer("25006"));

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);

        try (var one = pool.getConnection();
                var statement = one.createStatement()) {
            assertThatThrownBy(() -> statement.execute("do $$ begin raise exception using errcode = '25006'; end $$"))
                    .isInstanceOf(SQLException.class);
            assertThat(one.isClosed()).as("given up by the pool").isTrue();
        }
        recovers(tenant, connection);
    }

    @Test
    void F43_serverThatIsAStandbyForAWhileCostsTimeAndNothingElse() {
        var tenant = tenant(DEVICES);
        var connection = changed(tenant);
        var standby = database.on(ASSETS).always().fail((real, call) -> {
            try (var statement = real.createStatement()) {
                statement.execute("rollback");
                statement.execute("begin read only");
            }
            return call.proceed();
        });
        var run = syncs.sync(connection, Trigger.API, "test").run();
        await(() -> standby.hits() >= 2);
        database.clear();

        assertThat(ended(run).state()).isIn(RunState.SUCCEEDED, RunState.INCOMPLETE);
        recovers(tenant, connection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "57P03"})
    void F42_F47_databaseThatTakesNothingForLongLeavesTheRunIncompleteAndReadingWorks(String state) {
        var tenant = tenant(DEVICES);
        var connection = changed(tenant);
        var plan = database.on(HISTORY).after(1).always().fail(Fault.answer(state));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.message()).startsWith("The database could not do").contains("simulated " + state);
        assertThat(plan.hits())
                .as("the page is tried again as a whole, and not halved to find a row that is to blame")
                .isEqualTo(5);
        assertThat(run.pages()).isEqualTo(1);
        assertThat(count("select count(*) from dead_letter")).isZero();
        assertThat(ledger.newest(Optional.of(connection), 10)).hasSize(2);
        recovers(tenant, connection);
    }

    @Test
    void F42_noRequestLeavesWithoutTheDatabaseAndNoDeviceIsBlamedForIt() {
        var tenant = tenant(300);
        var connection = connect(tenant, """
                {"limits": {"per-second": 100000, "per-hour": 10000, "at-once": 8}, "details": {"mode": "changed"}}
                """);
        rename(tenant);
        tenant.requests().clear();
        var plan = database.on("request_lease").after(6).always().fail(Fault.LOST_BEFORE);

        var run = sync(connection);

        assertThat(plan.hits()).isPositive();
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.message()).contains("keeps count of the requests");
        assertThat(count("select count(*) from dead_letter")).isZero();
        assertThat(tenant.requests().total()).isLessThan(300);
        recovers(tenant, connection);
    }

    @Test
    void F42_runWhosePageAndWhoseEndAreBothLostIsNotLeftRunning() {
        var tenant = tenant(212);
        var connection = connect(tenant, LIST_ONLY.replace("}}", "}, \"page-size\": 50}"));
        rename(tenant);
        var storing = database.on(PAGE).times(5).fail(Fault.answer("53100"));
        var ending = database.on("update run set state = ?").fail(Fault.LOST_BEFORE);

        var run = sync(connection);

        assertThat(storing.hits()).isEqualTo(5);
        assertThat(ending.hits()).isEqualTo(1);
        assertThat(run.state()).isIn(RunState.INCOMPLETE, RunState.SUCCEEDED);
        recovers(tenant, connection);
    }

    @Test
    void F42_poolThatIsUsedUpDelaysTheRun() throws SQLException {
        var tenant = tenant(DEVICES);
        var connection = changed(tenant);
        var run = syncs.sync(connection, Trigger.API, "test").run();
        var taken = new ArrayList<Connection>();
        try {
            for (var i = 0; i < pool.getMaximumPoolSize(); i++) {
                taken.add(pool.getConnection());
            }
            await(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() >= 2);
        } finally {
            for (var each : taken) {
                each.close();
            }
        }

        assertThat(ended(run).state()).isEqualTo(RunState.SUCCEEDED);
        recovers(tenant, connection);
    }

    @Test
    void F42_F43_serverThatVanishesWithoutAWordIsNoticed() throws SQLException {
        try (var connection = pool.getConnection()) {
            assertThat(connection.unwrap(PgConnection.class).getNetworkTimeout())
                    .as("the driver's socketTimeout in milliseconds")
                    .isEqualTo(120_000);
        }
        assertThat(pool.getDataSourceProperties())
                .containsEntry("tcpKeepAlive", "true")
                .containsEntry("connectTimeout", "10");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void F42_F43_F45_F46_F47_syncsAreRightInTheEndWhateverFailsNowAndThen(long seed) {
        var tenant = tenant(162);
        var connection = connect(tenant, SMALL_PAGES);
        rename(tenant);
        database.failNowAndThen(
                seed,
                15,
                Fault.LOST_BEFORE,
                Fault.LOST_AFTER,
                Fault.TERMINATED,
                Fault.answer("40001"),
                Fault.answer("40P01"),
                Fault.answer("25006"),
                Fault.answer("53100"));
        for (var i = 0; i < 3; i++) {
            tenant.fleet().add();
            eventually(() -> syncs.sync(connection, Trigger.API, "test"));
            await(() -> eventually(() -> lastRun(connection)).finishedAt().isPresent());
        }
        assertThat(database.failedBySeed()).as("faults of seed %d", seed).isGreaterThan(5);

        recovers(tenant, connection);
    }

    /** The test's own questions fail now and then, too. */
    private static <T> T eventually(java.util.function.Supplier<T> question) {
        for (var attempt = 0; ; attempt++) {
            try {
                return question.get();
            } catch (org.springframework.dao.DataAccessException
                    | org.springframework.transaction.TransactionException e) {
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }
}
