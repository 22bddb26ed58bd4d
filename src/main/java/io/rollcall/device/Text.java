package io.rollcall.device;

/**
 * A text from a source, made fit to be stored, shown and logged.
 *
 * @param value the text without what PostgreSQL refuses and without control characters, at most as long as allowed
 * @param cleaned whether characters were taken out or replaced by a space
 * @param cut whether the end is missing because the text was too long
 */
public record Text(String value, boolean cleaned, boolean cut) {

    /** How long a text may be, in UTF-16 units, where the caller names no bound. */
    public static final int DEFAULT_LIMIT = 4_000;

    /** {@link #clean(String, int)} with the {@linkplain #DEFAULT_LIMIT usual limit}. */
    public static Text clean(String text) {
        return clean(text, DEFAULT_LIMIT);
    }

    /**
     * Takes out NUL and lone surrogates (PostgreSQL refuses both, in text and in jsonb), puts a space for every other
     * control character (TAB, line ends, DEL and C1 included, so that a value stays on one line), and cuts at the limit
     * without splitting a surrogate pair. Everything else stays, emoji and bidirectional marks included: isolating those
     * is the display's business.
     *
     * @param limit in UTF-16 units, at least 1
     */
    public static Text clean(String text, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "A text must be allowed at least 1 character, but the limit is " + limit);
        }
        var firstOdd = firstOdd(text);
        var cleaned = firstOdd < text.length() && firstOdd <= limit;
        var value = cleaned ? withoutOddities(text, firstOdd, limit) : text;
        var cut = value.length() > limit;
        return new Text(cut ? value.substring(0, end(value, limit)) : value, cleaned, cut);
    }

    /**
     * A text that people write, fit to be stored: without NUL and lone surrogates. Its lines, its length and everything
     * else stay.
     */
    public static String storable(String text) {
        if (firstOdd(text) == text.length()) {
            return text;
        }
        var storable = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0 && Character.getType(c) != Character.SURROGATE)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }

    /** Whether the value differs from what the source sent. */
    public boolean changed() {
        return cleaned || cut;
    }

    /** Nearly every text is fine as it is: this scan is all it costs. */
    private static int firstOdd(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c) && !isPairAt(text, i)) {
                return i;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
            }
        }
        return text.length();
    }

    /** Stops soon after the limit: what is longer is cut anyway, however long it is. */
    private static String withoutOddities(String text, int firstOdd, int limit) {
        var clean = new StringBuilder(Math.min(text.length(), 2 * DEFAULT_LIMIT)).append(text, 0, firstOdd);
        for (var i = firstOdd; i < text.length() && clean.length() <= limit; i++) {
            var c = text.charAt(i);
            if (isPairAt(text, i)) {
                clean.append(c).append(text.charAt(++i));
            } else if (c != 0 && !Character.isSurrogate(c)) {
                clean.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return clean.toString();
    }

    private static boolean isPairAt(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static int end(String value, int limit) {
        return isPairAt(value, limit - 1) ? limit - 1 : limit;
    }
}
