package io.rollcall.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.device.Attributes;
import io.rollcall.device.Device;
import io.rollcall.device.DeviceType;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Field;
import io.rollcall.device.PersonName;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.inventory.Knowledge.KnownDevice;
import io.rollcall.inventory.Knowledge.KnownProducts;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.NameSource;
import io.rollcall.policy.Policy.Requirement;
import io.rollcall.settings.StrictYaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An inventory in memory that takes what {@link PageDecisions} decides as the statements of {@link PageWrites} do. */
final class Inventory {

    /** A device of a connection: its key. */
    private record Key(long connection, String sourceId) {}

    private record Row(long asset, boolean hadSerial, boolean hadUser, Optional<Link> link) {}

    private final Map<Long, AssetState> assets = new TreeMap<>();
    private final Map<Key, Row> devices = new HashMap<>();
    private final Map<Long, PersonState> people = new TreeMap<>();
    private final Map<String, Optional<String>> products = new HashMap<>();
    private long numbers;
    private PageDecision last = new PageDecision(List.of(), List.of(), List.of(), List.of(), Set.of());

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

    /** A policy by serial number and device name, with these keys in place of the usual ones. */
    static Policy policy(String yaml) {
        var usual = StrictYaml.parse("usual", """
                        title: Test
                        source: iru
                        schedule: { every: 1d }
                        details: { mode: always }
                        limits: {}
                        create: { requires: [], managed-only: false, status: allocated }
                        asset-id: serial
                        asset-name: device-name
                        """).tree();
        return StrictYaml.read(
                "test", StrictYaml.merge(usual, StrictYaml.parse("test", yaml).tree()), Policy.class);
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
        return new ObservedDevice(device, list, "{}", Optional.empty(), all + " " + type, "");
    }

