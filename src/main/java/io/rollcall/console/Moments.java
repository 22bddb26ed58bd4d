package io.rollcall.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Moments in words; templates know it as {@code @moments}. */
@Component
class Moments {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int WEEK = 7;
    private static final int DAY_HOURS = 24;
    private static final int SIXTY = 60;

    private final Clock clock;

    Moments(Clock clock) {
        this.clock = clock;
    }

    /** For people near to it: {@code 3 minutes ago}; a day that is longer ago or to come: {@code 4 Mar 2026}. */
    public String ago(Instant moment) {
        var past = Duration.between(moment, clock.instant());
        if (past.isNegative() && past.abs().compareTo(Duration.ofSeconds(SIXTY)) > 0) {
            return DAY.format(moment);
        }
        if (past.toMinutes() < 1) {
            return "just now";
        }
        if (past.toHours() < 1) {
            return words(past.toMinutes(), "minute") + " ago";
        }
        if (past.toHours() < DAY_HOURS) {
            return words(past.toHours(), "hour") + " ago";
        }
        return past.toDays() < WEEK ? words(past.toDays(), "day") + " ago" : DAY.format(moment);
    }

    /** To the second. */
    public String exact(Instant moment) {
        return EXACT.format(moment);
    }

    /** How long something took: {@code 11 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public String span(Instant from, Instant to) {
        var span = Duration.between(from, to);
        if (span.toMinutes() < 1) {
            return Math.max(0, span.toSeconds()) + " s";
        }
        return span.toHours() < 1
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toHours() + " h " + span.toMinutesPart() + " min";
    }

    /** How long something has been going on. */
    public String since(Instant from) {
        return span(from, clock.instant());
    }

    private static String words(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
