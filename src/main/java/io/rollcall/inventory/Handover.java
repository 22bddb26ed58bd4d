package io.rollcall.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.policy.OnCheckOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An asset that goes from who has it to somebody else.
 *
 * @param asset the asset, locked
 * @param to who gets it; empty: it is checked in
 * @param dueOn ISO date; blank: none
 * @param takesOver what the asset takes over from the person (E20)
 */
record Handover(AssetSnapshot asset, Optional<Recipient> to, String dueOn, String note, OnCheckOut takesOver) {

    /** The same with the asset as it is by now. */
    Handover of(AssetSnapshot now) {
        return new Handover(now, to, dueOn, note, takesOver);
    }

    /** Whether who has it keeps it, so that only the day it is due, the note or the origin can change. */
    boolean isRenewal() {
        return to.isPresent()
                && asset.holder().map(held -> held.holder().is(to.get())).orElse(false);
    }

    /** Whether there is nothing to write. */
    boolean changesNothing() {
        return isRenewal()
                ? renewed().isEmpty()
                : to.isEmpty() && asset.holder().isEmpty();
    }

    /** What a renewal changes. */
    List<FieldChange> renewed() {
        var held = asset.holder().orElseThrow();
        var changes = new ArrayList<FieldChange>();
        note(changes, "due-on", held.dueOn(), dueOn);
        note(changes, "check-out-note", held.note(), note);
        if (!held.manual()) {
            note(changes, "check-out-origin", "sync", "manual");
        }
        return changes;
    }

    String before() {
        return asset.holder().map(held -> held.holder().name()).orElse("");
    }

    /** What the asset takes over from the person, by column. */
    Map<String, JsonNode> columns() {
        var columns = new LinkedHashMap<String, JsonNode>();
        to.filter(Recipient::person).filter(person -> !isRenewal()).ifPresent(person -> {
            if (takesOver.location() && !person.locationName().isEmpty()) {
                columns.put(
                        "location_id",
                        JsonNodeFactory.instance.numberNode(person.location().orElseThrow()));
            }
            if (takesOver.department() && !person.department().isEmpty()) {
                columns.put("department", JsonNodeFactory.instance.textNode(person.department()));
            }
        });
        return columns;
    }

    /** The check-out in words: the assignee, and what the asset takes over. */
    List<FieldChange> changes() {
        var person = to.orElseThrow();
        var changes = new ArrayList<FieldChange>();
        changes.add(new FieldChange(AssetProperty.ASSIGNEE, before(), person.name(), AssetPlan.BY_HAND));
        var columns = columns();
        if (columns.containsKey("location_id")) {
            takeOver(changes, AssetProperty.LOCATION, person.locationName());
        }
        if (columns.containsKey("department")) {
            takeOver(changes, AssetProperty.DEPARTMENT, person.department());
        }
        return changes;
    }

    private void takeOver(List<FieldChange> changes, String property, String after) {
        if (!asset.value(property).equals(after)) {
            changes.add(new FieldChange(property, asset.value(property), after, "E20: the assignee's " + property));
        }
    }

    private static void note(List<FieldChange> changes, String field, String before, String after) {
        if (!before.equals(after)) {
            changes.add(new FieldChange(field, before, after, AssetPlan.BY_HAND));
        }
    }
}
