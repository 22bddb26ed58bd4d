package io.rollcall.inventory;

import java.util.List;
import java.util.stream.Stream;

/**
 * A property of an asset that people write.
 *
 * @param property its name in history and imports
 * @param column the column it is kept in
 * @param nullable whether a value that is taken away is null there; otherwise it is blank
 * @param isRecord whether the column holds the number of the record that people know by its name
 */
record AssetColumn(String property, String column, boolean nullable, boolean isRecord) {

    static final String ASSET_ID = "asset-id";
    static final String STATUS = "status";
    static final String CONDITION = "condition";
    static final String CATEGORY = "category";
    static final String NOTES = "notes";
    static final String SUPPLIER = "supplier";
    static final String ORDER_NUMBER = "order-number";
    static final String PURCHASE_DATE = "purchase-date";
    static final String PURCHASE_COST = "purchase-cost";
    static final String CURRENCY = "currency";
    static final String WARRANTY_UNTIL = "warranty-until";

    /** Everything that people write. */
    static final List<AssetColumn> ALL = Stream.concat(
                    Stream.of(
                            text(ASSET_ID),
                            text(AssetProperty.SERIAL),
                            text(AssetProperty.NAME),
                            text(AssetProperty.TYPE),
                            text(STATUS),
                            text(CONDITION),
                            record(CATEGORY),
                            record(AssetProperty.PRODUCT),
                            record(AssetProperty.LOCATION),
                            text(AssetProperty.DEPARTMENT),
                            text(NOTES),
                            text(SUPPLIER),
                            text(ORDER_NUMBER),
                            other(PURCHASE_DATE),
                            other(PURCHASE_COST),
                            text(CURRENCY),
                            other(WARRANTY_UNTIL)),
                    AssetProperty.FIELDS.stream().map(AssetColumn::other))
            .toList();

    private static AssetColumn text(String property) {
        return new AssetColumn(property, AssetProperty.column(property), false, false);
    }

    private static AssetColumn other(String property) {
        return new AssetColumn(property, AssetProperty.column(property), true, false);
    }

    private static AssetColumn record(String property) {
        return new AssetColumn(property, property + "_id", true, true);
    }
}
