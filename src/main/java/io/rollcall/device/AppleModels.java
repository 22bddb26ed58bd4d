package io.rollcall.device;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of Apple's models ({@code apple-models.csv}): types by model identifier and by marketing name. */
final class AppleModels {

    private static final String FILE = "apple-models.csv";
    private static final Pattern BRACKETS = Pattern.compile(" *\\([^()]*\\)");

    private static final Map<String, DeviceType> BY_IDENTIFIER = new HashMap<>();
    private static final Map<String, DeviceType> BY_NAME = new HashMap<>();

    static {
        for (var row : DataFile.rows(FILE, 3)) {
            add(row.get(0), row.get(1), DataFile.type(FILE, row.get(2)));
        }
    }

    private AppleModels() {}

    private static void add(String identifier, String name, DeviceType type) {
        var before = BY_IDENTIFIER.putIfAbsent(identifier, type);
        if (before != null && before != type) {
            throw new IllegalStateException("%s: %s is a %s on one line and a %s on another"
                    .formatted(FILE, identifier, before.key(), type.key()));
        }
        var model = ModelName.parse(name).model();
        addName(name, type);
        addName(model, type);
        addName(family(model), type);
    }

    /** A name that stands for devices of different types says nothing. */
    private static void addName(String name, DeviceType type) {
        BY_NAME.merge(key(name), type, (one, other) -> one == other ? one : DeviceType.UNKNOWN);
    }

    /** Exactly this identifier; one that merely looks like a known one is not known. */
    static Optional<DeviceType> byIdentifier(String identifier) {
        return Optional.ofNullable(BY_IDENTIFIER.get(identifier));
    }

    /**
     * By the whole name, by its model or by the model's family: MDMs word the brackets differently ({@code Mac mini (M2,
     * 2023)} is {@code Mac mini (2023)} at Apple), and next year's {@code Mac mini} is a desktop, too.
     */
    static Optional<DeviceType> byName(String name) {
        var model = ModelName.parse(name).model();
        return Optional.ofNullable(BY_NAME.get(key(name)))
                .or(() -> Optional.ofNullable(BY_NAME.get(key(model))))
                .or(() -> Optional.ofNullable(BY_NAME.get(key(family(model)))));
    }

    private static String family(String model) {
        return BRACKETS.matcher(model).replaceAll("");
    }

    private static String key(String name) {
        return ModelNameParser.singleSpaced(name).toLowerCase(Locale.ROOT);
    }
}
