package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Readings whose result is text. */
final class Texts {

    private static final Pattern HEX_12 = Pattern.compile("[0-9A-F]{12}");
    private static final Pattern SEPARATORS = Pattern.compile("[:.\\s-]");
    private static final Pattern PAIR_BEFORE_ANOTHER = Pattern.compile("(..)(?!$)");
    private static final Pattern IMEI = Pattern.compile("\\d{14,16}");
    private static final Pattern BRACKETS = Pattern.compile(".*\\(([^()]+)\\)[^()]*", Pattern.DOTALL);
    private static final Pattern WINDOWS_BUILD = Pattern.compile("(?:\\d{1,3}\\.\\d{1,3}\\.)?(\\d{1,9}\\.\\d{1,9})");
    private static final Pattern GIGAHERTZ =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)\\s{0,3}GHz", Pattern.CASE_INSENSITIVE);

    /** What stands for "nothing" in a text, lower case. Jamf Pro has all of these; {@code -1} is an id that is none. */
    private static final Set<String> NOTHING =
            Set.of("unknown", "n/a", "na", "not available", "not applicable", "none", "null", "-1");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?");
    private static final int MOST_DIGITS = 60;

    private Texts() {}

    /** A text, number or boolean as trimmed text; null where there is nothing or something with parts. */
    static @Nullable String scalar(JsonNode node) {
        if (!node.isValueNode() || node.isNull()) {
            return null;
        }
        var text = node.asText().strip();
        return text.isEmpty() ? null : text;
    }

    static Reading text(JsonNode node) {
        if (node.isContainerNode()) {
            return withParts(node);
        }
        return Reading.ofNullable(scalar(node));
    }

    /** A number, also one that is written as a text; without a unit. */
    static Reading number(JsonNode node) {
        var text = scalar(node);
        if (text == null) {
            return text(node);
        }
        var plain = node.isNumber() ? plain(node) : text;
        return NUMBER.matcher(plain).matches() ? Reading.of(plain) : Reading.notA("a number", text);
    }

    /** {@code 1E+3} is written out, but not {@code 1E+999999999}. */
    private static String plain(JsonNode number) {
        if (number.isDouble() && !Double.isFinite(number.doubleValue())) {
            return number.asText();
        }
        var decimal = number.decimalValue();
        return Math.abs((long) decimal.scale()) + decimal.precision() > MOST_DIGITS
                ? number.asText()
                : decimal.toPlainString();
    }

    /** Text, but the words for "nothing" are nothing. */
    static Reading known(JsonNode node) {
        var text = scalar(node);
        return text != null && NOTHING.contains(text.toLowerCase(Locale.ROOT)) ? Reading.ABSENT : text(node);
    }

    /** Empty objects and lists are this API's way to say "nothing" in many places, and are no news. */
    static Reading withParts(JsonNode node) {
        return node.isEmpty()
                ? Reading.ABSENT
                : new Reading(
                        null, (node.isArray() ? "a list" : "an object") + " was found in place of a single value");
    }

    /** A list of texts as one, sorted, so that another order is no change. */
    static Reading joined(JsonNode node) {
        if (!node.isArray()) {
            return text(node);
        }
        var names = new ArrayList<String>();
        node.forEach(item -> {
            var name = scalar(item);
            if (name != null) {
                names.add(name);
            }
        });
        return names.isEmpty()
                ? Reading.ABSENT
                : Reading.of(names.stream().sorted().distinct().collect(Collectors.joining(", ")));
    }

    /** The user name where the computer has one account for people; with more there is no telling whose it is. */
    static Reading onlyUsername(JsonNode node) {
        return node.isArray() && node.size() == 1 ? text(node.get(0).path("username")) : Reading.ABSENT;
    }

    /** {@code SPACE GRAY} → {@code Space Gray}; anything not all in capitals stays. */
    static Reading titleCase(JsonNode node) {
        var text = scalar(node);
        if (text == null || !text.equals(text.toUpperCase(Locale.ROOT))) {
            return text(node);
        }
        return Reading.of(Stream.of(text.split(" +"))
                .map(word -> word.substring(0, 1) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" ")));
    }

    /** {@code 12.0.1 (21A559)} → {@code 21A559}. */
    static Reading inBrackets(JsonNode node) {
        return found(node, BRACKETS);
    }

    /** {@code 10.0.26100.6584} → {@code 26100.6584}, the build as the details have it. */
    static Reading windowsBuild(JsonNode node) {
        return found(node, WINDOWS_BUILD);
    }

    private static Reading found(JsonNode node, Pattern pattern) {
        var text = scalar(node);
        if (text == null) {
            return text(node);
        }
        var match = pattern.matcher(text);
        return match.matches() ? Reading.of(match.group(1)) : Reading.ABSENT;
    }

    /** {@code 1 GHz 4-Core Intel Core i5} → {@code 1 GHz}. */
    static Reading frequency(JsonNode node) {
        var text = scalar(node);
        if (text == null) {
            return text(node);
        }
        var match = GIGAHERTZ.matcher(text);
        return match.find() ? Reading.of(match.group(1) + " GHz") : Reading.ABSENT;
    }

    /** {@code 35 673008 397160 8} → {@code 356730083971608}. */
    static Reading imei(JsonNode node) {
        var text = scalar(node);
        if (text == null) {
            return text(node);
        }
        var digits = SEPARATORS.matcher(text).replaceAll("");
        return IMEI.matcher(digits).matches() ? Reading.of(digits) : Reading.notA("an IMEI", text);
    }

    /** The IMEI of a phone's first SIM slot, else of the first that has one; the slots come in any order. */
    static Reading firstImei(JsonNode node) {
        if (!node.isArray()) {
            return node.isMissingNode() || node.isNull() ? Reading.ABSENT : withParts(node);
        }
        Reading first = Reading.ABSENT;
        for (var subscription : node) {
            var imei = imei(subscription.path("imei"));
            if (subscription.path("slot").asText().endsWith("One") && imei.value() != null) {
                return imei;
            }
            first = first.value() == null ? imei : first;
        }
        return first;
    }

    /** Any usual spelling → {@code 02:00:5E:10:00:01}; all zeros is none. */
    static Reading macAddress(JsonNode node) {
        var text = scalar(node);
        if (text == null) {
            return text(node);
        }
        var hex = SEPARATORS.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
        if (!HEX_12.matcher(hex).matches()) {
            return Reading.notA("a MAC address", text);
        }
        return hex.equals("000000000000")
                ? Reading.ABSENT
                : Reading.of(PAIR_BEFORE_ANOTHER.matcher(hex).replaceAll("$1:"));
    }
}
