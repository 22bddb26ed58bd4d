package io.rollcall.policy;

import io.rollcall.settings.Default;

/**
 * When the user an MDM names for a device becomes the asset's assignee. An asset that is checked out to a location is
 * never touched (E9).
 *
 * @param create for an asset the sync creates
 * @param change for an asset that exists, when the device has a user
 * @param removed when the device had a user at the last look and has none now
 * @param overridesManual whether a check-out to a person that was made here by hand gives way (E5, E8)
 */
public record Assignee(
        @Default("link") OnCreate create,
        @Default("keep") OnChange change,
        @Default("keep") OnRemoved removed,
        @Default("false") boolean overridesManual) {

    /** For an asset the sync creates. */
    public enum OnCreate {
        /** The sync checks nothing out. */
        NONE,
        /** It is checked out to the device's user. */
        LINK
    }

    /** For an asset that exists. */
    public enum OnChange {
        /** The assignee is ours: the sync doesn't touch it (A9). */
        KEEP,
        /** An asset that nobody has is checked out to the device's user; it is not taken from anybody. */
        FILL,
        /** The asset follows the device's user: checked in from the old, checked out to the new (E7). */
        CHECK_OUT
    }

    /** When a device loses its user. */
    public enum OnRemoved {
        KEEP,
        /** The asset is checked in (E8). */
        CHECK_IN
    }

    public Assignee {
        Policy.require(
                change != OnChange.KEEP || !overridesManual,
                "overrides-manual needs change: fill or check-out; with change: keep the assignee is ours");
    }
}
