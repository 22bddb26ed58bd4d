package io.rollcall.call;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How long an answer asks to wait: {@code Retry-After} in seconds or as a date, else {@code ratelimit-reset} in seconds
 * (Kong, as recorded at Iru), else {@code x-ratelimit-reset} as Unix time or seconds. The last two come with every answer
 * and say when the window of the limit ends: only an answer that refuses a request for the limit asks to wait by them. What
 * is past, garbage or absurdly far is no answer.
 */
final class RetryAfter {

    /** Nobody is made to wait longer than this by a header; the hourly limit at most makes one wait an hour. */
    static final Duration LONGEST = Duration.ofHours(1);

    /** Numbers above this are Unix times, not spans. */
    private static final long UNIX_TIMES_FROM = 1_000_000_000L;

    private static final int TOO_MANY = 429;

    private final Clock clock;

    RetryAfter(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param status of the answer
     * @param header gives a header's value by its lower-case name, or null
     */
    Optional<Duration> of(int status, UnaryOperator<String> header) {
        var asked = text(header, "retry-after").flatMap(this::secondsOrDate).filter(RetryAfter::isSensible);
        return status == TOO_MANY ? asked.or(() -> windowsEnd(header)) : asked;
    }

    private Optional<Duration> windowsEnd(UnaryOperator<String> header) {
        return Stream.of("ratelimit-reset", "x-ratelimit-reset")
                .flatMap(name -> text(header, name).flatMap(this::seconds).filter(RetryAfter::isSensible).stream())
                .findFirst();
    }

    private static boolean isSensible(Duration wait) {
        return !wait.isNegative() && !wait.isZero() && wait.compareTo(LONGEST) <= 0;
    }

    private static Optional<String> text(UnaryOperator<String> header, String name) {
        return Optional.ofNullable(header.apply(name)).map(String::strip);
    }

    private Optional<Duration> secondsOrDate(String text) {
        return seconds(text).or(() -> date(text));
    }

    private Optional<Duration> seconds(String text) {
        if (!text.matches("\\d{1,12}")) {
            return Optional.empty();
        }
        var number = Long.parseLong(text);
        return Optional.of(
                number < UNIX_TIMES_FROM ? Duration.ofSeconds(number) : until(Instant.ofEpochSecond(number)));
    }

    private Optional<Duration> date(String text) {
        try {
            return Optional.of(until(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Duration until(Instant time) {
        return Duration.between(clock.instant(), time);
    }
}
