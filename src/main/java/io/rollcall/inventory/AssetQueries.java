package io.rollcall.inventory;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.CustomField;
import io.rollcall.records.CustomFields;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Makes the conditions of filters. */
@Component
class AssetQueries {

    private final CustomFields customFields;
    private final ObjectMapper json;

    AssetQueries(CustomFields customFields, ObjectMapper json) {
        this.customFields = customFields;
        this.json = json;
    }

    /** @throws IllegalArgumentException if it names a custom field that there isn't, or a value that it can't have */
    AssetQuery of(AssetFilter filter) {
        var query = new AssetQuery(filter);
        if (filter.custom().isEmpty()) {
            return query;
        }
        var fields = customFields.inUse();
        var values = new TreeMap<String, String>();
        var without = new ArrayList<String>();
        filter.custom().forEach((key, value) -> {
            var field = field(fields, key);
            if (value.isBlank()) {
                without.add(key);
            } else {
                values.put(key, read(field, value));
            }
        });
        if (!without.isEmpty()) {
            query.and("not jsonb_exists_any(a.custom, :without)", "without", without.toArray(String[]::new));
        }
        if (!values.isEmpty()) {
            query.and(
                    "a.custom @> :custom::jsonb",
                    "custom",
                    json.valueToTree(values).toString());
        }
        return query;
    }

    private static CustomField field(List<CustomField> fields, String key) {
        return fields.stream()
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no custom field \"" + key + "\". Known: "
                        + fields.stream().map(CustomField::key).collect(Collectors.joining(", ")) + "."));
    }

    private static String read(CustomField field, String value) {
        return field.read(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "custom." + field.key() + " can't be \"" + value + "\": it holds " + field.allowed() + "."));
    }
}
