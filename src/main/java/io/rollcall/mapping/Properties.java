package io.rollcall.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.source.Location;
import io.rollcall.source.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The properties of some devices' records, each with the values that were found there. */
final class Properties {

    /** More are not listed: no source has that many, and no person reads them. */
    static final int MOST = 2_000;

    private static final int DEEPEST = 20;

    private final Map<Location, List<JsonNode>> values = new LinkedHashMap<>();

    private Properties() {}

    /**
     * In the order of the records, those of the list first. Lists are one property, as their entries have no names.
     *
     * @return property → values, without null and blank ones
     */
    static Map<Location, List<JsonNode>> of(List<Sample> samples) {
        var found = new Properties();
        samples.forEach(sample -> found.walk(Part.LIST, JsonPointer.empty(), sample.list(), 0));
        samples.forEach(
                sample -> sample.detail().ifPresent(detail -> found.walk(Part.DETAIL, JsonPointer.empty(), detail, 0)));
        return found.values;
    }

    private void walk(Part part, JsonPointer place, JsonNode node, int depth) {
        if (node.isObject() && !node.isEmpty() && depth < DEEPEST) {
            node.properties()
                    .forEach(entry -> walk(part, place.appendProperty(entry.getKey()), entry.getValue(), depth + 1));
        } else if (depth > 0) {
            var property = new Location(part, place, Optional.empty());
            if (values.containsKey(property) || values.size() < MOST) {
                var known = values.computeIfAbsent(property, any -> new ArrayList<>());
                if (says(node)) {
                    known.add(node);
                }
            }
        }
    }

    /** Blank texts, null and empty lists are how sources say nothing. */
    private static boolean says(JsonNode node) {
        return node.isContainerNode()
                ? !node.isEmpty()
                : !node.isNull() && !node.asText().isBlank();
    }
}
