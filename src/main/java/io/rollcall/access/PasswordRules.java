package io.rollcall.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which passwords may be chosen: long enough, and not what a guesser tries first. Any characters are allowed. */
final class PasswordRules {

    /** In characters; a longer one is refused and never hashed, so that nobody makes the server hash a novel. */
    static final int LONGEST = 128;

    private static final int SHORTEST_REST = 8;

    /** What a guesser adds to "password" here. */
    private static final List<String> WORDS = List.of(
            "rollcall", "inventory", "kandji", "jamf", "iru", "apple", "macbook", "iphone", "password", "admin");

    private static final Set<String> COMMON = common();

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
        if (COMMON.contains(lower) || ONE_CHARACTER.matcher(lower).matches()) {
            return Optional.of("This password is among the first that are guessed. Choose another one.");
        }
        if (isMadeOfKnownWords(lower, userName.toLowerCase(Locale.ROOT))) {
            return Optional.of(
                    "Without the words anybody would try here (your name, Rollcall and the like) too little of"
                            + " this password is left. Choose another one.");
        }
        return Optional.empty();
    }

    private static boolean isMadeOfKnownWords(String password, String userName) {
        var rest = password;
        var nameParts = Stream.of(userName.split("[^\\p{L}\\p{N}]+")).filter(part -> part.length() > 2);
        for (var word : Stream.concat(Stream.concat(Stream.of(userName), nameParts), WORDS.stream())
                .toList()) {
            rest = rest.replace(word, "");
        }
        return !rest.equals(password) && rest.length() < SHORTEST_REST;
    }

    private static Set<String> common() {
        try (var file = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            if (file == null) {
                throw new IllegalStateException("common-passwords.txt is missing in the program");
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
