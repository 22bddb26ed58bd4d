package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Waits until a request may leave, as a process does that sleeps a little longer than it was told to; gives when. */
    private static long leave(Pace pace, long now, long late) {
        var at = now;
        for (var wait = pace.reserve(at); wait != 0; wait = pace.reserve(at)) {
            assertThat(wait).isPositive();
            at += wait + late;
        }
        return at;
    }

    private static void neverMoreThan(int perSecond, List<Long> moments) {
        moments.sort(null);
        for (var i = perSecond; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - perSecond))
                    .as("time between number %d and the %d before it", i, perSecond)
                    .isGreaterThan(SECOND);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void neverLetsMoreThanSoManyLeaveInAnySecond(
            @ForAll @IntRange(min = 1, max = 20) int perSecond,
            @ForAll long start,
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 400_000_000) Long> gaps) {
        var pace = new Pace(perSecond);
        var departures = new ArrayList<Long>();
        var now = start;
        for (var gap : gaps) {
            now = leave(pace, now + gap, gap);
            pace.answered(now);
            departures.add(now - start);
        }

        neverMoreThan(perSecond, departures);
    }

    /** One after the other leaves while others are under way; each arrives somewhere between leaving and its answer. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void neverLetsMoreThanSoManyArriveInAnySecondHoweverLongTheirWayWas(
            @ForAll @IntRange(min = 1, max = 20) int perSecond,
            @ForAll @IntRange(min = 1, max = 30) int atOnce,
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 5_000_000_000L) Long> ways,
            @ForAll @LongRange(min = 0, max = 100) long percentOfTheWay) {
        var pace = new Pace(perSecond);
        var arrivals = new ArrayList<Long>();
        var answers = new PriorityQueue<Long>();
        var now = 0L;
        for (var way : ways) {
            for (var wait = pace.reserve(now); wait != 0 || answers.size() == atOnce; wait = pace.reserve(now)) {
                if (wait == 0) {
                    pace.notSent();
                }
                now = answers.isEmpty() ? now + wait : Math.max(now, answers.peek());
                if (!answers.isEmpty()) {
                    pace.answered(answers.poll());
                }
            }
            answers.add(now + way);
            arrivals.add(now + way * percentOfTheWay / 100);
        }

        neverMoreThan(perSecond, arrivals);
    }

    @Test
    void answeredRequestsMakeRoomForOthersASecondAfterTheirAnswer() {
        var pace = new Pace(1);
        var answer = Duration.ofMillis(4).toNanos();

        assertThat(pace.reserve(0)).isZero();
        pace.answered(answer);

        assertThat(Duration.ofNanos(pace.reserve(answer)).toMillis()).isEqualTo(1001);
    }

    @Test
    void requestThatIsNotAnsweredKeepsItsPlaceAndNoOther() {
        var pace = new Pace(2);
        assertThat(pace.reserve(0)).isZero();

        for (var second = 0L; second < 60; second++) {
            var now = second * 2 * SECOND;
            assertThat(pace.reserve(now)).isZero();
            assertThat(pace.reserve(now)).isPositive();
            pace.answered(now);
        }
    }

    @Test
    void requestThatIsNotSentGivesItsPlaceBack() {
        var pace = new Pace(1);
        assertThat(pace.reserve(0)).isZero();
        assertThat(pace.reserve(0)).isPositive();

        pace.notSent();

        assertThat(pace.reserve(0)).isZero();
    }

    @Test
    void whatLeftUnderAnotherLimitCounts() {
        var pace = new Pace(3);
        for (var i = 0; i < 3; i++) {
            assertThat(pace.reserve(0)).isZero();
            pace.answered(0);
        }

        pace.limit(2);
        assertThat(pace.reserve(0)).isPositive();
        pace.limit(4);
        assertThat(pace.reserve(0)).isZero();
        assertThat(pace.reserve(0)).isPositive();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void costsNothingBelowTheLimit(@ForAll @IntRange(min = 1, max = 20) int perSecond, @ForAll long start) {
        var pace = new Pace(perSecond);
        var gap = Duration.ofMillis(1100).toNanos() / perSecond + 1;
        var way = Duration.ofMillis(99).toNanos();

        for (var i = 0L; i < 100; i++) {
            if (i >= 1) {
                pace.answered(start + (i - 1) * gap + Math.min(way, gap));
            }
            assertThat(pace.reserve(start + i * gap)).isZero();
        }
    }

    @Test
    void letsThatManyLeaveAtOnceAndTellsTheRestWhenToAskAgain() {
        var pace = new Pace(3);
        var waits = new long[5];
        Arrays.setAll(waits, i -> Duration.ofNanos(pace.reserve(0)).toMillis());

        assertThat(waits).containsExactly(0, 0, 0, 1001, 1001);
    }

    @Test
    void processThatStoodStillDoesNotCatchUp() {
        var pace = new Pace(2);
        var late = 10 * SECOND;

        for (var now : new long[] {0, late}) {
            assertThat(pace.reserve(now)).isZero();
            assertThat(pace.reserve(now)).isZero();
            assertThat(pace.reserve(now)).isPositive();
            pace.answered(now);
            pace.answered(now);
        }
    }
}
