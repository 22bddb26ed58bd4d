package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

/** When the next sync is due, with clocks that jump and nights that lack an hour or have one twice. */
class IntervalTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void F53_intervalCountsFromTheLastRun() {
        assertThat(Interval.untilNext(NOW.minusSeconds(400), Duration.ofMinutes(10), NOW))
                .isEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void F53_anyNumberOfMissedIntervalsIsOneSyncSoonAfterTheStart() {
        assertThat(Interval.untilNext(NOW.minus(Duration.ofDays(30)), Duration.ofMinutes(10), NOW))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void F53_clockThatWasSetBackAnHourDelaysByOneIntervalAtMost() {
        assertThat(Interval.untilNext(NOW.plus(Duration.ofHours(1)), Duration.ofMinutes(10), NOW))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Property
    void F53_waitIsNeverNegativeAndNeverLongerThanTheInterval(
            @ForAll @LongRange(min = -4_000_000_000L, max = 4_000_000_000L) long lastSeconds,
            @ForAll @LongRange(min = 60, max = 2_000_000) long everySeconds) {
        var wait = Interval.untilNext(NOW.plusSeconds(lastSeconds), Duration.ofSeconds(everySeconds), NOW);

        assertThat(wait).isBetween(Interval.SOON, Duration.ofSeconds(everySeconds));
    }

    /** 2026-03-29 has no 02:30 in Berlin, 2026-10-25 has it twice. */
    @ParameterizedTest
    @CsvSource({"2026-03-28", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"})
    void F53_nightlyScheduleFiresOnceAlsoInTheNightThatHasItsHourTwice(LocalDate day) throws ParseException {
        var fires = fires("0 30 2 * * ?", day);

        assertThat(fires).hasSize(1);
        assertThat(fires.get(0).atZone(BERLIN).getHour()).isBetween(1, 3);
    }

    /** What the scheduler does with a time that isn't there, and what the guide for operators says of it. */
    @Test
    void F53_nightlyScheduleIsLeftOutInTheNightThatLacksItsHourAndFiresInTheNext() throws ParseException {
        assertThat(fires("0 30 2 * * ?", LocalDate.parse("2026-03-29"))).isEmpty();
        assertThat(fires("0 30 3 * * ?", LocalDate.parse("2026-03-29"))).hasSize(1);
        assertThat(fires("0 30 2 * * ?", LocalDate.parse("2026-03-30"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29, 23", "2026-10-25, 24"})
    void F53_hourlyScheduleGoesOnThroughTheChange(LocalDate day, int least) throws ParseException {
        var fires = fires("0 0 * * * ?", day);

        assertThat(fires).hasSizeBetween(least, 25).doesNotHaveDuplicates().isSorted();
        for (var i = 1; i < fires.size(); i++) {
            assertThat(Duration.between(fires.get(i - 1), fires.get(i)))
                    .isBetween(Duration.ofHours(1), Duration.ofHours(2));
        }
    }

    /** As the scheduler reckons: each time from the one before. */
    private static List<Instant> fires(String cron, LocalDate day) throws ParseException {
        var expression = new CronExpression(cron);
        expression.setTimeZone(TimeZone.getTimeZone(BERLIN));
        var end = day.plusDays(1).atStartOfDay(BERLIN).toInstant();
        var fires = new ArrayList<Instant>();
        var last = Date.from(day.atStartOfDay(BERLIN).toInstant().minusMillis(1));
        for (var next = expression.getTimeAfter(last);
                next.toInstant().isBefore(end);
                next = expression.getTimeAfter(next)) {
            fires.add(next.toInstant());
        }
        return fires;
    }
}
