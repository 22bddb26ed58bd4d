package io.rollcall.inventory;

import java.util.Optional;

/**
 * A change of who has an asset.
 *
 * @param before who had it; empty: nobody
 * @param after who gets it; empty: nobody
 * @param rule why, for people
 */
record Assignment(Optional<Holder> before, Optional<PersonState> after, String rule) {

    FieldChange change() {
        return new FieldChange(
                AssetProperty.ASSIGNEE,
                before.map(Holder::label).orElse(""),
                after.map(PersonState::label).orElse(""),
                rule);
    }
}
