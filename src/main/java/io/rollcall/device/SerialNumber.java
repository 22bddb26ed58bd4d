package io.rollcall.device;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A serial number that can identify a device.
 *
 * @param original as the source spells it
 * @param normalised the form serials are compared in: trimmed, NFKC, upper case
 */
public record SerialNumber(String original, String normalised) {

    /** Empty where the text is blank or a placeholder that firmware reports in place of a serial number. */
    public static Optional<SerialNumber> of(String text) {
        var normalised =
                Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
        return normalised.isEmpty() ? Optional.empty() : Optional.of(new SerialNumber(text, normalised));
    }
}
