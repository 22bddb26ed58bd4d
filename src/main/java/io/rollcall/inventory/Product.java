package io.rollcall.inventory;

import io.rollcall.device.Device;
import io.rollcall.device.Field;
import java.util.Locale;
import java.util.Optional;

/**
 * A product: a model and who makes it. Two are equal whatever their case.
 *
 * @param name the model as the source words it
 * @param manufacturer blank: not known
 */
record Product(String name, String manufacturer) {

    /** Empty where the device reports no model. */
    static Optional<Product> of(Device device) {
        return device.attributes()
                .get(Field.MODEL_NAME)
                .map(model ->
                        new Product(model, device.attributes().get(Field.MAKE).orElse("")));
    }

    String key() {
        return (name + "\n" + manufacturer).toLowerCase(Locale.ROOT);
    }
}
