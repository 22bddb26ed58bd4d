package io.rollcall.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which passwords may be chosen: long enough, and not what a guesser tries first. Any characters are allowed. */
final class PasswordRules {

    /** In characters; a longer one is refused and never hashed, so that nobody makes the server hash a novel. */
    static final int LONGEST = 128;

    private static final int SHORTEST_REST = 8;

    /** What a guesser adds to "password" here. */
    private static final List<String> WORDS = List.of(
            "rollcall", "inventory", "kandji", "jamf", "iru", "apple", "macbook", "iphone", "password", "admin");

    private static final List<String> COMMON = common();

    private static final List<String> ROWS = List.of(
            "01234567890",
            "abcdefghijklmnopqrstuvwxyz",
            "qwertyuiop",
            "qwertzuiop",
            "azertyuiop",
            "asdfghjkl",
            "zxcvbnm");

    /** Of a row, forwards or backwards, that is worth nothing. */
    private static final int RUN = 4;

    private static final Pattern ONE_CHARACTER = Pattern.compile("(.{1,4})\\1*", Pattern.DOTALL);

    private final int shortest;

    /** @param shortest in characters */
    PasswordRules(int shortest) {
        this.shortest = shortest;
    }

    /** What is wrong with a password, for the person who chose it; empty: nothing. */
    Optional<String> wrongWith(String password, String userName) {
        var length = password.codePointCount(0, password.length());
        if (length < shortest) {
            return Optional.of("This password has " + length + " characters; at least " + shortest
                    + " are needed. Several words in a row make a good one.");
        }
        if (length > LONGEST) {
            return Optional.of("This password has " + length + " characters; at most " + LONGEST + " are allowed.");
        }
        var lower = password.toLowerCase(Locale.ROOT);
        if (ONE_CHARACTER.matcher(lower).matches()) {
            return Optional.of("This password is among the first that are guessed. Choose another one.");
        }
        if (isMadeOfWhatIsKnown(lower, userName.toLowerCase(Locale.ROOT))) {
            return Optional.of(
                    "Without what anybody would try here (common passwords, rows of digits, letters or keys, your"
                            + " name, Rollcall and the like) too little of this password is left. Choose another one.");
        }
        return Optional.empty();
    }

    private static boolean isMadeOfWhatIsKnown(String password, String userName) {
        var rest = password;
        var nameParts = Stream.of(userName.split("[^\\p{L}\\p{N}]+")).filter(part -> part.length() > 2);
        for (var word : Stream.concat(Stream.concat(Stream.of(userName), nameParts), WORDS.stream())
                .toList()) {
            rest = rest.replace(word, "");
        }
        for (var common : COMMON) {
            rest = rest.replace(common, "");
        }
        rest = withoutRuns(rest);
        return !rest.equals(password) && rest.length() < SHORTEST_REST;
    }

    private static String withoutRuns(String password) {
        var rest = new StringBuilder();
        var at = 0;
        while (at < password.length()) {
            var end = at + 1;
            while (end < password.length() && isInRow(password.substring(at, end + 1))) {
                end++;
            }
            if (end - at < RUN) {
                end = at + 1;
                rest.append(password.charAt(at));
            }
            at = end;
        }
        return rest.toString();
    }

    private static boolean isInRow(String text) {
        var backwards = new StringBuilder(text).reverse().toString();
        return ROWS.stream().anyMatch(row -> row.contains(text) || row.contains(backwards));
    }

    private static List<String> common() {
        try (var file = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            if (file == null) {
                throw new IllegalStateException("common-passwords.txt is missing in the program");
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
