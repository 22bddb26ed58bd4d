package io.rollcall.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Names as settings spell them, and which known name somebody probably meant. */
final class Names {

    private Names() {}

    /** {@code pageSize} → {@code page-size}. */
    static String ofComponent(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** {@code OAUTH2_CLIENT_CREDENTIALS} → {@code oauth2-client-credentials}. */
    static String ofConstant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** "Known: …", the likeliest first. */
    static String known(String written, Collection<String> known) {
        if (known.isEmpty()) {
            return "Nothing is allowed here";
        }
        var sorted = known.stream()
                .sorted(Comparator.<String>comparingInt(name -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var nearest = sorted.get(0);
        var hint = distance(written, nearest) <= Math.max(2, nearest.length() / 3)
                ? "Did you mean \"" + nearest + "\"? "
                : "";
        return hint + "Known: " + String.join(", ", sorted);
    }

    /** Levenshtein's distance, blind to case and to how words are joined. */
    private static int distance(String written, String known) {
        var a = plain(written);
        var b = plain(known);
        var previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }

    /** Cut, so that a very long key costs no time. */
    private static String plain(String name) {
        var plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return plain.length() <= 60 ? plain : plain.substring(0, 60);
    }
}
