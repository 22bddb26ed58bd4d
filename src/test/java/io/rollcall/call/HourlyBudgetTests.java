package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.database.TestDatabase;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The hour passes here by moving what is written in the database back; a block's own short life by the time that is given
 * to the budget.
 */
class HourlyBudgetTests {

    private static final String TENANT = "acme.api.kandji.io";

    private static JdbcClient jdbc;
    private static TransactionTemplate transaction;

    @BeforeAll
    static void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    @BeforeEach
    void forget() {
        jdbc.sql("delete from request_lease").update();
    }

    private static HourlyBudget budget(String tenant, long perHour) {
        return new HourlyBudget(jdbc, transaction, tenant, perHour);
    }

    private static HourlyBudget budget(long perHour) {
        return budget(TENANT, perHour);
    }

    /** How many requests the budgets let leave in turn until both say wait. */
    private static int drain(long now, HourlyBudget... budgets) {
        var left = 0;
        for (var waiting = 0; waiting < budgets.length; ) {
            waiting = 0;
            for (var budget : budgets) {
                if (budget.reserve(now) == 0) {
                    left++;
                } else {
                    waiting++;
                }
            }
        }
        return left;
    }

    private static void pass(Duration time) {
        jdbc.sql("update request_lease set counts_till = counts_till - :millis * interval '1 millisecond'")
                .param("millis", time.toMillis())
                .update();
    }

    private static long counted() {
        return jdbc.sql("select coalesce(sum(permits), 0) from request_lease where counts_till > now()")
                .query(Long.class)
                .single();
    }

    @Test
    void letsExactlySoManyLeaveInAnHour() {
        assertThat(drain(0, budget(1000))).isEqualTo(1000);
    }

    @Test
    void twoProcessesShareTheHourOfATenant() {
        assertThat(drain(0, budget(1000), budget(1000))).isEqualTo(1000);
    }

    @Test
    void limitBelowABlockIsKeptToo() {
        assertThat(drain(0, budget(3), budget(3))).isEqualTo(3);
    }

    @Test
    void otherTenantsHaveHoursOfTheirOwn() {
        drain(0, budget(50));

        assertThat(drain(0, budget("other.api.kandji.io", 50))).isEqualTo(50);
    }

    @Test
    void restartKeepsTheCount() {
        drain(0, budget(50));

        assertThat(budget(50).reserve(0)).isPositive();
    }

    @Test
    void saysHowLongToWaitOnceTheHourIsUsedUp() {
        var budget = budget(50);
        drain(0, budget);

        assertThat(Duration.ofNanos(budget.reserve(0)))
                .isBetween(
                        Duration.ofMinutes(59),
                        Duration.ofHours(1).plus(HourlyBudget.BLOCK_LIFE).plusSeconds(1));

        pass(Duration.ofMinutes(40));
        assertThat(Duration.ofNanos(budget.reserve(0))).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(21));
    }

    @Test
    void hourThatHasPassedIsFreeAgain() {
        var budget = budget(50);
        drain(0, budget);

        pass(Duration.ofMinutes(61));

        assertThat(drain(0, budget)).isEqualTo(50);
    }

    /** The window rolls: what was used in its first half comes back half an hour before the rest. */
    @Test
    void neverMoreThanTheLimitInAnyRollingHour() {
        var budget = budget(100);
        var other = budget(100);
        for (var i = 0; i < 30; i++) {
            budget.reserve(0);
            other.reserve(0);
        }
        pass(Duration.ofMinutes(30));
        assertThat(drain(0, budget, other)).isEqualTo(40);

        pass(Duration.ofMinutes(31));
        var now = Duration.ofMinutes(61).toNanos();

        assertThat(drain(now, budget, other)).isEqualTo(60);
    }

    @Test
    void blockIsWrittenDownBeforeItsFirstRequest() {
        budget(10_000).reserve(0);

        assertThat(counted()).isEqualTo(100);
    }

    @Test
    void blockIsUsedForAShortTimeOnlyAndItsRestGivenBack() {
        var budget = budget(10_000);
        budget.reserve(0);
        budget.reserve(HourlyBudget.BLOCK_LIFE.toNanos() - 1);
        assertThat(counted()).isEqualTo(100);

        budget.reserve(HourlyBudget.BLOCK_LIFE.toNanos());

        assertThat(counted()).isEqualTo(102);
    }

    @Test
    void restThatIsGivenBackCanBeUsedAgain() {
        var budget = budget(10_000);
        for (var i = 0; i < 500; i++) {
            assertThat(budget.reserve(i * HourlyBudget.BLOCK_LIFE.toNanos())).isZero();
        }

        // The last block's other 99 are not given back yet.
        assertThat(counted()).isEqualTo(599);
    }

    @Test
    void lowerLimitIsNotUsedUpByWhatWasTakenForAHigherOneAndNeverSent() {
        var budget = budget(10_000_000);
        for (var i = 0; i < 3; i++) {
            budget.reserve(0);
        }

        budget.limit(500);

        assertThat(drain(0, budget)).isEqualTo(497);
    }

    /** A process that is killed gives nothing back. */
    @Test
    void blockOfTheHighestLimitThatNobodyGaveBackLeavesALowerOneRoom() {
        budget(10_000_000).reserve(0);

        assertThat(drain(0, budget(10_000))).isEqualTo(9000);
    }

    @Test
    void whatIsLeftWhenTheLastConnectionGoesIsForTheNextOne() {
        var budget = budget(1000);
        budget.reserve(0);

        budget.giveBack();

        assertThat(counted()).isEqualTo(1);
        assertThat(drain(0, budget(1000))).isEqualTo(999);
    }
}
