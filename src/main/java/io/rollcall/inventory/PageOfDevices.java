package io.rollcall.inventory;

import io.rollcall.policy.Policy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the inventory needs to store a page.
 *
 * @param connection the connection's number
 * @param connectionName its name, for people
 * @param policy decides what happens to the devices
 * @param run the run that read them
 * @param listStored whether the list records are those that were stored at an earlier look, as where a device was opened:
 *     what was found out since is newer
 * @param age how long ago the source was asked for the list
 * @param observed the devices that are new or may have changed, in the order of the list, each id once
 * @param seen the devices that haven't changed
 * @param seenBefore ids of devices that earlier pages of the run saw
 */
public record PageOfDevices(
        long connection,
        String connectionName,
        Policy policy,
        long run,
        boolean listStored,
        Duration age,
        List<ObservedDevice> observed,
        List<SeenDevice> seen,
        Set<String> seenBefore) {

    /**
     * With the page's own devices among those that were seen: a part of the page must know of the other parts', or a
     * second device could take over what the first one of another part has.
     */
    PageOfDevices withAllSeen() {
        var all = new HashSet<>(seenBefore);
        observed.forEach(device -> all.add(device.sourceId()));
        seen.forEach(device -> all.add(device.sourceId()));
        return new PageOfDevices(connection, connectionName, policy, run, listStored, age, observed, seen, all);
    }

    PageOfDevices withObserved(List<ObservedDevice> some) {
        return new PageOfDevices(connection, connectionName, policy, run, listStored, age, some, seen, seenBefore);
    }
}
