package io.rollcall.device;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;

/**
 * A serial number that can identify a device. Two are equal when their normalised forms are: sources spell the same
 * number differently.
 *
 * @param original as the source spells it, cleaned so that it can be stored
 * @param normalised the form serials are compared in: NFKC, upper case, without spaces, control characters and invisible
 *     characters; 1 to {@value #MAX_LENGTH} UTF-16 units
 */
public record SerialNumber(String original, String normalised) {

    /** Longer texts are no serial numbers, and would not fit into a database index. */
    public static final int MAX_LENGTH = 255;

    /** A text this long is not even looked at: normalising costs time, and a megabyte of spaces is no serial number. */
    private static final int MAX_RAW_LENGTH = 4_000;

    /** Normalising settles after two rounds for all text in use; the bound is there for the text nobody thought of. */
    private static final int MAX_ROUNDS = 8;

    /**
     * Empty where the text is blank, too long, or a placeholder that firmware reports in place of a serial number (see
     * {@code placeholder-serials.txt}). Spaces inside are dropped too: a number printed in groups is the same number, and
     * no maker tells devices apart by a space.
     */
    public static Optional<SerialNumber> of(String text) {
        if (text.length() > MAX_RAW_LENGTH) {
            return Optional.empty();
        }
        var normalised = normalise(text);
        if (normalised.isEmpty() || normalised.length() > MAX_LENGTH || PlaceholderSerials.contains(normalised)) {
            return Optional.empty();
        }
        return Optional.of(new SerialNumber(Text.clean(text).value(), normalised));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SerialNumber that && normalised.equals(that.normalised);
    }

    @Override
    public int hashCode() {
        return normalised.hashCode();
    }

    static String normalise(String text) {
        if (isPlain(text)) {
            return text.toUpperCase(Locale.ROOT);
        }
        var current = text;
        for (var round = 0; round < MAX_ROUNDS; round++) {
            // NFKC comes after upper-casing as well: i + U+0307, the lower case of the Turkish İ, becomes İ only then.
            var next = visible(Normalizer.normalize(
                    Normalizer.normalize(visible(current), Form.NFKC).toUpperCase(Locale.ROOT), Form.NFKC));
            if (next.equals(current)) {
                break;
            }
            current = next;
        }
        return current;
    }

    /** Nearly every serial number is plain already. */
    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return true;
    }

    /** Without what can't be seen on a label: space, control and format characters (zero-width ones), lone surrogates. */
    private static String visible(String text) {
        var visible = new StringBuilder(text.length());
        text.codePoints().filter(SerialNumber::isVisible).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
