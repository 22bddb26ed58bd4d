package io.rollcall.inventory;

import java.util.Map;
import java.util.Set;

/**
 * What the inventory knows that bears on the devices of a page.
 *
 * @param devices the page's devices that are known already, by source id
 * @param assets every asset the page's devices may be, by its number
 * @param seenBefore ids of devices that earlier pages of this run saw, as far as this page needs them
 */
record Knowledge(Map<String, KnownDevice> devices, Map<Long, AssetState> assets, Set<String> seenBefore) {

    /**
     * A device record there is already.
     *
     * @param asset the asset it is linked to; 0: none
     * @param hadSerial whether it had a usable serial number
     */
    record KnownDevice(String sourceId, long asset, boolean hadSerial) {}

    /** How many of the page's devices are an asset already: the rest may need a new one. */
    int linkedDevices(long connection) {
        return (int) devices.values().stream()
                .filter(device -> assets.containsKey(device.asset())
                        && assets.get(device.asset()).isDevice(connection, device.sourceId()))
                .count();
    }
}
