package io.rollcall.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A page of a source's list.
 *
 * @param items the records
 * @param next where the next page begins; empty: this is the last
 */
public record SourcePage(List<JsonNode> items, Optional<String> next) {

    public SourcePage {
        items = List.copyOf(items);
    }
}
