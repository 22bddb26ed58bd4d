package io.rollcall.people;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address. Two are the same when their normalised forms are; a plus-tag is part of the address.
 *
 * @param original as it was written, without blanks around it
 * @param normalised the form addresses are compared in: lower case
 */
public record EmailAddress(String original, String normalised) {

    private static final int LONGEST = 254;

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@<>(),;:\\\\\"\\[\\]\\p{Cntrl}]{1,64}@[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?"
                    + "(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)+");

    /** Empty where the text doesn't look like an address. */
    public static Optional<EmailAddress> of(String text) {
        var original = text.strip();
        return original.length() <= LONGEST && ADDRESS.matcher(original).matches()
                ? Optional.of(new EmailAddress(original, original.toLowerCase(Locale.ROOT)))
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
