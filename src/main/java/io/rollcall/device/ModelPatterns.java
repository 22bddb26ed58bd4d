package io.rollcall.device;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of other makers' models ({@code model-patterns.csv}): types by words in the model name. */
final class ModelPatterns {

    private static final String FILE = "model-patterns.csv";

    /** No model name is longer; what is must not cost a hundred searches through it. */
    private static final int MAX_NAME_LENGTH = 200;

    private static final List<ModelPattern> ALL = DataFile.rows(FILE, 2).stream()
            .map(row -> ModelPattern.of(row.get(0), DataFile.type(FILE, row.get(1))))
            .toList();

    private ModelPatterns() {}

    /** The type of the first pattern found in the name. */
    static Optional<DeviceType> byName(String name) {
        if (name.length() > MAX_NAME_LENGTH) {
            return Optional.empty();
        }
        var lower = name.toLowerCase(Locale.ROOT);
        for (var pattern : ALL) {
            if (pattern.isIn(lower)) {
                return Optional.of(pattern.type);
            }
        }
        return Optional.empty();
    }

    /** @param start the letters the words start with: looking for them first spares nearly all the matching */
    private record ModelPattern(String start, Pattern words, DeviceType type) {

        private static final Pattern LETTERS = Pattern.compile("^\\p{L}+");

        static ModelPattern of(String words, DeviceType type) {
            var lower = words.toLowerCase(Locale.ROOT);
            var letters = LETTERS.matcher(lower);
            return new ModelPattern(letters.find() ? letters.group() : "", regex(lower), type);
        }

        boolean isIn(String lowerName) {
            return lowerName.contains(start) && words.matcher(lowerName).find();
        }

        /** Whole words, so that "redmi" is not found in another word; after a digit sign anything may follow. */
        private static Pattern regex(String words) {
            var regex = new StringBuilder("(?<![\\p{L}\\d])");
            for (var c : words.toCharArray()) {
                regex.append(c == '#' ? "\\d" : c == ' ' ? "[ -]" : Pattern.quote(String.valueOf(c)));
            }
            return Pattern.compile(
                    regex.append(words.endsWith("#") ? "" : "(?![\\p{L}\\d])").toString());
        }
    }
}
