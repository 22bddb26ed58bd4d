package io.rollcall.inventory;

import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides what becomes of the devices of a page: a fold over the page, so that two devices of one page see each other's
 * effects. No I/O: everything it needs is in {@link Knowledge}.
 */
final class PageDecisions {

    private final Policy policy;
    private final long connection;
    private final String connectionName;
    private final LongSupplier newAssetNumber;
    private final Knowledge known;
    private final Map<Long, AssetState> assets;
    private final Map<String, Long> bySerial = new HashMap<>();
    private final Map<String, Long> byAssetId = new HashMap<>();
    private final Set<String> seen;

    /**
     * @param connection the connection's number, and its name for people
     * @param newAssetNumber gives the number of a new asset
     */
    PageDecisions(Policy policy, long connection, String connectionName, Knowledge known, LongSupplier newAssetNumber) {
        this.policy = policy;
        this.connection = connection;
        this.connectionName = connectionName;
        this.newAssetNumber = newAssetNumber;
        this.known = known;
        this.assets = new HashMap<>(known.assets());
        this.seen = new HashSet<>(known.seenBefore());
        assets.values().forEach(this::index);
    }

    /** One decision a device, in the order of the page. */
    List<Decision> decide(List<ObservedDevice> devices) {
        // A device that is an asset already keeps it, wherever on the page it stands.
        devices.stream()
                .filter(device -> linkedAsset(device).isPresent())
                .map(ObservedDevice::sourceId)
                .forEach(seen::add);
        var decisions = new ArrayList<Decision>(devices.size());
        for (var device : devices) {
            decisions.add(decide(device));
            seen.add(device.sourceId());
        }
        return decisions;
    }

    private Decision decide(ObservedDevice observed) {
        var linked = linkedAsset(observed);
        var match = linked.or(() -> matching(observed));
        if (!policy.wants(observed.device().type())) {
            return skipped(
                    observed,
                    "Devices of type " + observed.device().type().key() + " are outside of what this connection syncs "
                            + "(types).");
        }
        if (match.isEmpty()) {
            return reasonNotToCreate(observed)
                    .map(reason -> skipped(observed, reason))
                    .orElseGet(() -> create(observed));
        }
        var asset = match.get();
        if (linked.isEmpty()) {
            var other = presentDeviceOf(asset, observed);
            if (other.isPresent()) {
                return duplicate(observed, asset, other.get());
            }
        }
        return update(observed, asset);
    }

    private Optional<AssetState> linkedAsset(ObservedDevice observed) {
        return Optional.ofNullable(known.devices().get(observed.sourceId()))
                .map(device -> assets.get(device.asset()))
                .filter(asset -> asset.isDevice(connection, observed.sourceId()));
    }

    private Optional<AssetState> matching(ObservedDevice observed) {
        var bySameSerial = observed.device().serial().map(serial -> bySerial.get(serial.normalised()));
        return bySameSerial
                .or(() -> Optional.ofNullable(byAssetId.get(assetId(observed))))
                .map(assets::get);
    }

    /** A device of this connection that is the asset already and was seen in this run: the first of a list wins. */
    private Optional<String> presentDeviceOf(AssetState asset, ObservedDevice observed) {
        return asset.links().stream()
                .filter(link -> link.connection() == connection)
                .map(Link::sourceId)
                .filter(id -> !id.equals(observed.sourceId()) && seen.contains(id))
                .findFirst();
    }

    private Optional<String> reasonNotToCreate(ObservedDevice observed) {
        var device = observed.device();
        var requires = policy.create().requires();
        if (requires.contains(Requirement.SERIAL) && device.serial().isEmpty()) {
            return Optional.of("It has no usable serial number, which a new asset needs.");
        }
        if (requires.contains(Requirement.TYPE) && device.type() == DeviceType.UNKNOWN) {
            return Optional.of("Its type can't be told from model and operating system, which a new asset needs.");
        }
        var managed = device.attributes().get(Field.MANAGED).map(Boolean::parseBoolean);
        if (policy.create().managedOnly() && !managed.orElse(false)) {
            return Optional.of("It is not managed, which a new asset needs.");
        }
        return Optional.empty();
    }

    private Decision create(ObservedDevice observed) {
        var number = newAssetNumber.getAsLong();
        var assetId = assetId(observed);
        var values = AssetProperty.reported(observed.device(), policy);
        var claims = new LinkedHashMap<String, Long>();
        var changes = new ArrayList<FieldChange>();
        values.forEach((property, value) -> {
            claims.put(property, connection);
            changes.add(new FieldChange(property, "", value, rule()));
        });
        var serial = observed.device().serial().map(SerialNumber::normalised);
        remember(new AssetState(
                number, assetId, serial, values, claims, List.of(new Link(connection, observed.sourceId()))));
        return new Decision(
                observed,
                Outcome.CREATED,
                Optional.of(number),
                Optional.of(assetId),
                serial,
                values,
                claims,
                changes,
                notices(observed));
    }

