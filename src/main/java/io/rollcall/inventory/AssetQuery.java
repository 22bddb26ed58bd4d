package io.rollcall.inventory;

import io.rollcall.records.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The condition that a filter is in SQL, over {@code asset a}: only what is asked for stands in it, so that the database can
 * plan for it. All values are parameters.
 */
final class AssetQuery {

    /**
     * What is looked for is a plain text, not a pattern. Each asset is looked at in turn, the cheapest way first: where many
     * are found, a part of a list is full soon. What is found by its user or who has it is collected once, when the first
     * asset has not been found by its own words.
     */
    private static final String SQL_CONTAINS = """
            (a.words like :q
             or a.id in (
                select d.asset_id from device d
                where d.user_words like :q and d.user_words <> E'\\n' and d.asset_id is not null)
             or a.id in (
                select o.asset_id from checkout o
                where o.checked_in_at is null
                  and o.person_id in (
                      select id from person where words like :q
                      union all select person_id from person_email where email like :q))
             or a.id in (
                select o.asset_id from checkout o join location l on l.id = o.location_id
                where o.checked_in_at is null and lower(l.name) like :q))
            """;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    AssetQuery(AssetFilter filter) {
        if (!filter.archived()) {
            conditions.add("a.archived_at is null");
        }
        and("a.type = :type", "type", filter.type());
        and("a.status = :status", "status", filter.status());
        and("a.mdm_state = :mdmState", "mdmState", filter.mdmState());
        and("a.serial_normalised = upper(:serial)", "serial", filter.serial());
        and("lower(a.department) = lower(:department)", "department", filter.department());
        and(
                "a.category_id in (select id from category where lower(name) = lower(:category))",
                "category",
                filter.category());
        and(
                "a.product_id in (select id from product where lower(name) = lower(:product))",
                "product",
                filter.product());
        and(
                "a.location_id in (select id from location where lower(name) = lower(:location))",
                "location",
                filter.location());
        and(
                "a.id in (select asset_id from checkout where person_id = :person and checked_in_at is null)",
                "person",
                filter.person());
        and(
                "a.id in (select d.asset_id from device d join connection dc on dc.id = d.connection_id "
                        + "where dc.name = :connection)",
                "connection",
                filter.connection());
        if (filter.unassigned()) {
            conditions.add("not exists (select 1 from checkout o where o.asset_id = a.id and o.checked_in_at is null)");
        }
        and(SQL_CONTAINS, "q", filter.q().map(text -> Words.containing(text.toLowerCase(Locale.ROOT))));
    }

    /** Begins with {@code where}; blank where every asset is meant. */
    String where() {
        return conditions.isEmpty() ? "" : "where " + String.join("\n  and ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** Narrows it further. */
    void and(String condition, String name, Object value) {
        conditions.add(condition);
        parameters.put(name, value);
    }

    private void and(String condition, String name, Optional<?> value) {
        value.ifPresent(given -> and(condition, name, (Object) given));
    }
}
