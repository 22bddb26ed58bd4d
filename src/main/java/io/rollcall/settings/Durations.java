package io.rollcall.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 30s}, {@code 10m}, {@code 1h30m}, {@code 1d}, {@code 250ms} or ISO-8601. */
final class Durations {

    static final String ALLOWED = "Allowed is a duration such as 30s, 10m, 1h30m, 1d or PT10M";

    private static final Pattern SHORT =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        var plain = text.strip().toLowerCase(Locale.ROOT);
        var parts = SHORT.matcher(plain);
        if (!plain.isEmpty() && parts.matches()) {
            return Optional.of(Duration.ofDays(number(parts.group(1)))
                    .plusHours(number(parts.group(2)))
                    .plusMinutes(number(parts.group(3)))
                    .plusSeconds(number(parts.group(4)))
                    .plusMillis(number(parts.group(5))));
        }
        try {
            return Optional.of(Duration.parse(plain));
        } catch (DateTimeParseException notIso) {
            return Optional.empty();
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
