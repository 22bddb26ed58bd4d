package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Filters in RSQL as far as device lists need them: comparisons joined by {@code ;} (and) and {@code ,} (or), without
 * brackets around them. Fields come from a list of allowed ones; {@code null} matches nothing.
 */
final class JamfFilters {

    private static final Pattern COMPARISON =
            Pattern.compile("([\\w.]+)(==|!=|=in=|=out=|=ge=|=le=|=gt=|=lt=|>=|<=|>|<)(.+)", Pattern.DOTALL);
    private static final Pattern DATE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{3}|\\.\\d{2})?Z");

    /** A filter the server doesn't take, with its words for it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String description) {
            super(description);
        }
    }

    private JamfFilters() {}

    /**
     * @param fields allowed field → JSON Pointer
     * @param dates those of them that hold dates
     */
    static Predicate<JsonNode> of(String filter, Map<String, String> fields, List<String> dates) throws Refused {
        Predicate<JsonNode> all = record -> true;
        for (var part : split(filter, ';')) {
            Predicate<JsonNode> any = record -> false;
            for (var comparison : split(part, ',')) {
                any = any.or(comparison(comparison.strip(), fields, dates));
            }
            all = all.and(any);
        }
        return all;
    }

    private static Predicate<JsonNode> comparison(String text, Map<String, String> fields, List<String> dates)
            throws Refused {
        var match = COMPARISON.matcher(text);
        if (!match.matches()) {
            throw new Refused("Filter [" + text + "] can't be read");
        }
        var field = match.group(1);
        var pointer = fields.get(field);
        if (pointer == null) {
            throw new Refused("Cannot filter by field [" + field
                    + "]. Fields that can be used in filtering results of this endpoint: " + fields.keySet());
        }
        var operator = match.group(2);
        if (operator.equals("=in=") || operator.equals("=out=")) {
            var values = Arrays.stream(
                            match.group(3).replaceAll("^\\(|\\)$", "").split(","))
                    .map(JamfFilters::unquoted)
                    .toList();
            return present(pointer, value -> values.contains(value) == operator.equals("=in="));
        }
        var value = unquoted(match.group(3));
        return dates.contains(field) ? date(pointer, operator, value) : plain(pointer, operator, value);
    }

    private static Predicate<JsonNode> date(String pointer, String operator, String value) throws Refused {
        if (!DATE.matcher(value).matches()) {
            throw new Refused("Date [" + value + "] does not match any of supported formats: [...]");
        }
        try {
            var moment = Instant.parse(value);
            return present(pointer, text -> holds(Instant.parse(text).compareTo(moment), operator));
        } catch (DateTimeException e) {
            throw new Refused("Date [" + value + "] does not match any of supported formats: [...]");
        }
    }

    private static Predicate<JsonNode> plain(String pointer, String operator, String value) {
        if (operator.equals("==") && value.contains("*")) {
            var pattern = Pattern.compile(String.join(
                    ".*",
                    Arrays.stream(value.split("\\*", -1)).map(Pattern::quote).toList()));
            return present(pointer, text -> pattern.matcher(text).matches());
        }
        return present(pointer, text -> holds(text.compareTo(value), operator));
    }

    private static Predicate<JsonNode> present(String pointer, Predicate<String> test) {
        return record -> {
            var value = record.at(pointer);
            return !value.isMissingNode() && !value.isNull() && test.test(value.asText());
        };
    }

    private static boolean holds(int compared, String operator) {
        return switch (operator) {
            case "==" -> compared == 0;
            case "!=" -> compared != 0;
            case ">=", "=ge=" -> compared >= 0;
            case "<=", "=le=" -> compared <= 0;
            case ">", "=gt=" -> compared > 0;
            default -> compared < 0;
        };
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^[\"']|[\"']$", "");
    }

    /** Splits outside of brackets and quotes. */
    private static List<String> split(String text, char separator) {
        var parts = new java.util.ArrayList<String>();
        var depth = 0;
        var quoted = false;
        var from = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            quoted ^= c == '"';
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == separator && depth == 0 && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
