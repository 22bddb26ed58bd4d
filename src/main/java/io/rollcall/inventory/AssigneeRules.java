package io.rollcall.inventory;

import io.rollcall.policy.Assignee;
import io.rollcall.policy.Assignee.OnChange;
import io.rollcall.policy.Assignee.OnCreate;
import io.rollcall.policy.Assignee.OnRemoved;
import java.util.Optional;

/**
 * When a device's user becomes the asset's assignee (A4, A9, C1, E5, E7, E8, E9). No I/O: a table of the policy's options
 * against who has the asset.
 */
final class AssigneeRules {

    private static final String INSTEAD = "F41: the MDM's user counts, not who was decided here";

    private final Assignee policy;

    AssigneeRules(Assignee policy) {
        this.policy = policy;
    }

    /** For an asset the sync creates. */
    Optional<Assignment> created(Optional<PersonState> user) {
        return policy.create() == OnCreate.LINK
                ? user.map(person -> checkOut(Optional.empty(), person, "A4: the device's user"))
                : Optional.empty();
    }

    /**
     * For an asset that exists.
     *
     * @param holder who has it
     * @param user the person the device's user is here
     * @param reportsUser whether the device has a user, known here or not
     * @param hadUser whether it had one at the last look
     */
    Optional<Assignment> existing(
            Optional<Holder> holder, Optional<PersonState> user, boolean reportsUser, boolean hadUser) {
        if (policy.change() == OnChange.KEEP && policy.removed() == OnRemoved.KEEP || isPlace(holder)) {
            return Optional.empty();
        }
        if (!reportsUser) {
            return hadUser ? lost(holder) : Optional.empty();
        }
        if (user.isEmpty()) {
            return toSomeoneUnknown(holder);
        }
        return toSomeoneKnown(holder, user.get());
    }

    /** Where the device's user takes the place of who has it, though that was decided by hand and whatever else holds. */
    static Optional<Assignment> instead(Optional<Holder> holder, Optional<PersonState> user) {
        if (user.isEmpty()) {
            return holder.map(known -> new Assignment(holder, Optional.empty(), INSTEAD));
        }
        return holder.filter(known -> known.isPerson(user.get().id())).isPresent()
                ? Optional.empty()
                : Optional.of(checkOut(holder, user.get(), INSTEAD));
    }

    private Optional<Assignment> toSomeoneKnown(Optional<Holder> holder, PersonState user) {
        if (policy.change() == OnChange.KEEP
                || holder.filter(known -> known.isPerson(user.id())).isPresent()) {
            return Optional.empty();
        }
        if (holder.isEmpty()) {
            return Optional.of(checkOut(holder, user, "E5: the device's user"));
        }
        if (holder.get().manual()) {
            return policy.overridesManual()
                    ? Optional.of(checkOut(holder, user, "E5: the device's user comes before a check-out by hand"))
                    : Optional.empty();
        }
        return policy.change() == OnChange.CHECK_OUT
                ? Optional.of(checkOut(holder, user, "E7: the device's user changed"))
                : Optional.empty();
    }

    /** The device is another's now, but nobody's we know: the old holder no longer has it. */
    private Optional<Assignment> toSomeoneUnknown(Optional<Holder> holder) {
        return holder.filter(known -> !known.manual() && policy.change() == OnChange.CHECK_OUT)
                .map(known -> new Assignment(holder, Optional.empty(), "E7: the device's user is nobody here"));
    }

    private Optional<Assignment> lost(Optional<Holder> holder) {
        return holder.filter(known ->
                        policy.removed() == OnRemoved.CHECK_IN && (!known.manual() || policy.overridesManual()))
                .map(known -> new Assignment(holder, Optional.empty(), "E8: the device has no user any more"));
    }

    private static Assignment checkOut(Optional<Holder> before, PersonState person, String rule) {
        return new Assignment(before, Optional.of(person), rule);
    }

    /** What is checked out to a location by hand is never checked in or out (E9). */
    private static boolean isPlace(Optional<Holder> holder) {
        return holder.filter(known -> known.person().isEmpty()).isPresent();
    }
}
