package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.policy.Removal;
import io.rollcall.policy.Removal.Guard;
import io.rollcall.sync.RemovalPlan.Answer;
import io.rollcall.sync.RemovalPlan.Fate;
import io.rollcall.sync.RemovalPlan.Verdict;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalPlanTests {

    private static final Removal USUAL = new Removal(true, new Guard(5, 10));

    @ParameterizedTest
    @CsvSource({
        "0, 0, NOTHING",
        "0, 300, NOTHING",
        "1, 1, HOLD",
        "5, 5, HOLD",
        "5, 6, CONFIRM",
        "6, 7, HOLD",
        "6, 59, HOLD",
        "6, 60, CONFIRM",
        "30, 300, CONFIRM",
        "31, 300, HOLD",
        "300, 300, HOLD",
        "2000, 20000, CONFIRM",
        "2001, 20000, HOLD"
    })
    void X3_holdsMoreThanFiveAndATenthAndWhateverIsEverything(long missing, long known, Verdict verdict) {
        assertThat(RemovalPlan.verdict(USUAL, missing, known)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "300, 300", "1, 300"})
    void doesNothingWherePolicyDoesNotMark(long missing, long known) {
        assertThat(RemovalPlan.verdict(new Removal(false, new Guard(5, 10)), missing, known))
                .isEqualTo(Verdict.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "GONE, false, REMOVE",
        "GONE, true, REMOVE",
        "PRESENT, false, KEEP",
        "PRESENT, true, KEEP",
        "UNKNOWN, false, REMEMBER",
        "UNKNOWN, true, REMOVE",
        ", false, REMEMBER",
        ", true, REMOVE"
    })
    void F19_removesOnlyWhatTheSourceSaysIsGoneOrTwoScansMissed(Answer answer, boolean missedBefore, Fate fate) {
        assertThat(RemovalPlan.fate(Optional.ofNullable(answer), missedBefore)).isEqualTo(fate);
    }

    @Test
    void X3_neverLetsMoreThanItsBoundsGoWithoutAPerson() {
        var random = new Random(20260115);
        for (var i = 0; i < 20_000; i++) {
            var guard = new Guard(random.nextInt(30), random.nextInt(101));
            var known = random.nextInt(2000);
            var missing = random.nextInt(known + 1);
            var verdict = RemovalPlan.verdict(new Removal(true, guard), missing, known);
            if (verdict == Verdict.CONFIRM) {
                assertThat(missing).isLessThan(known).isPositive();
                assertThat(missing <= guard.count() || missing * 100L <= (long) known * guard.percent())
                        .as("%d of %d by %s", missing, known, guard)
                        .isTrue();
            }
            // What is repeated after a part was removed is not held all of a sudden.
            if (verdict == Verdict.CONFIRM) {
                var part = random.nextInt(missing + 1);
                assertThat(RemovalPlan.verdict(new Removal(true, guard), missing - part, known - part))
                        .isIn(Verdict.NOTHING, Verdict.CONFIRM);
            }
        }
    }
}
