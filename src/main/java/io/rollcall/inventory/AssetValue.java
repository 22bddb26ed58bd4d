package io.rollcall.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.device.CustomField;
import io.rollcall.device.DeviceType;
import io.rollcall.device.SerialNumber;
import io.rollcall.device.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A value that people give a property of an asset, checked.
 *
 * @param text as people see it; blank: taken away
 * @param stored as it is kept in the property's column
 */
record AssetValue(String text, JsonNode stored) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> CONDITIONS = List.of("new", "good", "fair", "poor");
    private static final BigDecimal HIGHEST_COST = new BigDecimal("999999999999.99");
    private static final int LINE = 200;

    /** A value that is refused. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Wrong wrong;

        private Refused(Wrong wrong) {
            super(wrong.found(), null, false, false);
            this.wrong = wrong;
        }

        Wrong wrong() {
            return wrong;
        }
    }

    /** @throws Refused if the property can't have this value */
    static AssetValue of(AssetColumn column, String given, Vocabulary vocabulary) {
        var property = column.property();
        var text = property.equals(AssetColumn.NOTES) ? notes(given) : line(property, given);
        if (text.isEmpty()) {
            return blank(column);
        }
        if (column.isRecord()) {
            return named(property, text, vocabulary);
        }
        return switch (property) {
            case AssetProperty.SERIAL -> serial(text);
            case AssetProperty.TYPE -> of(type(text));
            case AssetColumn.STATUS -> of(status(text, vocabulary));
            case AssetColumn.CONDITION -> of(condition(text));
            case AssetColumn.PURCHASE_DATE, AssetColumn.WARRANTY_UNTIL -> of(date(property, text));
            case AssetColumn.PURCHASE_COST -> of(cost(text));
            case AssetColumn.CURRENCY -> of(currency(text));
            default -> of(text);
        };
    }

    /**
     * The value of a custom field.
     *
     * @throws Refused if there is no such field, or it can't have this value
     */
    static AssetValue ofCustom(String property, String given, Vocabulary vocabulary) {
        var field = Optional.ofNullable(vocabulary.custom().get(property))
                .orElseThrow(() -> refused(
                        property,
                        "There is no custom field \""
                                + CustomField.keyOf(property).orElse(property) + "\"",
                        "Known: "
                                + vocabulary.custom().values().stream()
                                        .map(CustomField::key)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
        var text = Text.clean(given.strip()).value();
        if (text.isEmpty()) {
            return new AssetValue("", JSON.nullNode());
        }
        return of(field.read(text)
                .orElseThrow(() -> refused(
                        property,
                        (text.length() <= LINE ? "\"" + text + "\"" : "A text of " + text.length() + " characters")
                                + " can't be a value of " + field.name(),
                        "It holds " + field.allowed())));
    }

    private static AssetValue of(String text) {
        return new AssetValue(text, JSON.textNode(text));
    }

    private static AssetValue blank(AssetColumn column) {
        return switch (column.property()) {
            case AssetColumn.ASSET_ID, AssetColumn.STATUS ->
                throw refused(column.property(), "This is blank", "An asset needs one");
            case AssetProperty.TYPE -> of(DeviceType.UNKNOWN.key());
            default -> new AssetValue("", column.nullable() ? JSON.nullNode() : JSON.textNode(""));
        };
    }

    private static String line(String property, String given) {
        var text = Text.clean(given.strip()).value();
        if (text.length() > LINE) {
            throw refused(
                    property, "This text has " + text.length() + " characters", "At most " + LINE + " are allowed");
        }
        return text;
    }

    /** Notes keep their lines. */
    private static String notes(String given) {
        if (given.length() > Text.DEFAULT_LIMIT) {
            throw refused(
                    AssetColumn.NOTES,
                    "The notes have " + given.length() + " characters",
                    "At most " + Text.DEFAULT_LIMIT + " are allowed");
        }
        return given.strip().lines().map(line -> Text.clean(line).value()).collect(Collectors.joining("\n"));
    }

    private static AssetValue serial(String text) {
        var serial = SerialNumber.of(text)
                .orElseThrow(() -> refused(
                        AssetProperty.SERIAL,
                        "\"" + text + "\" is a placeholder or no serial number",
                        "The device's own serial number, or nothing"));
        return of(serial.original());
    }

    private static String type(String text) {
        return DeviceType.of(text.toLowerCase(Locale.ROOT))
                .map(DeviceType::key)
                .orElseThrow(() -> refused(
                        AssetProperty.TYPE,
                        "There is no type \"" + text + "\"",
                        "Known: "
                                + Arrays.stream(DeviceType.values())
                                        .map(DeviceType::key)
                                        .collect(Collectors.joining(", "))));
    }

    private static String status(String text, Vocabulary vocabulary) {
        return vocabulary
                .status(text)
                .orElseThrow(() -> refused(
                        AssetColumn.STATUS,
                        "There is no status \"" + text + "\"",
                        "Known: " + String.join(", ", vocabulary.statuses())));
    }

    private static String condition(String text) {
        var condition = text.toLowerCase(Locale.ROOT);
        if (!CONDITIONS.contains(condition)) {
            throw refused(
                    AssetColumn.CONDITION,
                    "There is no condition \"" + text + "\"",
                    "Known: " + String.join(", ", CONDITIONS) + ", or nothing");
        }
        return condition;
    }

    private static String date(String property, String text) {
        try {
            var date = LocalDate.parse(text);
            if (date.getYear() >= 1900 && date.getYear() <= 2200) {
                return date.toString();
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw refused(property, "\"" + text + "\" is no date", "Year-month-day, for example 2026-03-31");
    }

    private static String cost(String text) {
        try {
            var cost = new BigDecimal(text).setScale(2, RoundingMode.UNNECESSARY);
            if (cost.signum() >= 0 && cost.compareTo(HIGHEST_COST) <= 0) {
                return cost.toPlainString();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // told below
        }
        throw refused(
                AssetColumn.PURCHASE_COST,
                "\"" + text + "\" is no cost",
                "A number with a point and at most two digits after it, for example 1299.50");
    }

    private static String currency(String text) {
        var currency = text.toUpperCase(Locale.ROOT);
        if (!currency.matches("[A-Z]{3}")) {
            throw refused(AssetColumn.CURRENCY, "\"" + text + "\" is no currency", "Three letters, for example EUR");
        }
        return currency;
    }

    private static AssetValue named(String property, String text, Vocabulary vocabulary) {
        var found = vocabulary.find(property, text);
        if (found.isEmpty()) {
            throw refused(
                    property,
                    "There is no " + property + " \"" + text + "\"",
                    "The name of a " + property + " there is; make it first");
        }
        if (found.size() > 1) {
            throw refused(
                    property,
                    "There are " + found.size() + " called \"" + text + "\"",
                    "The manufacturer's name before it, for example Apple MacBook Air");
        }
        var term = found.iterator().next();
        return new AssetValue(term.name(), JSON.numberNode(term.id()));
    }

    private static Refused refused(String property, String found, String allowed) {
        return new Refused(Wrong.value(property, found, allowed));
    }
}
