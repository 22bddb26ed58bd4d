package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;

/**
 * Readings of times. Iru spells them {@code 2024-07-23T14:26:49.166267Z}, {@code 2024-05-13 20:09:27.374451+00:00},
 * {@code 2024-06-17 11:32:35+00:00} and {@code 2024-05-13 20:09:23 +0000}; {@code ""} is none. A time without a zone,
 * and a bare number (seconds or milliseconds?), could mean several instants and is not guessed at.
 */
final class Times {

    /** A clock may be wrong by hours; more than a day ahead is an error of the source. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** Before this no device was managed by an MDM: such a time stands for "never" or is an error. */
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    /** What programs write that have no date. */
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private static final DateTimeFormatter SPELLINGS = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[' ']")
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private static final int DATE_LENGTH = "2026-03-31".length();
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;

    private Times() {}

    static Reading time(JsonNode node, Instant now) {
        var text = Texts.scalar(node);
        if (text == null) {
            return Texts.text(node);
        }
        try {
            var parsed = SPELLINGS.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime at
                    ? believable(at.toInstant(), text, now)
                    : Reading.notA("a time with a zone", text);
        } catch (DateTimeException notATime) {
            return Reading.notA("a date and time", text);
        }
    }

    /** The day of a date or a time, in the time's own zone. A day may lie ahead, as the end of a warranty does. */
    static Reading date(JsonNode node) {
        var text = Texts.scalar(node);
        if (text == null) {
            return Texts.text(node);
        }
        try {
            var day = text.length() <= DATE_LENGTH
                    ? LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.STRICT))
                    : LocalDate.from(SPELLINGS.parseBest(text, OffsetDateTime::from, LocalDateTime::from));
            if (day.getYear() == 1) {
                return Reading.ABSENT;
            }
            return day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR
                    ? Reading.notA("a date from " + FIRST_YEAR + " to " + LAST_YEAR, text)
                    : Reading.of(day.toString());
        } catch (DateTimeException notADate) {
            return Reading.notA("a date", text);
        }
    }

    private static Reading believable(Instant at, String text, Instant now) {
        if (at.equals(NEVER)) {
            return Reading.ABSENT;
        }
        if (at.isBefore(EARLIEST)) {
            return Reading.notA("a time since 1990", text);
        }
        return at.isAfter(now.plus(AHEAD)) ? Reading.notA("a time in the past", text) : Reading.of(at.toString());
    }
}
