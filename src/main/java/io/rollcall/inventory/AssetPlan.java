package io.rollcall.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What people want an asset to be, compared with what it is.
 *
 * @param id the asset's number; 0: a new one
 * @param columns what is written, by column; empty: nothing. The values of custom fields are together in one
 * @param changes the same for people, property by property
 * @param wrongs why nothing can be written; empty: it can
 */
record AssetPlan(long id, Map<String, JsonNode> columns, List<FieldChange> changes, List<Wrong> wrongs) {

    /** Why, in the history. */
    static final String BY_HAND = "by hand";

    boolean isNew() {
        return id == 0;
    }

    boolean changesNothing() {
        return !isNew() && changes.isEmpty();
    }
}
