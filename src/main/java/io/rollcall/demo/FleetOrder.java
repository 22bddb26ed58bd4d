package io.rollcall.demo;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The fleet in the orders that were asked for. Sorting 100,000 devices takes longer than answering a page, so an order is
 * kept until the fleet has changed in a way that matters to it. Thread safe.
 */
final class FleetOrder {

    private static final Set<String> KEYS = Set.of(
            "asset_tag",
            "blueprint_id",
            "device_id",
            "device_name",
            "last_check_in",
            "model",
            "platform",
            "os_version",
            "serial_number",
            "user");

    private record Sorted(long version, FleetEntry[] entries) {}

    private final Map<String, Sorted> kept = new ConcurrentHashMap<>();

    /**
     * @param ordering keys joined by commas, each with a {@code -} before it to reverse it; unknown ones don't count
     * @param members counts up when devices come or go
     * @param contents counts up with any change
     */
    FleetEntry[] in(String ordering, long members, long contents, Supplier<Collection<FleetEntry>> entries) {
        var keys = Arrays.stream(ordering.split(","))
                .filter(key -> KEYS.contains(name(key)))
                .toList();
        var onlyMembersMatter = keys.stream().allMatch(key -> name(key).equals("device_id"));
        var version = onlyMembersMatter ? members : contents;
        return kept.compute(
                        String.join(",", keys),
                        (unused, sorted) -> sorted != null && sorted.version == version
                                ? sorted
                                : new Sorted(version, sort(entries.get(), keys)))
                .entries;
    }

    private static FleetEntry[] sort(Collection<FleetEntry> entries, Iterable<String> keys) {
        var sorted = entries.toArray(FleetEntry[]::new);
        Comparator<FleetEntry> arrival = Comparator.comparingLong(FleetEntry::sequence);
        Comparator<FleetEntry> order = (one, other) -> 0;
        for (var key : keys) {
            Comparator<FleetEntry> next =
                    Comparator.comparing(entry -> entry.row().field(name(key)));
            order = order.thenComparing(key.startsWith("-") ? next.reversed() : next);
        }
        Arrays.sort(sorted, order.thenComparing(arrival));
        return sorted;
    }

    private static String name(String key) {
        return key.startsWith("-") ? key.substring(1) : key;
    }
}