    private Decision update(ObservedDevice observed, AssetState asset) {
        var remarks = notices(observed);
        var values = new LinkedHashMap<>(asset.values());
        var claims = new LinkedHashMap<>(asset.claims());
        var written = new LinkedHashMap<String, String>();
        var changes = new ArrayList<FieldChange>();
        AssetProperty.reported(observed.device(), policy).forEach((property, value) -> {
            if (!mayWrite(asset, property) || (property.equals(AssetProperty.SERIAL) && serialTaken(observed, asset))) {
                return;
            }
            claims.put(property, connection);
            var before = values.getOrDefault(property, "");
            if (!before.equals(value)) {
                values.put(property, value);
                written.put(property, value);
                changes.add(new FieldChange(property, before, value, rule()));
            }
        });
        if (serialTaken(observed, asset)) {
            remarks.add(remark(
                    Remark.Kind.NOTICE,
                    observed,
                    "Its serial number changed to one that another asset has; asset " + asset.assetId()
                            + " keeps its old one. Merge or archive one of the two."));
        }
        var serial = written.containsKey(AssetProperty.SERIAL)
                ? observed.device().serial().map(SerialNumber::normalised)
                : Optional.<String>empty();
        remember(new AssetState(
                asset.id(),
                asset.assetId(),
                serial.or(asset::serialNormalised),
                values,
                claims,
                linksWith(asset, observed)));
        var outcome = changes.isEmpty() ? Outcome.UNCHANGED : Outcome.UPDATED;
        return new Decision(
                observed,
                outcome,
                Optional.of(asset.id()),
                Optional.empty(),
                serial,
                written,
                claims,
                changes,
                remarks);
    }

    /** The first connection that reports a property keeps it up to date, for as long as it has the device. */
    private boolean mayWrite(AssetState asset, String property) {
        var owner = asset.claims().get(property);
        return owner == null || owner == connection || !asset.isLinkedTo(owner);
    }

    private boolean serialTaken(ObservedDevice observed, AssetState asset) {
        return observed.device()
                .serial()
                .map(serial -> bySerial.get(serial.normalised()))
                .filter(holder -> holder != asset.id())
                .isPresent();
    }

    /** The asset's links once this device is the asset: it takes the place of its connection's other devices. */
    private List<Link> linksWith(AssetState asset, ObservedDevice observed) {
        var links = new ArrayList<>(asset.links());
        links.removeIf(link -> link.connection() == connection);
        links.add(new Link(connection, observed.sourceId()));
        return links;
    }

    private String assetId(ObservedDevice observed) {
        return AssetProperty.assetId(observed.device(), policy, connectionName);
    }

    private void remember(AssetState asset) {
        // A serial number that the asset gives up is free: the next device of the page that has it is another thing.
        var before = Optional.ofNullable(assets.put(asset.id(), asset));
        before.flatMap(AssetState::serialNormalised).ifPresent(serial -> bySerial.remove(serial, asset.id()));
        index(asset);
    }

    private void index(AssetState asset) {
        asset.serialNormalised().ifPresent(serial -> bySerial.put(serial, asset.id()));
        byAssetId.put(asset.assetId(), asset.id());
    }

    private List<Remark> notices(ObservedDevice observed) {
        var notices = new ArrayList<Remark>();
        observed.device().notes().forEach(note -> notices.add(remark(Remark.Kind.NOTICE, observed, note)));
        var before = known.devices().get(observed.sourceId());
        if (before != null && before.hadSerial() && observed.device().serial().isEmpty()) {
            notices.add(remark(
                    Remark.Kind.NOTICE,
                    observed,
                    "It no longer reports a usable serial number; the one known is kept."));
        }
        return notices;
    }

    private Decision skipped(ObservedDevice observed, String reason) {
        return Decision.without(observed, Outcome.SKIPPED, remark(Remark.Kind.SKIPPED, observed, reason));
    }

    private Decision duplicate(ObservedDevice observed, AssetState asset, String other) {
        var reason = "Asset " + asset.assetId() + " is already device " + other
                + " of this connection; the first one in the list keeps it.";
        return Decision.without(observed, Outcome.DUPLICATE, remark(Remark.Kind.DUPLICATE, observed, reason));
    }

    private static Remark remark(Remark.Kind kind, ObservedDevice observed, String reason) {
        var device = observed.device();
        return new Remark(
                kind,
                device.sourceId(),
                device.serial().map(SerialNumber::original).orElse(""),
                device.attributes().get(Field.DEVICE_NAME).orElse(""),
                reason);
    }

    private String rule() {
        return "reported by " + connectionName;
    }
}
