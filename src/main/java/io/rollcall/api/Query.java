package io.rollcall.api;

/** What a request's query may hold. */
final class Query {

    private static final int LONGEST = 200;

    private Query() {}

    /** @throws IllegalArgumentException where the text is too long or has characters that no name has */
    static String text(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "A text in the query has " + text.length() + " characters; at most " + LONGEST + " are allowed.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A text in the query has control characters; they are not allowed.");
        }
        return text;
    }
}
