package io.rollcall.automation;

import java.time.Instant;
import java.util.Optional;

/**
 * When an asset enters a state, something is done. It is off until somebody turns it on, and acts on assets that enter the
 * state from then on.
 *
 * @param when the state
 * @param then what is done
 * @param createdBy who made it
 */
public record Automation(
        long id,
        String name,
        boolean enabled,
        When when,
        Then then,
        String createdBy,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * A state of assets.
     *
     * @param property what is looked at
     * @param is the value it has; blank for {@code overdue}
     * @param connection only assets with a device of this connection; empty: all
     */
    public record When(Trait property, String is, Optional<String> connection) {

        /** In words for people, for example {@code status is lost}. */
        public String text() {
            return property == Trait.OVERDUE ? "overdue" : property.key() + " is " + is;
        }
    }

    /**
     * What is done: one of the two.
     *
     * @param command the key of the command that is asked for
     * @param message shown on a locked screen; blank: none
     * @param status the status that the asset gets
     */
    public record Then(Optional<String> command, String message, Optional<String> status) {}
}
