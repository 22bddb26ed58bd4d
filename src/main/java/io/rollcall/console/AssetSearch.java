package io.rollcall.console;

import io.rollcall.device.CustomField;
import io.rollcall.inventory.AssetFilter;
import io.rollcall.inventory.AssetSort;
import io.rollcall.inventory.Assets.After;
import io.rollcall.inventory.Assets.Order;
import io.rollcall.records.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * What is looked for in the list of assets, as the address of its page says it.
 *
 * @param values the filters that are given, by their names in REST, in the order of the form
 * @param after where the part begins, as a link of ours says it; blank: at the beginning
 */
record AssetSearch(Map<String, String> values, Order order, String after) {

    private static final int MOST_CUSTOM = 20;
    private static final String Q = "q";
    private static final String SORT = "sort";
    private static final String AFTER = "after";

    /** The filters → what people call them. */
    static final Map<String, String> FILTERS = filters();

    private static Map<String, String> filters() {
        var filters = new LinkedHashMap<String, String>();
        filters.put(Q, "Search");
        filters.put("type", "Type");
        filters.put("status", "Status");
        filters.put("mdm-state", "MDM state");
        filters.put("connection", "Connection");
        filters.put("category", "Category");
        filters.put("product", "Product");
        filters.put("location", "Location");
        filters.put("department", "Department");
        filters.put("serial", "Serial number");
        filters.put("person", "Person");
        filters.put("assignee", "Assignee");
        filters.put("archived", "Archived");
        return filters;
    }

    /** A filter in force, and the address of the list without it. */
    record Chip(String label, String value, String without) {}

    /**
     * @param request the parameters of the page
     * @throws IllegalArgumentException if there is no such order
     */
    static AssetSearch of(Map<String, String> request) {
        var values = new LinkedHashMap<String, String>();
        FILTERS.keySet().forEach(filter -> {
            var value = Words.line(FILTERS.get(filter), request.getOrDefault(filter, ""));
            if (!value.isEmpty()) {
                values.put(filter, value);
            }
        });
        request.keySet().stream()
                .filter(key -> CustomField.keyOf(key).isPresent())
                .sorted()
                .limit(MOST_CUSTOM)
                .forEach(key -> {
                    var value = Words.line(key, request.get(key));
                    if (!value.isEmpty()) {
                        values.put(key, value);
                    }
                });
        var by = request.getOrDefault(SORT, "");
        var descending = by.startsWith("-");
        var key = descending ? by.substring(1) : by;
        var sort = key.isEmpty()
                ? AssetSort.NUMBER
                : AssetSort.of(key)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Assets can't be sorted by that. Choose a column's head in the list."));
        return new AssetSearch(values, new Order(sort, descending), request.getOrDefault(AFTER, ""));
    }

    /** What the form shows of a filter; blank: it isn't set. */
    public String value(String filter) {
        return values.getOrDefault(filter, "");
    }

    AssetFilter filter() {
        return new AssetFilter(
                given(Q),
                given("type"),
                given("status"),
                given("mdm-state"),
                given("connection"),
                given("serial"),
                given("person").map(AssetSearch::number),
                given("category"),
                given("product"),
                given("location"),
                given("department"),
                values.containsKey("assignee"),
                values.containsKey("archived"),
                custom());
    }

    private Map<String, String> custom() {
        var custom = new LinkedHashMap<String, String>();
        values.forEach((filter, value) -> CustomField.keyOf(filter).ifPresent(key -> custom.put(key, value)));
        return custom;
    }

    private Optional<String> given(String filter) {
        return Optional.ofNullable(values.get(filter));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "A person is given by their number. Follow the link on the person's page.");
        }
    }

    Optional<After> start() {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        try {
            var text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            var end = text.lastIndexOf('\n');
            return Optional.of(new After(text.substring(0, end), Long.parseLong(text.substring(end + 1))));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "The address of this page is cut off. Begin again at the first page.", e);
        }
    }

    public boolean isFiltered() {
        return !values.isEmpty();
    }

    /** The filters but the search, with addresses that lift them. */
    public List<Chip> chips() {
        var chips = new ArrayList<Chip>();
        values.forEach((filter, value) -> chips.add(new Chip(label(filter), shown(filter, value), without(filter))));
        return chips;
    }

    private static String label(String filter) {
        return CustomField.keyOf(filter).map(Labels::of).orElseGet(() -> FILTERS.get(filter));
    }

    private static String shown(String filter, String value) {
        return switch (filter) {
            case "assignee" -> "nobody";
            case "archived" -> "shown too";
            default -> value;
        };
    }

    private String without(String filter) {
        var others = new LinkedHashMap<>(values);
        others.remove(filter);
        return new AssetSearch(others, order, "").address("/assets");
    }

    /** The list sorted by this, or the other way round where it is already. */
    public String sortedBy(String key) {
        var by = AssetSort.of(key).orElse(AssetSort.NUMBER);
        return new AssetSearch(values, new Order(by, order.by() == by && !order.descending()), "").address("/assets");
    }

    String from(After next) {
        var text = next.value() + "\n" + next.id();
        var cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return new AssetSearch(values, order, cursor).address("/assets");
    }

    /** The list from its beginning. */
    String first() {
        return new AssetSearch(values, order, "").address("/assets");
    }

    /** Filters and order as the query of an address, without the question mark; blank: there are none. */
    public String query() {
        var address = new AssetSearch(values, order, "").address("");
        return address.isEmpty() ? "" : address.substring(1);
    }

    /** The address of something that is about these assets. */
    public String address(String path) {
        var address = UriComponentsBuilder.fromPath(path);
        values.forEach((filter, value) -> address.queryParam(filter, encoded(value)));
        if (order.by() != AssetSort.NUMBER || order.descending()) {
            address.queryParam(
                    SORT, (order.descending() ? "-" : "") + order.by().key());
        }
        if (!after.isEmpty()) {
            address.queryParam(AFTER, after);
        }
        return address.build(true).toUriString();
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}
