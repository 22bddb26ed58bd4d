package io.rollcall.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Moments as Jamf Pro writes them: milliseconds at most, without zeros at the end. */
final class JamfStamps {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private JamfStamps() {}

    /** {@code 2026-10-06T08:47:30.5Z}, {@code 2026-10-06T08:47:30Z}. */
    static String trimmed(Instant at) {
        var millis = at.truncatedTo(ChronoUnit.MILLIS);
        var fraction = String.format("%03d", millis.getNano() / 1_000_000).replaceFirst("0+$", "");
        return SECONDS.format(millis) + (fraction.isEmpty() ? "" : "." + fraction) + "Z";
    }
}
