package io.rollcall.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollcall.device.Field;
import java.util.Optional;

/**
 * Which category new products and the assets of new devices get; a category given here by hand is never changed (C7,
 * E11).
 *
 * @param standard the default category; created if there is none of this name
 * @param from {@code type} (D6), or a field whose value names the category; without a value the default is taken
 */
public record CategoryRule(@JsonProperty("default") Optional<String> standard, Optional<String> from) {

    /** The category is named after the device's type. */
    public static final String TYPE = "type";

    public CategoryRule {
        standard.ifPresent(name -> Policy.require(!name.isBlank(), "default must not be blank"));
        from.ifPresent(name -> Policy.require(
                name.equals(TYPE) || Field.of(name).isPresent(),
                "from must be type or a field, for example platform: " + name));
    }
}
