package io.rollcall.device;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field of assets that people made themselves.
 *
 * @param key its name in REST, files, history and mappings: lower case letters, digits and hyphens; it never changes
 * @param name what people call it
 * @param choices what a value may be, for {@link Type#CHOICE}; else empty
 */
public record CustomField(String key, String name, Type type, List<String> choices) {

    /** What the names of custom fields begin with where they stand among those of built-in ones. */
    public static final String PREFIX = "custom.";

    /** The longest value, in UTF-16 units; as with the fields of devices. */
    public static final int MAX_VALUE = 500;

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?");
    private static final int DECIMALS = 10;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;

    public CustomField {
        choices = List.copyOf(choices);
    }

    /** What a value is. */
    public enum Type {
        TEXT,
        NUMBER,
        DATE,
        YES_NO,
        CHOICE;

        /** The name in REST and the database: lower case, words joined by hyphens. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Type> of(String key) {
            return Arrays.stream(values())
                    .filter(type -> type.key().equals(key))
                    .findFirst();
        }
    }

    /** Its name among those of built-in fields: {@code custom.cost-centre}. */
    public String property() {
        return PREFIX + key;
    }

    /** The key of the custom field that a property's name is of; empty: of none. */
    public static Optional<String> keyOf(String property) {
        return property.startsWith(PREFIX) ? Optional.of(property.substring(PREFIX.length())) : Optional.empty();
    }

    /**
     * A value in the text that it is stored in: a number with at most {@value #DECIMALS} digits after its point, a date as {@code 2026-03-31}, yes or no as
     * {@code true} or {@code false}, a choice as the field spells it.
     *
     * @param text not blank
     * @return empty: this field can't hold it
     */
    public Optional<String> read(String text) {
        var value = text.strip();
        return switch (type) {
            case TEXT -> Optional.of(value).filter(it -> it.length() <= MAX_VALUE);
            case NUMBER -> number(value);
            case DATE -> date(value);
            case YES_NO -> yesNo(value);
            case CHOICE -> choices.stream().filter(value::equalsIgnoreCase).findFirst();
        };
    }

    /** What {@link #read} takes, for people. */
    public String allowed() {
        return switch (type) {
            case TEXT -> "a text of at most " + MAX_VALUE + " characters";
            case NUMBER -> "a number with a point and at most 20 digits before it, for example 12.5";
            case DATE -> "a date from " + FIRST_YEAR + " to " + LAST_YEAR + ", for example 2026-03-31";
            case YES_NO -> "yes or no";
            case CHOICE -> "one of " + String.join(", ", choices);
        };
    }

    private static Optional<String> number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(text).setScale(DECIMALS, RoundingMode.HALF_UP);
        return Optional.of(
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    }

    private static Optional<String> date(String text) {
        try {
            var date = LocalDate.parse(text);
            return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR
                    ? Optional.of(date.toString())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> yesNo(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Optional.of("true");
            case "false", "no", "0" -> Optional.of("false");
            default -> Optional.empty();
        };
    }
}
