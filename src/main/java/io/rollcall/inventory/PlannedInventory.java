package io.rollcall.inventory;

import io.rollcall.device.EmailAddress;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.inventory.Knowledge.KnownProducts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a preview has decided so far, laid over the inventory that it doesn't touch: the next page is decided as if the
 * pages before it had been stored. Holds a few texts a device. Not thread-safe.
 */
public final class PlannedInventory {

    private final Map<String, AssetState> bySerial = new HashMap<>();
    private final Map<String, AssetState> byAssetId = new HashMap<>();
    private final Map<Long, Link> taken = new HashMap<>();
    private final Map<EmailAddress, PersonState> byEmail = new HashMap<>();
    private final Map<String, List<PersonState>> byName = new HashMap<>();
    private final Map<String, Optional<String>> products = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long numbers;

    /** Numbers that no record has. */
    Numbers numbers() {
        return new Numbers(() -> --numbers, () -> --numbers);
    }

    /** What is known once what was planned so far is done. */
    Knowledge over(Knowledge known, PageOfDevices page) {
        var assets = new HashMap<Long, AssetState>();
        known.assets()
                .forEach((id, asset) -> assets.put(
                        id,
                        Optional.ofNullable(taken.get(id))
                                .map(link -> linked(asset, link))
                                .orElse(asset)));
        var people = new LinkedHashSet<>(known.people());
        for (var observed : page.observed()) {
            observed.device()
                    .serial()
                    .map(SerialNumber::normalised)
                    .map(bySerial::get)
                    .ifPresent(asset -> assets.put(asset.id(), asset));
            Optional.ofNullable(byAssetId.get(
                            AssetProperty.assetId(observed.device(), page.policy(), page.connectionName())))
                    .ifPresent(asset -> assets.put(asset.id(), asset));
            DeviceUser.of(observed.device()).ifPresent(user -> {
                user.email().map(byEmail::get).ifPresent(people::add);
                user.name().ifPresent(name -> people.addAll(byName.getOrDefault(name.normalised(), List.of())));
            });
        }
        var categoryOf = new HashMap<>(products);
        categoryOf.putAll(known.products().categoryOf());
        var seenBefore = new HashSet<>(known.seenBefore());
        assets.values().stream()
                .flatMap(asset -> asset.links().stream())
                .filter(link -> link.connection() == page.connection() && seen.contains(link.sourceId()))
                .forEach(link -> seenBefore.add(link.sourceId()));
        return new Knowledge(
                known.devices(),
                assets,
                known.waiting(),
                known.choices(),
                seenBefore,
                people,
                new KnownProducts(categoryOf, known.products().categories()));
    }

    private static AssetState linked(AssetState asset, Link link) {
        return new AssetState(
                asset.id(),
                asset.assetId(),
                asset.serialNormalised(),
                asset.values(),
                asset.claims(),
                asset.linksWith(link),
                asset.creator(),
                asset.leader(),
                asset.holder(),
                asset.archived());
    }

    /** Takes a page's decisions as done. */
    void add(PageDecision decision, PageOfDevices page) {
        page.seen().forEach(device -> seen.add(device.sourceId()));
        decision.devices().forEach(device -> {
            seen.add(device.device().sourceId());
            device.asset().ifPresent(asset -> add(device, asset, page.connection()));
        });
        decision.newPeople().forEach(person -> {
            person.emails().forEach(email -> byEmail.put(email, person));
            if (!person.name().whole().isEmpty()) {
                byName.computeIfAbsent(person.name().normalised(), name -> new ArrayList<>(1))
                        .add(person);
            }
        });
        decision.newProducts().forEach(product -> products.put(product.product().key(), product.category()));
    }

    private void add(Decision decision, long number, long connection) {
        var link = new Link(connection, decision.device().sourceId(), true, Optional.empty());
        if (decision.create().isEmpty()) {
            taken.put(number, link);
            return;
        }
        var assetId = decision.create().get().assetId();
        var asset = new AssetState(
                number,
                assetId,
                decision.serialNormalised(),
                Map.of(),
                Claims.NONE,
                List.of(link),
                Optional.of(connection),
                Optional.of(connection),
                Optional.empty(),
                false);
        byAssetId.put(assetId, asset);
        decision.serialNormalised().ifPresent(serial -> bySerial.put(serial, asset));
    }

    /** Whether an earlier page had this device: a list may show it twice. */
    boolean hasSeen(String sourceId) {
        return seen.contains(sourceId);
    }
}
