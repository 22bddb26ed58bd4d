package io.rollcall.device;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of other makers' models ({@code model-patterns.csv}): types by words in the model name. */
final class ModelPatterns {

    private static final String FILE = "model-patterns.csv";

    /** No model name is longer; what is must not cost a hundred searches through it. */
    private static final int MAX_NAME_LENGTH = 200;

    private static final List<ModelPattern> ALL = DataFile.rows(FILE, 2).stream()
            .map(row -> new ModelPattern(pattern(row.get(0)), DataFile.type(FILE, row.get(1))))
            .toList();

    private ModelPatterns() {}

    private record ModelPattern(Pattern words, DeviceType type) {}

    /** The type of the first pattern found in the name. */
    static Optional<DeviceType> byName(String name) {
        if (name.length() > MAX_NAME_LENGTH) {
            return Optional.empty();
        }
        return ALL.stream()
                .filter(pattern -> pattern.words.matcher(name).find())
                .map(ModelPattern::type)
                .findFirst();
    }

    /** Whole words, so that "Redmi" is not found in another word; after a digit sign anything may follow. */
    private static Pattern pattern(String words) {
        var regex = new StringBuilder("(?<![\\p{L}\\d])");
        for (var c : words.toCharArray()) {
            regex.append(c == '#' ? "\\d" : c == ' ' ? "[ -]" : Pattern.quote(String.valueOf(c)));
        }
        if (!words.endsWith("#")) {
            regex.append("(?![\\p{L}\\d])");
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }
}
