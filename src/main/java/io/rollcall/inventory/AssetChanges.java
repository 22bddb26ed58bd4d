package io.rollcall.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.CustomField;
import io.rollcall.records.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What people want an asset to be; what is empty stays, what is blank is taken away.
 *
 * @param category the name of one there is, as are status and location
 * @param product its name, with the manufacturer's before it where several products are called so
 * @param purchaseCost with a point and at most two digits after it
 * @param fields what is known of the device, by the names of fields
 * @param customFields keys of custom fields → values: texts, numbers, true or false
 */
public record AssetChanges(
        @JsonProperty("assetId") Optional<String> assetId,
        Optional<String> serial,
        Optional<String> name,
        Optional<String> type,
        Optional<String> status,
        Optional<String> condition,
        Optional<String> category,
        Optional<String> product,
        Optional<String> location,
        Optional<String> department,
        Optional<String> notes,
        Optional<String> supplier,
        @JsonProperty("orderNumber") Optional<String> orderNumber,
        @JsonProperty("purchaseDate") Optional<String> purchaseDate,
        @JsonProperty("purchaseCost") Optional<JsonNode> purchaseCost,
        Optional<String> currency,
        @JsonProperty("warrantyUntil") Optional<String> warrantyUntil,
        Map<String, String> fields,
        @JsonProperty("customFields") Map<String, JsonNode> customFields) {

    /** The properties that are given, by name. */
    Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        put(values, AssetColumn.ASSET_ID, assetId);
        put(values, AssetProperty.SERIAL, serial);
        put(values, AssetProperty.NAME, name);
        put(values, AssetProperty.TYPE, type);
        put(values, AssetColumn.STATUS, status);
        put(values, AssetColumn.CONDITION, condition);
        put(values, AssetColumn.CATEGORY, category);
        put(values, AssetProperty.PRODUCT, product);
        put(values, AssetProperty.LOCATION, location);
        put(values, AssetProperty.DEPARTMENT, department);
        put(values, AssetColumn.NOTES, notes);
        put(values, AssetColumn.SUPPLIER, supplier);
        put(values, AssetColumn.ORDER_NUMBER, orderNumber);
        put(values, AssetColumn.PURCHASE_DATE, purchaseDate);
        put(values, AssetColumn.PURCHASE_COST, purchaseCost.map(AssetChanges::cost));
        put(values, AssetColumn.CURRENCY, currency);
        put(values, AssetColumn.WARRANTY_UNTIL, warrantyUntil);
        fields.forEach((field, value) -> {
            if (!AssetProperty.FIELDS.contains(field)) {
                throw Words.wrong(
                        "fields." + field,
                        "There is no field \"" + field + "\"",
                        "Known: " + String.join(", ", AssetProperty.FIELDS));
            }
            values.put(field, value);
        });
        customFields.forEach((key, value) -> values.put(CustomField.PREFIX + key, custom(key, value)));
        return values;
    }

    private static String custom(String key, JsonNode given) {
        if (!given.isValueNode()) {
            throw Words.wrong("customFields." + key, "This is no single value", "A text, a number, true or false");
        }
        return given.asText();
    }

    private static String cost(JsonNode given) {
        if (!given.isNumber() && !given.isTextual()) {
            throw Words.wrong("purchaseCost", "This is neither a number nor text", "For example 1299.50");
        }
        return given.asText();
    }

    private static void put(Map<String, String> values, String property, Optional<String> value) {
        value.ifPresent(text -> values.put(property, text));
    }
}
