package io.rollcall.source;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Host names and the patterns they are held against. Names are expected in lower case, in ASCII. */
final class HostNames {

    /** RFC 1123: labels of letters, digits and inner hyphens. */
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern ONE_LABEL = Pattern.compile(LABEL);

    private HostNames() {}

    static boolean isLabel(String text) {
        return ONE_LABEL.matcher(text).matches();
    }

    static boolean isName(String text) {
        return text.length() <= 253 && NAME.matcher(text).matches();
    }

    /** Whether a name matches a pattern in which {@code *} stands for exactly one label. */
    static boolean matchesAny(String host, Collection<String> patterns) {
        return patterns.stream().anyMatch(pattern -> matches(host.split("\\.", -1), pattern.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String[] host, String pattern) {
        var labels = pattern.split("\\.", -1);
        return labels.length == host.length
                && IntStream.range(0, host.length)
                        .allMatch(i -> labels[i].equals(host[i]) || (labels[i].equals("*") && isLabel(host[i])));
    }

    /** {@code 127.1}, {@code 2130706433}, {@code 0x7f.1}: resolvers read as an address what ends in a number. */
    static boolean endsInANumber(String host) {
        var last = host.substring(host.lastIndexOf('.') + 1);
        return last.matches("\\d+|0x[0-9a-f]*");
    }

    /** Names that only mean something inside a machine or a company's own network. */
    static boolean isPrivateName(String host) {
        return !host.contains(".") || host.matches(".*\\.(localhost|local|internal|lan|test|home\\.arpa)");
    }
}
