package io.rollcall.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An asset as it stands when people change it.
 *
 * @param values what {@link AssetColumn} names, as people see it; absent: blank
 * @param keepers property → name of a connection that has the device and keeps the property up to date
 * @param connections names of the connections that have the device
 * @param leader the name of the connection whose policy says what a check-out takes over
 * @param holder who has it
 */
record AssetSnapshot(
        long id,
        String assetId,
        long version,
        boolean archived,
        Map<String, String> values,
        Map<String, String> keepers,
        List<String> connections,
        Optional<String> leader,
        Optional<Holding> holder) {

    /** What there is before an asset is made. */
    static final AssetSnapshot NONE =
            new AssetSnapshot(0, "", 0, false, Map.of(), Map.of(), List.of(), Optional.empty(), Optional.empty());

    /**
     * A check-out in force.
     *
     * @param dueOn ISO date; blank: none
     */
    record Holding(Recipient holder, boolean manual, String dueOn, String note) {}

    String value(String property) {
        return values.getOrDefault(property, "");
    }

    String name() {
        return "asset " + id;
    }
}
