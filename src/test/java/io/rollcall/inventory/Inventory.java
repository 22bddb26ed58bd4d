package io.rollcall.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.device.Attributes;
import io.rollcall.device.Device;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.inventory.Knowledge.KnownDevice;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.NameSource;
import io.rollcall.policy.Policy.Requirement;
import io.rollcall.settings.StrictYaml;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An inventory in memory that takes what {@link PageDecisions} decides as the statements of {@link DeviceSql} do. */
final class Inventory {

    /** A device of a connection: its key. */
    private record Key(long connection, String sourceId) {}

    private record Row(long asset, boolean hadSerial) {}

    private final Map<Long, AssetState> assets = new TreeMap<>();
    private final Map<Key, Row> devices = new HashMap<>();
    private long numbers;

    static Policy policy(
            List<DeviceType> types, List<Requirement> requires, boolean managedOnly, NameSource id, NameSource name) {
        return StrictYaml.parse("test", """
                        title: Test
                        source: iru
                        schedule: { every: 1d }
                        details: { mode: always }
                        limits: {}
                        types: %s
                        create: { requires: %s, managed-only: %s, status: allocated }
                        asset-id: %s
                        asset-name: %s
                        """.formatted(
                        types.stream().map(DeviceType::key).toList(), keys(requires), managedOnly, key(id), key(name)))
                .as(Policy.class);
    }

    private static List<String> keys(List<Requirement> requires) {
        return requires.stream().map(Inventory::key).toList();
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Policy policy(NameSource id) {
        return policy(List.of(), List.of(), false, id, NameSource.DEVICE_NAME);
    }

    /** @param serial blank: none */
    static ObservedDevice device(String sourceId, String serial, Map<Field, String> attributes) {
        return device(sourceId, serial, DeviceType.LAPTOP, attributes);
    }

    static ObservedDevice device(String sourceId, String serial, DeviceType type, Map<Field, String> attributes) {
        var all = new EnumMap<Field, String>(Field.class);
        all.putAll(attributes);
        all.put(Field.SERIAL_NUMBER, serial);
        var device = new Device(sourceId, SerialNumber.of(serial), type, Attributes.of(all), List.of());
        var list = JsonNodeFactory.instance.objectNode();
        return new ObservedDevice(device, list, Optional.empty(), all + " " + type);
    }

    /** An asset that no device is yet, as a person would make it. */
    AssetState add(String assetId, String serial, Map<String, String> values) {
        var all = new HashMap<>(values);
        var normalised = SerialNumber.of(serial).map(SerialNumber::normalised);
        normalised.ifPresent(text -> all.put(AssetProperty.SERIAL, serial));
        var asset = new AssetState(++numbers, assetId, normalised, all, Map.of(), List.of());
        assets.put(asset.id(), asset);
        return asset;
    }

    /** A page of a run of its own. */
    List<Decision> sync(Policy policy, long connection, ObservedDevice... devices) {
        return page(policy, connection, new HashSet<>(), List.of(devices));
    }

    /** @param seen ids that earlier pages of the run saw; the page's are added */
    List<Decision> page(Policy policy, long connection, Set<String> seen, List<ObservedDevice> page) {
        var decisions = new PageDecisions(
                        policy, connection, "c" + connection, known(connection, seen), () -> ++numbers)
                .decide(page);
        decisions.forEach(decision -> store(connection, decision));
        page.forEach(device -> seen.add(device.sourceId()));
        return decisions;
    }

    private Knowledge known(long connection, Set<String> seen) {
        var known = new HashMap<String, KnownDevice>();
        devices.forEach((key, row) -> {
            if (key.connection() == connection) {
                known.put(key.sourceId(), new KnownDevice(key.sourceId(), row.asset(), row.hadSerial()));
            }
        });
        return new Knowledge(known, Map.copyOf(assets), Set.copyOf(seen));
    }

    private void store(long connection, Decision decision) {
        var key = new Key(connection, decision.device().sourceId());
        var before = devices.getOrDefault(key, new Row(0, false));
        decision.asset().ifPresent(asset -> release(connection, asset));
        devices.put(
                key,
                new Row(
                        decision.asset().orElse(before.asset()),
                        before.hadSerial()
                                || decision.device().device().serial().isPresent()));
        decision.asset().ifPresent(asset -> write(asset, decision));
    }

    private void release(long connection, long asset) {
        devices.replaceAll((key, row) ->
                key.connection() == connection && row.asset() == asset ? new Row(0, row.hadSerial()) : row);
        assets.computeIfPresent(asset, (id, state) -> {
            var links = new ArrayList<>(state.links());
            links.removeIf(link -> link.connection() == connection);
            return with(state, links);
        });
    }

    private static AssetState with(AssetState state, List<Link> links) {
        return new AssetState(
                state.id(), state.assetId(), state.serialNormalised(), state.values(), state.claims(), links);
    }

    private void write(long number, Decision decision) {
        var before = Optional.ofNullable(assets.get(number))
                .orElseGet(() -> new AssetState(
                        number, decision.create().orElseThrow(), Optional.empty(), Map.of(), Map.of(), List.of()));
        var values = new HashMap<>(before.values());
        values.putAll(decision.values());
        var claims = decision.changes().isEmpty() ? before.claims() : decision.claims();
        assets.put(
                number,
                with(
                        new AssetState(
                                number,
                                before.assetId(),
                                decision.serialNormalised().or(before::serialNormalised),
                                values,
                                claims,
                                List.of()),
                        before.links()));
        var links = new ArrayList<Link>();
        devices.forEach((key, row) -> {
            if (row.asset() == number) {
                links.add(new Link(key.connection(), key.sourceId()));
            }
        });
        assets.computeIfPresent(number, (id, state) -> with(state, links));
    }

    /** The connection has no device any more, as when it was deleted. */
    void forget(long connection) {
        devices.keySet().removeIf(key -> key.connection() == connection);
        assets.replaceAll((number, asset) -> with(
                asset,
                asset.links().stream()
                        .filter(link -> link.connection() != connection)
                        .toList()));
    }

    List<AssetState> assets() {
        return List.copyOf(assets.values());
    }

    AssetState asset(String assetId) {
        return assets.values().stream()
                .filter(asset -> asset.assetId().equals(assetId))
                .findFirst()
                .orElseThrow();
    }

    /** Which device is which asset: the asset's ID → the connection's device. */
    Map<String, Set<Link>> links() {
        var links = new TreeMap<String, Set<Link>>();
        assets.values().forEach(asset -> links.put(asset.assetId(), Set.copyOf(asset.links())));
        return links;
    }
}
