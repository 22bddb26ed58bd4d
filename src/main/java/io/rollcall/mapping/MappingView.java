package io.rollcall.mapping;

import java.util.List;
import java.util.Optional;

/**
 * The mapping of a connection: every property that is known, with what becomes of it.
 *
 * @param version raised by every change
 * @param samples of how many devices the examples are; 0: no sync has run yet, and no proposal was asked for
 * @param warnings what probably isn't meant, one sentence each, with the row it is about
 */
public record MappingView(
        String connection, String source, long version, int samples, List<Row> rows, List<String> warnings) {

    /**
     * What becomes of a property. A property has several rows where it is mapped to several fields.
     *
     * @param property for example {@code detail:/general/device_name}
     * @param target a field, {@code custom.} and the key of a custom field, or {@code skip}
     * @param convert the converter; blank with {@code skip}
     * @param origin {@code connection}: its own row; {@code file}: the mapping file's; {@code none}: there is none
     * @param inForce whether it is read; a row that is not says why in its note
     * @param example a value, shortened; empty: none of the sample devices has one
     * @param found how many of the sample devices have a value
     * @param note what is to know about it, for people
     * @param suggestion a custom field it could become; only of properties that no row maps
     */
    public record Row(
            String property,
            String target,
            String convert,
            String origin,
            boolean inForce,
            Optional<String> example,
            int found,
            Optional<String> note,
            Optional<Suggestion> suggestion) {}
}
