package io.rollcall.outbound;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was sent, or is to be sent, to a device that a sync sees.
 *
 * @param id its number in the outbox
 * @param change counts up with every change of mind
 * @param wanted the value that was sent or is to be sent, as the MDM spells it; null: not known yet
 * @param person whom the device is to be assigned to; null: nobody, or it is no assignment
 * @param userField the field by which the MDM knows its users
 * @param expected what the MDM may say without anybody having changed it there
 * @param lately whether the MDM's word was read so shortly after it was sent that another node of the MDM may not have known
 * @param confirmed whether the MDM was seen to have the value
 * @param clashed whether it is known already that the MDM's value was changed too, and that ours counts
 */
public record Outgoing(
        long id,
        long change,
        OutboxProperty property,
        OutboxState state,
        @Nullable String wanted,
        @Nullable Long person,
        String userField,
        List<String> expected,
        boolean lately,
        boolean confirmed,
        boolean clashed) {

    /** What the MDM's word is worth. */
    public enum Verdict {
        /** It counts as if nothing had ever been sent. */
        TAKEN,
        /** It is what was sent, seen for the first time. */
        ARRIVED,
        /** It is older than what was sent or is on its way: it is not taken. */
        HELD,
        /** As HELD, though the MDM should have had time enough: what was sent has had no effect. */
        LOST,
        /** Both sides have changed it. */
        CLASH
    }

    /**
     * Compares it with what the MDM says.
     *
     * @param reported the MDM's value; blank: none
     * @param isWanted whether that is what is wanted
     */
    public Verdict verdict(String reported, boolean isWanted) {
        if (OutboxState.OPEN.contains(state)) {
            return isWanted ? Verdict.ARRIVED : clashed || expected.contains(reported) ? Verdict.HELD : Verdict.CLASH;
        }
        if (state != OutboxState.SENT) {
            return Verdict.TAKEN;
        }
        if (isWanted) {
            return confirmed ? Verdict.TAKEN : Verdict.ARRIVED;
        }
        if (lately && (clashed || expected.contains(reported))) {
            return Verdict.HELD;
        }
        return confirmed || !expected.contains(reported) ? Verdict.TAKEN : Verdict.LOST;
    }

    /** Whether what it is about follows the MDM again: it was sent, so that what comes after it is the MDM's word. */
    public boolean isSettled() {
        return !OutboxState.OPEN.contains(state);
    }

    /** Whether somebody decided that it isn't sent, so that the MDM's value counts. */
    public boolean isDiscarded() {
        return state == OutboxState.DISCARDED;
    }

    /** The same for a device that was enrolled anew, which the MDM may have begun without any value. */
    public Outgoing anew() {
        var more = Stream.concat(expected.stream(), Stream.of("")).distinct().toList();
        return new Outgoing(id, change, property, state, wanted, person, userField, more, lately, confirmed, clashed);
    }

    /** Whether nothing is sent before a sync has looked at it. */
    public boolean isWaitingForSync() {
        return state == OutboxState.CONFLICT;
    }

    /** Whom the device is to be assigned to. */
    public Optional<Long> assignee() {
        return Optional.ofNullable(person);
    }

    /** It has arrived. */
    public Settlement arrived() {
        return new Settlement(id, change, OutboxState.SENT, Optional.empty(), true, "");
    }

    /** It is to be sent over what the MDM says now. */
    public Settlement over(String reported) {
        var next = state == OutboxState.CONFLICT ? OutboxState.PENDING : state;
        return new Settlement(id, change, next, Optional.of(reported), false, "");
    }

    /** It gives way to what the MDM says. */
    public Settlement superseded(String reason) {
        return new Settlement(id, change, OutboxState.SUPERSEDED, Optional.empty(), false, reason);
    }

    /** It has had no effect. */
    public Settlement lost(String reason) {
        return new Settlement(id, change, OutboxState.FAILED, Optional.empty(), false, reason);
    }
}
