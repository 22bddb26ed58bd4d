package io.rollcall.console;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A page of things by number, the newest first.
 *
 * @param before the number to go on before; empty: these are the last
 */
record NewestFirst<T>(List<T> rows, Optional<Long> before) {

    /** @param found at least one more than fits, where there are more */
    static <T> NewestFirst<T> of(List<T> found, int size, ToLongFunction<T> number) {
        return found.size() <= size
                ? new NewestFirst<>(found, Optional.empty())
                : new NewestFirst<>(found.subList(0, size), Optional.of(number.applyAsLong(found.get(size - 1))));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
