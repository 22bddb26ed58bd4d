package io.rollcall.command;

import java.util.Optional;

/**
 * What an MDM answered to a command that it was sent.
 *
 * @param reference its own id of the command; empty: it gives none
 * @param pin what unlocks the device; empty: the answer has none
 * @param refusal why it did not take it after all, for people; empty: it did
 */
public record Receipt(Optional<String> reference, Optional<String> pin, Optional<String> refusal) {

    /** Taken, and nothing more is said. */
    public static final Receipt TAKEN = new Receipt(Optional.empty(), Optional.empty(), Optional.empty());

    public static Receipt reference(String id) {
        return new Receipt(Optional.of(id), Optional.empty(), Optional.empty());
    }

    public static Receipt pin(String pin) {
        return new Receipt(Optional.empty(), Optional.of(pin), Optional.empty());
    }

    public static Receipt refused(String why) {
        return new Receipt(Optional.empty(), Optional.empty(), Optional.of(why));
    }
}
