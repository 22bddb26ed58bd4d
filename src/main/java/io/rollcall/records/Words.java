package io.rollcall.records;

import io.rollcall.device.Text;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import java.util.Locale;

/** Texts that people enter, and what is wrong with them. */
public final class Words {

    /** How long a name or another short text may be, in UTF-16 units. */
    public static final int LINE = 200;

    private static final String BODY = "request body";

    private Words() {}

    /**
     * A text of one line, without blanks around it; it may be blank. What looks like a formula stays as it is.
     *
     * @param key where the text stands, for the message
     * @throws InvalidSettings if it is too long
     */
    public static String line(String key, String text) {
        var line = Text.clean(text.strip()).value();
        if (line.length() > LINE) {
            throw wrong(key, "This text has " + line.length() + " characters", "At most " + LINE + " are allowed");
        }
        return line;
    }

    /** @throws InvalidSettings if it is blank or too long */
    public static String name(String key, String text) {
        var line = line(key, text);
        if (line.isEmpty()) {
            throw wrong(key, "This is blank", "A name is required");
        }
        return line;
    }

    /**
     * The name of a column, whatever its spelling: {@code Purchase Date}, {@code purchase_date} and {@code purchaseDate} are
     * {@code purchase-date}.
     */
    public static String column(String text) {
        return text.strip()
                .replaceAll("(\\p{Ll})(\\p{Lu})", "$1-$2")
                .replaceAll("[\\s_-]+", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** A pattern for {@code ilike} that finds the text anywhere, its own percent signs and underscores included. */
    public static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    public static InvalidSettings wrong(String key, String found, String allowed) {
        return new InvalidSettings(new Problem(BODY, 0, key, found, allowed));
    }
}
