package io.rollcall.device;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a source reported of a device, completed by what is known of devices in general.
 *
 * @param attributes the reported values; the model shortened to its name ({@link ModelName}) and kept whole as
 *     {@link Field#MODEL_NAME}, and with derived values where the source reported none
 * @param type told from the model as the source words it, before it was shortened
 * @param derived the fields whose values were not reported but derived. A derived value is less than a reported one: it
 *     should not replace what an earlier, fuller answer of the source said ("Windows" is no news after "Windows 11")
 */
public record Completion(Attributes attributes, DeviceType type, Set<Field> derived) {

    public Completion {
        derived = Set.copyOf(derived);
    }

    /**
     * Completes values that {@link Text#clean(String)} has been over. Derives display size and release date from the model
     * name, the make from platform and model, the operating system from the platform, the model number from the model
     * identifier. Completing completed attributes changes nothing.
     */
    public static Completion of(Attributes reported) {
        var type = DeviceTypes.of(reported);
        var platform = Platform.of(reported.get(Field.PLATFORM));
        var isApple = platform.isApple() || DeviceTypes.byAppleModel(reported).isPresent();

        var values = new EnumMap<Field, String>(Field.class);
        reported.get(Field.MODEL).map(ModelName::parse).ifPresent(name -> {
            values.put(Field.MODEL, name.model());
            values.put(Field.MODEL_NAME, modelName(reported, name));
            put(values, Field.DISPLAY_SIZE, name.displaySize());
            put(values, Field.RELEASE_DATE, name.releaseDate());
        });
        put(values, Field.MAKE, isApple ? Optional.of("Apple") : Optional.empty());
        put(values, Field.OS_NAME, platform.osName(type, reported.get(Field.OS_VERSION)));
        put(values, Field.MODEL_NUMBER, reported.get(Field.MODEL_IDENTIFIER));

        var derived = EnumSet.noneOf(Field.class);
        values.keySet().stream()
                .filter(field -> !reported.has(field) && field != Field.MODEL_NAME)
                .forEach(derived::add);
        values.keySet()
                .removeIf(field -> field != Field.MODEL && field != Field.MODEL_NAME && !derived.contains(field));
        return new Completion(reported.with(values), type, derived);
    }

    /** The model before it was shortened: what was known of it, where the model is the short one already. */
    private static String modelName(Attributes reported, ModelName name) {
        var model = reported.get(Field.MODEL).orElseThrow();
        return reported.get(Field.MODEL_NAME)
                .filter(known -> model.equals(name.model())
                        && ModelName.parse(known).model().equals(model))
                .orElse(model);
    }

    private static void put(Map<Field, String> values, Field field, Optional<String> value) {
        value.ifPresent(it -> values.put(field, it));
    }
}
