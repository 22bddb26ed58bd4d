package io.rollcall.device;

import java.util.Optional;

/** Tells what kind of thing a device is. */
final class DeviceTypes {

    private DeviceTypes() {}

    /**
     * By model identifier; else by model name (all there is on runs that read only lists); else by platform where it has
     * one type of device; else by what other makers call their models. {@link DeviceType#UNKNOWN} where all of it is
     * silent.
     */
    static DeviceType of(Attributes attributes) {
        var model = attributes.get(Field.MODEL);
        return byAppleModel(attributes)
                .or(() -> Optional.of(
                                Platform.of(attributes.get(Field.PLATFORM)).type())
                        .filter(type -> type != DeviceType.UNKNOWN))
                .or(() -> model.flatMap(ModelPatterns::byName))
                .or(() -> attributes.get(Field.MODEL_IDENTIFIER).flatMap(ModelPatterns::byName))
                .orElse(DeviceType.UNKNOWN);
    }

    /** Empty where neither identifier nor name is in Apple's table; the model may hold an identifier, too (webhooks). */
    static Optional<DeviceType> byAppleModel(Attributes attributes) {
        var model = attributes.get(Field.MODEL);
        return attributes
                .get(Field.MODEL_IDENTIFIER)
                .flatMap(AppleModels::byIdentifier)
                .or(() -> model.flatMap(AppleModels::byIdentifier))
                .or(() -> model.flatMap(AppleModels::byName));
    }
}
