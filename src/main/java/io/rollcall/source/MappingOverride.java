package io.rollcall.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a connection's own mapping. It takes the place of all rows that its property has in the mapping file, and where
 * it has a target, of all other properties that are read for that target.
 *
 * @param property where the value stands, without a converter
 * @param target a field's key, {@code custom.} with a custom field's key, or {@link #SKIP}
 * @param convert the converter or table; blank with {@link #SKIP}
 */
public record MappingOverride(Location property, String target, String convert) {

    /** The target of a property that is mapped to nothing. */
    public static final String SKIP = "skip";

    /** Reads what {@link #written} gave. */
    @JsonCreator
    static MappingOverride of(
            @JsonProperty("property") String property,
            @JsonProperty("target") String target,
            @JsonProperty("convert") String convert) {
        return new MappingOverride(Location.of(property), target, convert);
    }

    /** As it is stored. */
    public Map<String, String> written() {
        return Map.of("property", property.toString(), "target", target, "convert", convert);
    }

    public boolean skips() {
        return target.equals(SKIP);
    }

    /** The row that fills a target; empty: none does. */
    static Optional<MappingOverride> of(List<MappingOverride> rows, String target) {
        return rows.stream().filter(row -> row.target().equals(target)).findFirst();
    }

    /** Whether a property has rows of its own here. */
    static boolean concerns(List<MappingOverride> rows, Location property) {
        return rows.stream().anyMatch(row -> row.property().isSameProperty(property));
    }
}
