package io.rollcall.inventory;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.CustomField;
import io.rollcall.records.CustomFields;
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
        var values = new TreeMap<>(filter.custom());
        var without = values.keySet().stream()
                .filter(key -> values.get(key).isBlank())
                .toArray(String[]::new);
        if (without.length > 0) {
            query.and("not jsonb_exists_any(a.custom, :without)", "without", without);
        }
        values.values().removeIf(String::isBlank);
        if (!values.isEmpty()) {
            var fields = customFields.inUse();
            values.replaceAll((key, value) -> read(fields, key, value));
            query.and(
                    "a.custom @> :custom::jsonb",
                    "custom",
                    json.valueToTree(values).toString());
        }
        return query;
    }

    private static String read(List<CustomField> fields, String key, String value) {
        var field = fields.stream()
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no custom field \"" + key + "\". Known: "
                        + fields.stream().map(CustomField::key).collect(Collectors.joining(", ")) + "."));
        return field.read(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "custom." + key + " can't be \"" + value + "\": it holds " + field.allowed() + "."));
    }
}
