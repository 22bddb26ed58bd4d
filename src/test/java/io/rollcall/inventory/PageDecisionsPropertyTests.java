package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.NameSource;
import io.rollcall.policy.Policy.Requirement;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What must hold whatever devices come on a page. Few serials and names, so that they collide all the time. */
class PageDecisionsPropertyTests {

    /** Runs after which a fleet that stands still must be settled: each frees at least one serial number. */
    private static final int ENOUGH = 12;

    @Provide
    Arbitrary<List<ObservedDevice>> pages() {
        var ids = Arbitraries.of("d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8");
        var serials = Arbitraries.of("S1", "s1", "S2", "S3", "S4", "S5", "", "unknown");
        var names = Arbitraries.of("A", "B", "C", "D", "");
        var tags = Arbitraries.of("T1", "T2", "S1", "");
        var yesNo = Arbitraries.of("true", "false", "");
        var types = Arbitraries.of(DeviceType.LAPTOP, DeviceType.PHONE, DeviceType.UNKNOWN);
        return Combinators.combine(ids, serials, names, tags, yesNo, types)
                .as((id, serial, name, tag, managed, type) -> {
                    var attributes = new EnumMap<Field, String>(
                            Map.of(Field.DEVICE_NAME, name, Field.ASSET_TAG, tag, Field.MANAGED, managed));
                    return Inventory.device(id, serial, type, attributes);
                })
                .list()
                .uniqueElements(ObservedDevice::sourceId)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Policy> policies() {
        var types = Arbitraries.of(List.<DeviceType>of(), List.of(DeviceType.LAPTOP));
        var requires = Arbitraries.of(Requirement.class).set().map(List::copyOf);
        var ids = Arbitraries.of(NameSource.SERIAL, NameSource.DEVICE_NAME, NameSource.ASSET_TAG);
        return Combinators.combine(types, requires, Arbitraries.of(true, false), ids, Arbitraries.of(NameSource.class))
                .as(Inventory::policy);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void I2_everyDeviceHasExactlyOneDecision(
            @ForAll("policies") Policy policy,
            @ForAll("pages") List<ObservedDevice> before,
            @ForAll("pages") List<ObservedDevice> page) {
        var inventory = new Inventory();
        inventory.page(policy, 1, new HashSet<>(), before);

        var decisions = inventory.page(policy, 1, new HashSet<>(), page);

        assertThat(decisions).extracting(Decision::device).containsExactlyElementsOf(page);
        assertThat(decisions.stream().flatMap(decision -> decision.asset().stream()))
                .as("assets of the page's devices")
                .doesNotHaveDuplicates();
        assertThat(decisions).allSatisfy(decision -> {
            assertThat(decision.asset().isPresent())
                    .isEqualTo(
                            switch (decision.outcome()) {
                                case CREATED, UPDATED, UNCHANGED -> true;
                                case SKIPPED, DUPLICATE, FAILED -> false;
                            });
            if (decision.asset().isEmpty()) {
                assertThat(decision.remarks()).isNotEmpty();
            }
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void F27_noTwoDevicesOfAConnectionAreOneAssetAndNoTwoAssetsShareSerialOrId(
            @ForAll("policies") Policy policy,
            @ForAll("pages") List<ObservedDevice> first,
            @ForAll("pages") List<ObservedDevice> second,
            @ForAll("pages") List<ObservedDevice> third) {
        var inventory = new Inventory();
        inventory.page(policy, 1, new HashSet<>(), first);
        inventory.page(policy, 2, new HashSet<>(), second);
        inventory.page(policy, 1, new HashSet<>(), third);

        assertThat(inventory.assets())
                .allSatisfy(asset -> assertThat(asset.links())
                        .extracting(AssetState.Link::connection)
                        .doesNotHaveDuplicates());
        assertThat(inventory.assets()).extracting(AssetState::assetId).doesNotHaveDuplicates();
        assertThat(inventory.assets().stream().flatMap(asset -> asset.serialNormalised().stream()))
                .doesNotHaveDuplicates();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void I3_samePageAgainChangesNothing(@ForAll("policies") Policy policy, @ForAll("pages") List<ObservedDevice> page) {
        var inventory = new Inventory();
        inventory.page(policy, 1, new HashSet<>(), page);
        var assets = inventory.assets();

        var again = inventory.page(policy, 1, new HashSet<>(), page);

        assertThat(again)
                .extracting(Decision::outcome)
                .isSubsetOf(Outcome.UNCHANGED, Outcome.SKIPPED, Outcome.DUPLICATE);
        assertThat(inventory.assets()).isEqualTo(assets);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void I3_fleetThatStandsStillSettlesWhateverWasBefore(
            @ForAll("policies") Policy policy,
            @ForAll("pages") List<ObservedDevice> before,
            @ForAll("pages") List<ObservedDevice> page) {
        var inventory = new Inventory();
        inventory.page(policy, 1, new HashSet<>(), before);
        for (var run = 0; run < ENOUGH; run++) {
            inventory.page(policy, 1, new HashSet<>(), page);
        }
        var assets = inventory.assets();

        inventory.page(policy, 1, new HashSet<>(), page);

        assertThat(inventory.assets()).isEqualTo(assets);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void firstSyncDoesNotDependOnWhereAPageEnds(
            @ForAll("policies") Policy policy,
            @ForAll("pages") List<ObservedDevice> devices,
            @ForAll @IntRange(max = 8) int end) {
        var whole = new Inventory();
        var inOne = whole.page(policy, 1, new HashSet<>(), devices);

        var split = new Inventory();
        var seen = new HashSet<String>();
        var middle = Math.min(end, devices.size());
        var inTwo = new java.util.ArrayList<>(split.page(policy, 1, seen, devices.subList(0, middle)));
        inTwo.addAll(split.page(policy, 1, seen, devices.subList(middle, devices.size())));

        assertThat(inTwo).isEqualTo(inOne);
        assertThat(split.assets()).isEqualTo(whole.assets());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void A7_noReportTakesAValueAway(
            @ForAll("policies") Policy policy,
            @ForAll("pages") List<ObservedDevice> before,
            @ForAll("pages") List<ObservedDevice> page) {
        var inventory = new Inventory();
        inventory.page(policy, 1, new HashSet<>(), before);
        var assets = inventory.assets();

        inventory.page(policy, 1, new HashSet<>(), page);

        assertThat(assets).allSatisfy(asset -> {
            var now = inventory.asset(asset.assetId());
            assertThat(now.values().keySet()).containsAll(asset.values().keySet());
            assertThat(now.values().values()).doesNotContain("");
        });
    }
}
