package io.rollcall.inventory;

import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.Existing;
import io.rollcall.policy.Policy.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of the devices of a page: a fold over the page, so that two devices of one page see each other's
 * effects. No I/O: everything it needs is in {@link Knowledge}. Which asset a device is stands here; what becomes of that
 * asset is decided by {@link AssetDecisions}.
 */
final class PageDecisions {

    private final Policy policy;
    private final long connection;
    private final String connectionName;
    private final Knowledge known;
    private final AssetDecisions decisions;
    private final Map<Long, AssetState> assets;
    private final Map<String, Long> bySerial = new HashMap<>();
    private final Map<String, Long> byAssetId = new HashMap<>();
    private final Set<String> seen;

    /** @param connection the connection's number, and its name for people */
    PageDecisions(Policy policy, long connection, String connectionName, Knowledge known, Numbers numbers) {
        this.policy = policy;
        this.connection = connection;
        this.connectionName = connectionName;
        this.known = known;
        this.decisions = new AssetDecisions(policy, connection, connectionName, known, numbers);
        this.assets = new HashMap<>(known.assets());
        this.seen = new HashSet<>(known.seenBefore());
        assets.values().forEach(this::index);
    }

    /** What becomes of each device, in the order of the page, and what comes along with it. */
    PageDecision decide(List<ObservedDevice> devices) {
        // A device that is an asset already keeps it, wherever on the page it stands.
        devices.stream()
                .filter(device -> linkedAsset(device).isPresent())
                .map(ObservedDevice::sourceId)
                .forEach(seen::add);
        var all = new ArrayList<Decision>(devices.size());
        for (var device : devices) {
            all.add(decide(device));
            seen.add(device.sourceId());
        }
        return decisions.with(all);
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
            var refused = refusal(observed, asset);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return update(observed, asset, linked.isEmpty());
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

    /** Why a device doesn't become the asset it matches; empty: it does. */
    private Optional<Decision> refusal(ObservedDevice observed, AssetState asset) {
        var other = presentDeviceOf(asset, observed);
        if (other.isPresent()) {
            return Optional.of(duplicate(
                    observed,
                    "Asset " + asset.assetId() + " is already device " + other.get()
                            + " of this connection; the first one in the list keeps it."));
        }
        if (isAnotherThing(observed, asset)) {
            return Optional.of(duplicate(
                    observed,
                    "Its asset ID would be " + asset.assetId()
                            + ", but the asset of this ID has another serial number ("
                            + asset.values().get(AssetProperty.SERIAL) + "). Rename one of the two."));
        }
        var isOurs = asset.creator().filter(creator -> creator == connection).isPresent()
                || !asset.links().isEmpty();
        if (policy.existing() == Existing.LEAVE && !isOurs) {
            return Optional.of(skipped(
                    observed,
                    "Asset " + asset.assetId() + " was here before and this connection leaves such assets alone "
                            + "(existing: leave): it is neither merged nor synced."));
        }
        return Optional.empty();
    }

    /** A device of this connection that is the asset already and was seen in this run: the first of a list wins. */
    private Optional<String> presentDeviceOf(AssetState asset, ObservedDevice observed) {
        return asset.links().stream()
                .filter(link -> link.connection() == connection)
                .map(Link::sourceId)
                .filter(id -> !id.equals(observed.sourceId()) && seen.contains(id))
                .findFirst();
    }

    /**
     * Two tenants may both have a device called "MacBook", and one that was removed another after it: the same asset ID
     * doesn't make two serial numbers one, where syncs and not people made the asset what it is.
     */
    private boolean isAnotherThing(ObservedDevice observed, AssetState asset) {
        var serial = observed.device().serial().map(SerialNumber::normalised);
        return serial.isPresent()
                && asset.serialNormalised().isPresent()
                && !serial.equals(asset.serialNormalised())
                && (asset.links().stream()
                                .anyMatch(link -> link.connection() != connection
                                        || !link.sourceId().equals(observed.sourceId()))
                        || asset.links().isEmpty() && asset.creator().isPresent());
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
        var created = decisions.create(observed, assetId(observed), remarks(observed));
        remember(created.asset());
        return created.decision();
    }

    private Decision update(ObservedDevice observed, AssetState asset, boolean isNewLink) {
        var remarks = remarks(observed);
        var serialTaken = serialTaken(observed, asset);
        if (serialTaken) {
            remarks.add(remark(
                    Remark.Kind.NOTICE,
                    observed,
                    "Its serial number changed to one that another asset has; asset " + asset.assetId()
                            + " keeps its old one. Merge or archive one of the two."));
        }
        var updated = decisions.update(observed, asset, isNewLink, serialTaken, remarks);
        remember(updated.asset());
        return updated.decision();
    }

    private boolean serialTaken(ObservedDevice observed, AssetState asset) {
        return observed.device()
                .serial()
                .map(serial -> bySerial.get(serial.normalised()))
                .filter(holder -> holder != asset.id())
                .isPresent();
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

    private List<Remark> remarks(ObservedDevice observed) {
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

    private static Decision skipped(ObservedDevice observed, String reason) {
        return Decision.without(observed, Outcome.SKIPPED, remark(Remark.Kind.SKIPPED, observed, reason));
    }

    private static Decision duplicate(ObservedDevice observed, String reason) {
        return Decision.without(observed, Outcome.DUPLICATE, remark(Remark.Kind.DUPLICATE, observed, reason));
    }

    static Remark remark(Remark.Kind kind, ObservedDevice observed, String reason) {
        var device = observed.device();
        return new Remark(
                kind,
                device.sourceId(),
                device.serial().map(SerialNumber::original).orElse(""),
                device.attributes().get(Field.DEVICE_NAME).orElse(""),
                reason);
    }
}
