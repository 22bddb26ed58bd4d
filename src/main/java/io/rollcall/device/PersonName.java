package io.rollcall.device;

import java.util.Locale;
import java.util.Optional;

/**
 * A person's name. Sources give one string; it is split at the last space (A5).
 *
 * @param first everything before the last word; blank where there is one word
 * @param last the last word
 */
public record PersonName(String first, String last) {

    /** Empty where the text is blank. */
    public static Optional<PersonName> of(String text) {
        var words = text.strip().replaceAll("\\s+", " ");
        if (words.isEmpty()) {
            return Optional.empty();
        }
        var space = words.lastIndexOf(' ');
        return Optional.of(new PersonName(space < 0 ? "" : words.substring(0, space), words.substring(space + 1)));
    }

    /** Whether it has both parts: a single word is no full name. */
    public boolean isFull() {
        return !first.isEmpty() && !last.isEmpty();
    }

    public String whole() {
        return (first + " " + last).strip();
    }

    /** The form names are compared in. */
    public String normalised() {
        return whole().toLowerCase(Locale.ROOT);
    }
}
