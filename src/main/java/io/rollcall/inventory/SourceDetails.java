package io.rollcall.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a source says of the device that an asset is, value by value (E14).
 *
 * @param leads whether this connection's word counts where several have the device
 * @param removedAt when it left the source; empty: it is there
 * @param values the source section first, in one order for all sources; then whatever else it says
 */
public record SourceDetails(
        String connection,
        String source,
        String title,
        String deviceId,
        boolean leads,
        Instant firstSeenAt,
        Optional<Instant> removedAt,
        List<Value> values) {

    /**
     * A value.
     *
     * @param field its name, as in mappings
     * @param value in the field's canonical text; empty: the source doesn't say it
     * @param readAt when the record it is from was last read anew: the list's, or the details'; empty with no value
     * @param why where there is no value: why the source never says it, or not for every device
     */
    public record Value(String field, Optional<String> value, Optional<Instant> readAt, Optional<String> why) {}
}
