package io.rollcall.inventory;

import io.rollcall.device.CustomField;
import io.rollcall.device.Text;
import io.rollcall.records.CustomFields;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The records that properties of assets name: whatever the case, without asking the database for each.
 *
 * @param statuses in the order of lists
 * @param custom the custom fields in use, by their properties; as far as any were asked for
 * @param named property → name as it was asked for → the records called so, as the database folds letters
 */
record Vocabulary(List<String> statuses, Map<String, CustomField> custom, Map<String, Map<String, Set<Term>>> named) {

    /** A record that a property names. */
    record Term(long id, String name) {}

    /** The records of this name. */
    Set<Term> find(String property, String name) {
        return named.getOrDefault(property, Map.of()).getOrDefault(name, Set.of());
    }

    Optional<String> status(String name) {
        return statuses.stream().filter(name::equalsIgnoreCase).findFirst();
    }

    /** Reads the part of the vocabulary that some values need. */
    @Component
    static class Reader {

        private static final Map<String, String> SQL = new TreeMap<>(
                Map.of(AssetColumn.CATEGORY, """
                select c.id, c.name, n.asked from unnest(:names::text[]) as n(asked)
                join category c on lower(c.name) = lower(n.asked)
                """, AssetProperty.LOCATION, """
                select l.id, l.name, n.asked from unnest(:names::text[]) as n(asked)
                join location l on lower(l.name) = lower(n.asked) where l.archived_at is null
                """, AssetProperty.PRODUCT, """
                select p.id, p.name, asked.name as asked
                from product p left join manufacturer m on m.id = p.manufacturer_id
                cross join lateral (values (p.name), (m.name || ' ' || p.name)) as n(called)
                join unnest(:names::text[]) as asked(name) on lower(asked.name) = lower(n.called)
                """));

        private final JdbcClient jdbc;
        private final CustomFields fields;

        Reader(JdbcClient jdbc, CustomFields fields) {
            this.jdbc = jdbc;
            this.fields = fields;
        }

        /** @param values of some assets, by property */
        Vocabulary read(Collection<Map<String, String>> values) {
            var named = new HashMap<String, Map<String, Set<Term>>>();
            SQL.forEach((property, sql) -> {
                var names = values.stream()
                        .flatMap(asset -> Optional.ofNullable(asset.get(property)).stream())
                        .map(name -> Text.clean(name.strip()).value())
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toArray(String[]::new);
                named.put(property, names.length == 0 ? Map.of() : terms(sql, names));
            });
            var statuses = jdbc.sql("select name from asset_status order by position, name")
                    .query(String.class)
                    .list();
            return new Vocabulary(statuses, custom(values), named);
        }

        private Map<String, CustomField> custom(Collection<Map<String, String>> values) {
            var asked = values.stream()
                    .flatMap(asset -> asset.keySet().stream())
                    .anyMatch(property -> CustomField.keyOf(property).isPresent());
            return asked
                    ? fields.held().stream().collect(Collectors.toMap(CustomField::property, Function.identity()))
                    : Map.of();
        }

        private Map<String, Set<Term>> terms(String sql, String[] names) {
            var terms = new HashMap<String, Set<Term>>();
            jdbc.sql(sql).param("names", names).query(row -> {
                terms.computeIfAbsent(row.getString("asked"), name -> new HashSet<>())
                        .add(new Term(row.getLong("id"), row.getString("name")));
            });
            return terms;
        }
    }
}