    /** An asset that no device is yet, as a person would make it. */
    AssetState add(String assetId, String serial, Map<String, String> values) {
        var all = new HashMap<>(values);
        var normalised = SerialNumber.of(serial).map(SerialNumber::normalised);
        normalised.ifPresent(text -> all.put(AssetProperty.SERIAL, serial));
        var asset = new AssetState(
                ++numbers,
                assetId,
                normalised,
                all,
                Claims.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        assets.put(asset.id(), asset);
        return asset;
    }

    /** A person who is here already. */
    PersonState addPerson(String name, String... emails) {
        var addresses = Stream.of(emails)
                .flatMap(email -> EmailAddress.of(email).stream())
                .toList();
        var person = new PersonState(
                ++numbers,
                PersonName.of(name).orElse(new PersonName("", "")),
                addresses,
                false,
                "",
                Map.of(),
                Map.of());
        people.put(person.id(), person);
        return person;
    }

    void archive(PersonState person) {
        people.put(
                person.id(),
                new PersonState(
                        person.id(),
                        person.name(),
                        person.emails(),
                        true,
                        person.location(),
                        person.details(),
                        person.claims()));
    }

    void put(PersonState person) {
        people.put(person.id(), person);
    }

    void archive(String assetId) {
        var asset = asset(assetId);
        assets.put(
                asset.id(),
                new AssetState(
                        asset.id(),
                        assetId,
                        asset.serialNormalised(),
                        asset.values(),
                        asset.claims(),
                        asset.links(),
                        asset.creator(),
                        asset.leader(),
                        asset.holder(),
                        true));
    }

    /** Puts a product into the category, or into none. */
    void category(String model, String manufacturer, Optional<String> category) {
        products.put(new Product(model, manufacturer).key(), category);
    }

    /** Checks an asset out by hand, or in where there is no holder. */
    void hand(String assetId, Optional<Holder> holder) {
        var asset = asset(assetId);
        assets.put(asset.id(), with(asset, asset.links(), holder));
    }

    /** A page of a run of its own. */
    List<Decision> sync(Policy policy, long connection, ObservedDevice... devices) {
        return page(policy, connection, new HashSet<>(), List.of(devices));
    }

    /** @param seen ids that earlier pages of the run saw; the page's are added */
    List<Decision> page(Policy policy, long connection, Set<String> seen, List<ObservedDevice> page) {
        last = new PageDecisions(
                        policy,
                        connection,
                        "c" + connection,
                        known(connection, seen),
                        new Numbers(() -> ++numbers, () -> ++numbers))
                .decide(page);
        last.newPeople().forEach(person -> people.put(person.id(), person));
        last.changedPeople().forEach(person -> people.put(person.id(), person));
        last.newProducts().forEach(product -> products.put(product.product().key(), product.category()));
        last.devices().forEach(decision -> store(connection, decision));
        page.forEach(device -> seen.add(device.sourceId()));
        return last.devices();
    }

    /** What the last page came to. */
    PageDecision last() {
        return last;
    }

    private Knowledge known(long connection, Set<String> seen) {
        var known = new HashMap<String, KnownDevice>();
        devices.forEach((key, row) -> {
            if (key.connection() == connection) {
                known.put(
                        key.sourceId(),
                        new KnownDevice(key.sourceId(), row.asset(), row.hadSerial(), row.hadUser(), List.of()));
            }
        });
        return new Knowledge(
                known,
                Map.copyOf(assets),
                Map.of(),
                Map.of(),
                Set.copyOf(seen),
                List.copyOf(people.values()),
                new KnownProducts(Map.copyOf(products), Set.of()));
    }

    private void store(long connection, Decision decision) {
        var device = decision.device().device();
        var key = new Key(connection, decision.device().sourceId());
        var before = devices.getOrDefault(key, new Row(0, false, false, Optional.empty()));
        decision.asset().ifPresent(asset -> release(connection, asset));
        var managed = device.attributes()
                        .get(Field.MANAGED)
                        .map(Boolean::parseBoolean)
                        .orElse(true)
                && !device.attributes()
                        .get(Field.MISSING)
                        .map(Boolean::parseBoolean)
                        .orElse(false);
        var link = new Link(
                connection,
                device.sourceId(),
                managed,
                device.attributes().get(Field.LAST_CHECK_IN).map(Instant::parse));
        devices.put(
                key,
                new Row(
                        decision.asset().orElse(before.asset()),
                        before.hadSerial() || device.serial().isPresent(),
                        DeviceUser.of(device).isPresent(),
                        Optional.of(link)));
        decision.asset().ifPresent(asset -> write(asset, decision));
    }

    private void release(long connection, long asset) {
        devices.replaceAll((key, row) -> key.connection() == connection && row.asset() == asset
                ? new Row(0, row.hadSerial(), row.hadUser(), row.link())
                : row);
        assets.computeIfPresent(
                asset,
                (id, state) -> with(
                        state,
                        state.links().stream()
                                .filter(link -> link.connection() != connection)
                                .toList(),
                        state.holder()));
    }

    private static AssetState with(AssetState state, List<Link> links, Optional<Holder> holder) {
        return new AssetState(
                state.id(),
                state.assetId(),
                state.serialNormalised(),
                state.values(),
                state.claims(),
                links,
                state.creator(),
                state.leader(),
                holder,
                state.archived());
    }

    private void write(long number, Decision decision) {
        var before = Optional.ofNullable(assets.get(number));
        var values = new HashMap<>(before.map(AssetState::values).orElse(Map.of()));
        values.putAll(decision.values());
        var holder = decision.assignment().isEmpty()
                ? before.flatMap(AssetState::holder)
                : decision.assignment()
                        .flatMap(Assignment::after)
                        .map(person -> new Holder(Optional.of(person.id()), person.label(), false));
        var links = new ArrayList<Link>();
        devices.forEach((key, row) -> {
            if (row.asset() == number) {
                row.link().ifPresent(links::add);
            }
        });
        assets.put(
                number,
                new AssetState(
                        number,
                        before.map(AssetState::assetId)
                                .orElseGet(() -> decision.create().orElseThrow().assetId()),
                        decision.serialNormalised().or(() -> before.flatMap(AssetState::serialNormalised)),
                        values,
                        before.filter(asset -> decision.changes().isEmpty())
                                .map(AssetState::claims)
                                .orElse(decision.claims()),
                        links,
                        before.isPresent() ? before.get().creator() : decision.leader(),
                        decision.leader().or(() -> before.flatMap(AssetState::leader)),
                        holder,
                        before.map(AssetState::archived).orElse(false)));
    }

    /** The connection has no device any more, as when it was deleted. */
    void forget(long connection) {
        devices.keySet().removeIf(key -> key.connection() == connection);
        assets.replaceAll((number, asset) -> with(
                asset,
                asset.links().stream()
                        .filter(link -> link.connection() != connection)
                        .toList(),
                asset.holder()));
    }

    Collection<PersonState> people() {
        return people.values();
    }

    /** Who has an asset: the label of its holder; blank: nobody. */
    String holder(String assetId) {
        return asset(assetId).holder().map(Holder::label).orElse("");
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
    Map<String, Set<String>> links() {
        var links = new TreeMap<String, Set<String>>();
        assets.values()
                .forEach(asset -> links.put(
                        asset.assetId(),
                        asset.links().stream()
                                .map(link -> link.connection() + ":" + link.sourceId())
                                .collect(Collectors.toSet())));
        return links;
    }
}
