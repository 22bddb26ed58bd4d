package io.rollcall.policy;

import io.rollcall.settings.Default;

/**
 * What happens when a device is no longer in its source.
 *
 * @param mark whether its asset is marked removed at the next complete sync (D8); it keeps its assignment (E18)
 * @param guard when so many are missing at once that a person has to say that it is right (X3)
 */
public record Removal(
        @Default("true") boolean mark, @Default("{}") Guard guard) {

    /**
     * More devices missing than both bounds, or all of them, are held for a person.
     *
     * @param count so many may go missing whatever the fleet's size
     * @param percent so many of a hundred known devices may go missing
     */
    public record Guard(
            @Default("5") int count, @Default("10") int percent) {

        public Guard {
            Policy.require(count >= 0, "count must not be negative: " + count);
            Policy.require(percent >= 0 && percent <= 100, "percent must be between 0 and 100: " + percent);
        }

        /** Whether this many missing of this many known devices need a person's word. */
        public boolean holds(long missing, long known) {
            return missing > 0 && (missing >= known || missing > Math.max(count, known * percent / 100));
        }
    }
}
