package io.rollcall.inventory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * @param claims who keeps which property up to date
 * @param links the devices that are this asset, of any connection; removed ones are not among them
 * @param creator the connection whose sync made it; empty: a person did, or the connection is gone
 * @param leader the connection whose word counts where several have the device
 * @param holder who has it; empty: nobody
 * @param archived whether it is out of use: nobody gets it any more
 */
record AssetState(
        long id,
        String assetId,
        Optional<String> serialNormalised,
        Map<String, String> values,
        Claims claims,
        List<Link> links,
        Optional<Long> creator,
        Optional<Long> leader,
        Optional<Holder> holder,
        boolean archived) {

    /** Within this span check-ins tell nothing: two MDMs that both manage a device must not take turns in leading. */
    private static final Duration CLEARLY_LATER = Duration.ofDays(1);

    /**
     * A device record that is linked to the asset.
     *
     * @param managed whether its MDM says that it manages the device
     * @param lastCheckIn when the device last reported there
     */
    record Link(long connection, String sourceId, boolean managed, Optional<Instant> lastCheckIn) {

        private boolean isMoreAliveThan(Link other) {
            if (managed != other.managed) {
                return managed;
            }
            return managed
                    && lastCheckIn
                            .filter(mine -> other.lastCheckIn
                                    .map(theirs -> mine.isAfter(theirs.plus(CLEARLY_LATER)))
                                    .orElse(false))
                            .isPresent();
        }
    }

    /** Whether this device of the connection is the asset. */
    boolean isDevice(long connection, String sourceId) {
        return links.stream()
                .anyMatch(link ->
                        link.connection() == connection && link.sourceId().equals(sourceId));
    }

    boolean isLinkedTo(long connection) {
        return links.stream().anyMatch(link -> link.connection() == connection);
    }

    /**
     * Whether the connection of this device leads the asset from now on: the one where it was last seen managed. Who leads
     * goes on leading until it has the device no more, manages it no more, or heard of it more than a day before another.
     */
    boolean isLedBy(Link device) {
        if (leader.isEmpty() || leader.get() == device.connection()) {
            return true;
        }
        return links.stream()
                .filter(link -> link.connection() == leader.get())
                .findFirst()
                .map(device::isMoreAliveThan)
                .orElse(true);
    }

    /** The asset's links once this device is the asset: it takes the place of its connection's other devices. */
    List<Link> linksWith(Link device) {
        var all = new ArrayList<>(links);
        all.removeIf(link -> link.connection() == device.connection());
        all.add(device);
        return all;
    }
}
