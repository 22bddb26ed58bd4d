package io.rollcall.device;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address. Two are equal when their normalised forms are; a plus tag is a part of the address, since nobody
 * but its domain knows what it means there.
 *
 * @param original as it was written, trimmed
 * @param normalised the form addresses are compared in: lower case; at most {@value #MAX_LENGTH} characters
 */
public record EmailAddress(String original, String normalised) {

    /** The longest address SMTP can carry (RFC 5321, 4.5.3.1.3, without the angle brackets). */
    public static final int MAX_LENGTH = 254;

    /** Sources hold what people typed: this keeps out what can't be an address, not every address that can't be. */
    private static final Pattern SHAPE =
            Pattern.compile("[^\\s@<>,;:\"()\\[\\]]+@[^\\s@<>,;:\"()\\[\\].]+" + "(\\.[^\\s@<>,;:\"()\\[\\].]+)+");

    /** Empty where the text is no address. */
    public static Optional<EmailAddress> of(String text) {
        var trimmed = text.strip();
        return trimmed.length() <= MAX_LENGTH && SHAPE.matcher(trimmed).matches()
                ? Optional.of(new EmailAddress(trimmed, trimmed.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmailAddress that && normalised.equals(that.normalised);
    }

    @Override
    public int hashCode() {
        return normalised.hashCode();
    }
}
