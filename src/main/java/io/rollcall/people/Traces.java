package io.rollcall.people;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a person is known by in texts and raw records: each e-mail address, and the whole name where there is a first and
 * a last one. A first name alone is no trace: it would strike everybody's.
 *
 * @param emails the addresses, normalised
 * @param name the whole name; blank: first or last name is missing
 */
record Traces(List<String> emails, String name) {

    /** What stands in the place of a name or an address. */
    static final String ERASED = "[erased]";

    private static final Pattern SPECIAL = Pattern.compile("([^\\p{L}\\p{N}\\s_])");

    static Traces of(Person person) {
        var emails = person.emails().stream()
                .map(email -> email.toLowerCase(java.util.Locale.ROOT))
                .toList();
        var whole = !person.firstName().isEmpty() && !person.lastName().isEmpty();
        return new Traces(emails, whole ? person.firstName() + " " + person.lastName() : "");
    }

    /** A PostgreSQL regular expression that finds a trace, but not inside of another word or a longer address. */
    String pattern() {
        var alternatives = alternatives();
        if (!name.isEmpty()) {
            alternatives.add("(?<!\\w)" + escaped(name).replaceAll("\\s+", "\\\\s+") + "(?!\\w)");
        }
        return anyOf(alternatives);
    }

    /** The same for the addresses alone: nobody else has them, while namesakes have the name. */
    String addresses() {
        return anyOf(alternatives());
    }

    private List<String> alternatives() {
        var alternatives = new ArrayList<String>();
        emails.forEach(email -> alternatives.add("(?<![\\w.+%-])" + escaped(email) + "(?![\\w-]|\\.\\w)"));
        return alternatives;
    }

    private static String anyOf(List<String> alternatives) {
        return alternatives.isEmpty() ? "(?!)" : String.join("|", alternatives);
    }

    /** As the text stands in JSON: a quotation mark in a name has a backslash before it there. */
    private static String escaped(String text) {
        var inJson = text.replace("\\", "\\\\").replace("\"", "\\\"");
        return SPECIAL.matcher(inJson).replaceAll("\\\\$1");
    }
}
