package io.rollcall.source;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading a property: a value, nothing, or nothing with a complaint. Inside this package only, where a
 * million of them are made in a sync.
 */
record Reading(@Nullable String value, @Nullable String complaint) {

    static final Reading ABSENT = new Reading(null, null);

    static Reading of(String value) {
        return new Reading(value, null);
    }

    static Reading ofNullable(@Nullable String value) {
        return value == null ? ABSENT : of(value);
    }

    /** @param text what the source said; shown shortened */
    static Reading notA(String what, String text) {
        var shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
        return new Reading(null, "\"" + shown + "\" is not " + what);
    }
}
