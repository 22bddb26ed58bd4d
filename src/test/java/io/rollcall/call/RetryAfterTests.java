package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTests {

    /** 1767225600 as Unix time. */
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RetryAfter retryAfter = new RetryAfter(Clock.fixed(NOW, ZoneOffset.UTC));

    private Optional<Duration> of(Map<String, String> headers) {
        return retryAfter.of(429, headers::get);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    7                             | 7
                    ' 7 '                         | 7
                    3600                          | 3600
                    Thu, 1 Jan 2026 00:00:30 GMT  | 30
                    Thu, 01 Jan 2026 00:01:00 GMT | 60
                    1767225642                    | 42
                    """)
    void F1_F2_takesSecondsAndDates(String header, long seconds) {
        assertThat(of(Map.of("retry-after", header))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "0",
                "-5",
                "1.5",
                "3601",
                "86400",
                "999999999999",
                "99999999999999999999999999",
                "Wed, 31 Dec 2025 23:59:59 GMT",
                "Thu, 1 Jan 2026 05:00:00 GMT",
                "Thu, 99 Foo 2026 00:00:30 GMT",
                "1767225599"
            })
    void F2_isNoAnswerWherePastGarbageOrTooFar(String header) {
        assertThat(of(Map.of("retry-after", header))).isEmpty();
    }

    @Test
    void F3_takesTheSecondsOfRateLimitReset() {
        assertThat(of(Map.of("ratelimit-reset", "12"))).contains(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource({"1767225660, 60", "25, 25"})
    void F3_takesUnixTimeOrSecondsOfXRateLimitReset(String header, long seconds) {
        assertThat(of(Map.of("x-ratelimit-reset", header))).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void F3_retryAfterGoesFirst() {
        assertThat(of(Map.of("retry-after", "5", "ratelimit-reset", "12", "x-ratelimit-reset", "25")))
                .contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0", "99999", "Wed, 31 Dec 2025 23:59:59 GMT"})
    void F2_F3_headerWithoutAnAnswerLeavesItToTheNext(String header) {
        assertThat(of(Map.of("retry-after", header, "ratelimit-reset", "12"))).contains(Duration.ofSeconds(12));
    }

    /** They come with every answer of a gateway: a device that is gone must not make its tenant wait. */
    @ParameterizedTest
    @ValueSource(ints = {200, 404, 403, 500, 503})
    void F3_endOfTheLimitsWindowMakesNobodyWaitUnlessTheLimitRefused(int status) {
        var headers = Map.of("ratelimit-reset", "2900", "x-ratelimit-reset", "1767225660");

        assertThat(retryAfter.of(status, headers::get)).isEmpty();
        assertThat(retryAfter.of(status, Map.of("retry-after", "5", "ratelimit-reset", "2900")::get))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void F3_isEmptyWithoutAHeader() {
        assertThat(of(Map.of())).isEmpty();
    }

    @Property
    void F2_neverNegativeAndNeverLongerThanAnHour(@ForAll String one, @ForAll String other, @ForAll long number) {
        for (var headers : new Map[] {
            Map.of("retry-after", one, "ratelimit-reset", other),
            Map.of("retry-after", Long.toString(number)),
            Map.of("x-ratelimit-reset", Long.toString(number))
        }) {
            assertThat(retryAfter.of(429, name -> (String) headers.get(name)))
                    .satisfies(wait -> wait.ifPresent(
                            span -> assertThat(span).isPositive().isLessThanOrEqualTo(RetryAfter.LONGEST)));
        }
    }
}
