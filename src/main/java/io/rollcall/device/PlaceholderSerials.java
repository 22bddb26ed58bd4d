package io.rollcall.device;

import java.util.Set;
import java.util.stream.Collectors;

/** Texts that stand where a serial number should be, and that many devices share. */
final class PlaceholderSerials {

    private static final Set<String> LISTED = DataFile.lines("placeholder-serials.txt").stream()
            .map(SerialNumber::normalise)
            .map(PlaceholderSerials::lettersAndDigits)
            .collect(Collectors.toUnmodifiableSet());

    private PlaceholderSerials() {}

    /** Whether a {@link SerialNumber#normalise(String) normalised} text is listed, or has no two different characters. */
    static boolean contains(String normalised) {
        var core = lettersAndDigits(normalised);
        return core.codePoints().distinct().limit(2).count() < 2 || LISTED.contains(core);
    }

    private static String lettersAndDigits(String text) {
        var core = new StringBuilder(text.length());
        text.codePoints().filter(Character::isLetterOrDigit).forEach(core::appendCodePoint);
        return core.toString();
    }
}
