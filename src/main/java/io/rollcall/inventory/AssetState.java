package io.rollcall.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An asset as it stands when a page is decided.
 *
 * @param id the asset's number
 * @param assetId its unique ID
 * @param serialNormalised its serial number in the form serials are compared in
 * @param values its properties by name; absent: not known
 * @param claims property → connection that keeps it up to date
 * @param links the devices that are this asset, of any connection
 */
record AssetState(
        long id,
        String assetId,
        Optional<String> serialNormalised,
        Map<String, String> values,
        Map<String, Long> claims,
        List<Link> links) {

    /** A device record that is linked to the asset. */
    record Link(long connection, String sourceId) {}

    /** Whether this device of the connection is the asset. */
    boolean isDevice(long connection, String sourceId) {
        return links.contains(new Link(connection, sourceId));
    }

    boolean isLinkedTo(long connection) {
        return links.stream().anyMatch(link -> link.connection() == connection);
    }
}
