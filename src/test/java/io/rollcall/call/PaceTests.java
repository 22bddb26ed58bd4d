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
            var wait = pace.reserve(now);
            assertThat(wait).isNotNegative();
            departures.add(now - start + wait);
        }

        for (var i = perSecond; i < departures.size(); i++) {
            assertThat(departures.get(i) - departures.get(i - perSecond))
                    .as("time between request %d and the %d before it", i, perSecond)
                    .isGreaterThan(SECOND);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void costsNothingBelowTheLimit(@ForAll @IntRange(min = 1, max = 20) int perSecond, @ForAll long start) {
        var pace = new Pace(perSecond, start);
        var gap = Duration.ofMillis(1050).toNanos() / perSecond + 1;

        for (var i = 0L; i < 100; i++) {
            assertThat(pace.reserve(start + i * gap)).isZero();
        }
    }

    @Test
    void letsThatManyLeaveAtOnceAndSpreadsTheRestOverTheSecondsAfter() {
        var pace = new Pace(3, 0);
        var waits = new long[7];
        Arrays.setAll(waits, i -> Duration.ofNanos(pace.reserve(0)).toMillis());

        assertThat(waits).containsExactly(0, 0, 0, 1050, 1050, 1050, 2100);
    }
}
