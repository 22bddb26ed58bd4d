package io.rollcall.console;

import io.rollcall.device.Field;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.AssetSort;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The columns that every list of assets can have. */
enum AssetListColumn implements ListColumn {
    SERIAL("Serial number", AssetSort.SERIAL, Asset::serial),
    TYPE("Type", AssetSort.TYPE, Asset::type),
    STATUS("Status", AssetSort.STATUS, Asset::status),
    ASSIGNEE(
            "Checked out to",
            null,
            asset -> asset.assignee().map(Asset.Assignee::name).orElse("")),
    MDM_STATE("MDM state", AssetSort.MDM_STATE, Asset::mdmState),
    PRODUCT("Product", AssetSort.PRODUCT, Asset::product),
    CATEGORY("Category", AssetSort.CATEGORY, Asset::category),
    LOCATION("Location", AssetSort.LOCATION, Asset::location),
    DEPARTMENT("Department", AssetSort.DEPARTMENT, Asset::department),
    MANUFACTURER("Manufacturer", null, Asset::manufacturer),
    OPERATING_SYSTEM(
            "Operating system",
            null,
            asset -> (field(asset, Field.OS_NAME) + " " + field(asset, Field.OS_VERSION)).strip()),
    ASSET_TAG("Asset tag", null, asset -> field(asset, Field.ASSET_TAG)),
    IMEI("IMEI", null, asset -> field(asset, Field.IMEI)),
    MEMORY("Memory", null, asset -> field(asset, Field.MEMORY)),
    STORAGE("Storage", null, asset -> field(asset, Field.STORAGE)),
    CONDITION("Condition", null, Asset::condition),
    WARRANTY_UNTIL(
            "Warranty until",
            null,
            asset -> asset.warrantyUntil().map(Object::toString).orElse("")),
    CONNECTION("Connection", null, asset -> asset.leader().or(asset::connection).orElse("")),
    LAST_CHECK_IN("Last check-in", null, asset -> ""),
    UPDATED("Changed", AssetSort.UPDATED, asset -> "");

    /** Those a list has until somebody chooses. */
    static final List<AssetListColumn> USUAL = List.of(SERIAL, TYPE, STATUS, ASSIGNEE, MDM_STATE, PRODUCT, UPDATED);

    private final String label;
    private final Optional<AssetSort> sort;
    private final Function<Asset, String> value;

    AssetListColumn(String label, @org.jspecify.annotations.Nullable AssetSort sort, Function<Asset, String> value) {
        this.label = label;
        this.sort = Optional.ofNullable(sort);
        this.value = value;
    }

    @Override
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Optional<AssetSort> sort() {
        return sort;
    }

    @Override
    public String text(Asset asset) {
        return value.apply(asset);
    }

    @Override
    public Optional<Instant> moment(Asset asset) {
        return switch (this) {
            case UPDATED -> Optional.of(asset.updatedAt());
            case LAST_CHECK_IN ->
                asset.sources().stream()
                        .flatMap(source -> source.lastCheckIn().stream())
                        .max(Comparator.naturalOrder());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean isMoment() {
        return this == UPDATED || this == LAST_CHECK_IN;
    }

    private static String field(Asset asset, Field field) {
        return asset.fields().getOrDefault(field.key(), "");
    }
}
