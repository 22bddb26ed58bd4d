package io.rollcall.outbound;

import java.util.Optional;

/**
 * What a person has made of an asset, and wants its devices to be in their MDMs as well.
 *
 * @param asset the asset's number
 * @param value an asset tag; blank: none. Of an assignment always blank
 * @param person the number of the person whom the asset is checked out to; empty: nobody
 */
public record Wish(long asset, OutboxProperty property, String value, Optional<Long> person) {

    /** An asset tag was set, or taken away where it is blank. */
    public static Wish assetTag(long asset, String tag) {
        return new Wish(asset, OutboxProperty.ASSET_TAG, tag, Optional.empty());
    }

    /** The asset was checked out to a person, or to nobody. */
    public static Wish assignment(long asset, Optional<Long> person) {
        return new Wish(asset, OutboxProperty.ASSIGNMENT, "", person);
    }
}
