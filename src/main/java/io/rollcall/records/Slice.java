package io.rollcall.records;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A part of a list.
 *
 * @param next the cursor of the part after it; empty: there is none
 */
public record Slice<T>(List<T> items, Optional<Long> next) {

    /** @param found up to one more than the limit: it tells whether there is a next part */
    public static <T> Slice<T> of(List<T> found, int limit, ToLongFunction<T> id) {
        var items = List.copyOf(found.subList(0, Math.min(limit, found.size())));
        return new Slice<>(
                items, found.size() > limit ? Optional.of(id.applyAsLong(items.get(limit - 1))) : Optional.empty());
    }
}
