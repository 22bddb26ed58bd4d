package io.rollcall.demo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The vendor's spellings of a moment. Written by hand: a formatter takes a third of the time of rendering a device. */
final class Stamps {

    private Stamps() {}

    /** {@code 2024-07-23T14:26:49.166267Z}. */
    static String iso(Instant at) {
        return text(at, 'T', true, "Z");
    }

    /** {@code 2024-07-23T14:26:49Z}: Apple Business Manager's. */
    static String isoSeconds(Instant at) {
        return text(at, 'T', false, "Z");
    }

    /** {@code 2024-05-13 20:09:27.374451+00:00}. */
    static String spaced(Instant at) {
        return text(at, ' ', true, "+00:00");
    }

    /** {@code 2024-06-17 11:32:35+00:00}. */
    static String spacedSeconds(Instant at) {
        return text(at, ' ', false, "+00:00");
    }

    /** {@code 2024-05-13 20:09:23 +0000}: configuration profiles'. */
    static String profile(Instant at) {
        return text(at, ' ', false, " +0000");
    }

    private static String text(Instant at, char separator, boolean micros, String suffix) {
        var time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        var text = new StringBuilder(34);
        digits(text, time.getYear(), 4).append('-');
        digits(text, time.getMonthValue(), 2).append('-');
        digits(text, time.getDayOfMonth(), 2).append(separator);
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2);
        if (micros) {
            digits(text.append('.'), time.getNano() / 1000, 6);
        }
        return text.append(suffix).toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        for (int place = (int) Math.pow(10, width - 1); place > 0; place /= 10) {
            text.append((char) ('0' + number / place % 10));
        }
        return text;
    }
}
