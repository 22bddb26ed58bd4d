package io.rollcall.inventory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a list of assets can be sorted by; two that are the same there are in the order of their numbers. */
public enum AssetSort {
    NUMBER("a.id", "bigint", ""),
    ASSET_ID("lower(a.asset_id)", "text", ""),
    /** What an asset is called; where it has no name, its ID is what it is called by. */
    NAME("lower(coalesce(nullif(a.name, ''), a.asset_id))", "text", ""),
    SERIAL("lower(a.serial)", "text", ""),
    TYPE("a.type", "text", ""),
    STATUS("a.status", "text", ""),
    MDM_STATE("a.mdm_state", "text", ""),
    PRODUCT("lower(coalesce(pr.name, ''))", "text", "left join product pr on pr.id = a.product_id"),
    CATEGORY("lower(coalesce(ca.name, ''))", "text", "left join category ca on ca.id = a.category_id"),
    LOCATION("lower(coalesce(l.name, ''))", "text", "left join location l on l.id = a.location_id"),
    DEPARTMENT("lower(a.department)", "text", ""),
    UPDATED("a.updated_at", "timestamptz", "");

    private final String expression;
    private final String type;
    private final String join;

    AssetSort(String expression, String type, String join) {
        this.expression = expression;
        this.type = type;
        this.join = join;
    }

    /** The name in REST and the console. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What this name stands for; empty: nothing can be sorted so. */
    public static Optional<AssetSort> of(String key) {
        return Arrays.stream(values()).filter(sort -> sort.key().equals(key)).findFirst();
    }

    String expression() {
        return expression;
    }

    /** The PostgreSQL type of what is compared. */
    String type() {
        return type;
    }

    /** What has to be joined to {@code asset a} for it. */
    String join() {
        return join;
    }
}
