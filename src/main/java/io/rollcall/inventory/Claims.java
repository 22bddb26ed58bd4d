package io.rollcall.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which connection keeps which property of an asset up to date. Immutable.
 *
 * @param owners property → the connection's number; negative: it decides the property by its policy ({@code wins}), even
 *     where another connection leads the asset
 */
record Claims(@JsonValue Map<String, Long> owners) {

    static final Claims NONE = new Claims(Map.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Claims {
        owners = Map.copyOf(owners);
    }

    Optional<Long> owner(String property) {
        return Optional.ofNullable(owners.get(property)).map(Math::abs);
    }

    boolean isWon(String property) {
        return owners.getOrDefault(property, 0L) < 0;
    }

    Claims with(Map<String, Long> others) {
        var all = new LinkedHashMap<>(owners);
        all.putAll(others);
        return new Claims(all);
    }
}
