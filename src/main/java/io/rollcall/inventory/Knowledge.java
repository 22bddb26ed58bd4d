package io.rollcall.inventory;

import io.rollcall.outbound.Outgoing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the inventory knows that bears on the devices of a page.
 *
 * @param devices the page's devices that are known already, by source id
 * @param assets every asset the page's devices may be, by its number
 * @param waiting what waits to be sent to the devices of an asset that its connection has, by the asset's number
 * @param choices what the custom fields that are a choice may be, by key, as far as the page's devices have them
 * @param seenBefore ids of devices that earlier pages of this run saw, as far as this page needs them
 * @param people everyone the page's users may be
 * @param products the products the page's devices may be
 */
record Knowledge(
        Map<String, KnownDevice> devices,
        Map<Long, AssetState> assets,
        Map<Long, List<Outgoing>> waiting,
        Map<String, Set<String>> choices,
        Set<String> seenBefore,
        Collection<PersonState> people,
        KnownProducts products) {

    /**
     * Products and categories there are already.
     *
     * @param categoryOf the category of each known product, by {@link Product#key()}
     * @param categories known categories in lower case, as far as the page may need them
     */
    record KnownProducts(Map<String, Optional<String>> categoryOf, Set<String> categories) {

        static final KnownProducts NONE = new KnownProducts(Map.of(), Set.of());
    }

    /**
     * A device record there is already.
     *
     * @param asset the asset it is linked to; 0: none
     * @param hadSerial whether it had a usable serial number
     * @param hadUser whether the MDM named a user for it at the last look
     * @param outgoing what was sent to its MDM, or is on its way there
     */
    record KnownDevice(String sourceId, long asset, boolean hadSerial, boolean hadUser, List<Outgoing> outgoing) {}

    /** How many of the page's devices are an asset already: the rest may need a new one. */
    int linkedDevices(long connection) {
        return (int) devices.values().stream()
                .filter(device -> assets.containsKey(device.asset())
                        && assets.get(device.asset()).isDevice(connection, device.sourceId()))
                .count();
    }
}
