package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Property(edgeCases = EdgeCasesMode.NONE)
    void neverLetsMoreThanSoManyLeaveInAnySecond(
            @ForAll @IntRange(min = 1, max = 20) int perSecond,
            @ForAll long start,
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 400_000_000) Long> gaps) {
        var pace = new Pace(perSecond, start);
        var departures = new ArrayList<Long>();
        var now = start;
        for (var gap : gaps) {
            now += gap;
            for (var wait = pace.reserve(now); wait != 0; wait = pace.reserve(now)) {
                assertThat(wait).isPositive();
                // A process may sleep longer than it was told to: by as much as the gap before.
                now += wait + gap;
            }
            departures.add(now - start);
        }

        for (var i = perSecond; i < departures.size(); i++) {
            assertThat(departures.get(i) - departures.get(i - perSecond))
                    .as("time between request %d and the %d before it", i, perSecond)
                    .isGreaterThan(SECOND);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void neverLetsMoreThanSoManyArriveInAnySecondHoweverLongTheirWayWas(
            @ForAll @IntRange(min = 1, max = 20) int perSecond,
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 99_000_000) Long> ways,
            @ForAll @LongRange(min = 0, max = 100) long percentOfTheWay) {
        var pace = new Pace(perSecond, 0);
        var arrivals = new ArrayList<Long>();
        var now = 0L;
        for (var way : ways) {
            for (var wait = pace.reserve(now); wait != 0; wait = pace.reserve(now)) {
                now += wait;
            }
            pace.answered(now, now + way);
            arrivals.add(now + way * percentOfTheWay / 100);
        }
        arrivals.sort(null);

        for (var i = perSecond; i < arrivals.size(); i++) {
            assertThat(arrivals.get(i) - arrivals.get(i - perSecond)).isGreaterThan(SECOND);
        }
    }

    @Test
    void answeredRequestsMakeRoomForOthersASecondAfterTheirAnswer() {
        var pace = new Pace(1, 0);
        var answer = Duration.ofMillis(4).toNanos();

        assertThat(pace.reserve(0)).isZero();
        pace.answered(0, answer);

        assertThat(Duration.ofNanos(pace.reserve(answer)).toMillis()).isEqualTo(1001);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void costsNothingBelowTheLimit(@ForAll @IntRange(min = 1, max = 20) int perSecond, @ForAll long start) {
        var pace = new Pace(perSecond, start);
        var gap = Duration.ofMillis(1100).toNanos() / perSecond + 1;

        for (var i = 0L; i < 100; i++) {
            assertThat(pace.reserve(start + i * gap)).isZero();
        }
    }

    @Test
    void letsThatManyLeaveAtOnceAndTellsTheRestWhenToAskAgain() {
        var pace = new Pace(3, 0);
        var waits = new long[5];
        Arrays.setAll(waits, i -> Duration.ofNanos(pace.reserve(0)).toMillis());

        assertThat(waits).containsExactly(0, 0, 0, 1100, 1100);
    }

    @Test
    void processThatStoodStillDoesNotCatchUp() {
        var pace = new Pace(2, 0);
        var late = 10 * SECOND;

        assertThat(pace.reserve(0)).isZero();
        assertThat(pace.reserve(0)).isZero();
        assertThat(pace.reserve(0)).isPositive();
        assertThat(pace.reserve(late)).isZero();
        assertThat(pace.reserve(late)).isZero();
        assertThat(pace.reserve(late)).isPositive();
    }
}
