package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.device;
import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.NameSource;
import io.rollcall.policy.Policy.Requirement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a device. Connections have numbers here; connection 1 is called c1. */
class PageDecisionsTests {

    private static final Policy BY_SERIAL = policy(NameSource.SERIAL);

    private final Inventory inventory = new Inventory();

    private static Map<Field, String> named(String name) {
        return Map.of(Field.DEVICE_NAME, name);
    }

    private static List<Outcome> outcomes(List<Decision> decisions) {
        return decisions.stream().map(Decision::outcome).toList();
    }

    private static String reason(Decision decision) {
        return decision.remarks().get(0).reason();
    }

    @Test
    void createsAnAssetWithEveryReportedPropertyInItsHistory() {
        var decision = inventory
                .sync(
                        BY_SERIAL,
                        1,
                        device("d1", "c02 x", Map.of(Field.DEVICE_NAME, "Mac", Field.MANAGED, "true", Field.TAGS, "x")))
                .get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(decision.create().orElseThrow().assetId()).isEqualTo("C02X");
        assertThat(decision.serialNormalised()).contains("C02X");
        assertThat(decision.changes())
                .extracting(FieldChange::field, FieldChange::before, FieldChange::after, FieldChange::rule)
                .containsExactlyInAnyOrder(
                        tuple("serial", "", "c02 x", "reported by c1"),
                        tuple("name", "", "Mac", "reported by c1"),
                        tuple("type", "", "laptop", "reported by c1"),
                        tuple("mdm-state", "", "managed", "reported by c1"),
                        tuple("device-name", "", "Mac", "reported by c1"));
        assertThat(decision.claims().owners().values()).containsOnly(1L).hasSize(5);
        assertThat(decision.remarks()).isEmpty();
    }

    @Test
    void updatesFieldByFieldAndNamesOldAndNew() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MEMORY, "8 GB", Field.STORAGE, "1 TB")));

        var decision = inventory
                .sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MEMORY, "16 GB", Field.STORAGE, "1 TB")))
                .get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(decision.values()).isEqualTo(Map.of("memory", "16 GB"));
        assertThat(decision.changes()).containsExactly(new FieldChange("memory", "8 GB", "16 GB", "reported by c1"));
    }

    @Test
    void I3_leavesAnAssetAloneThatIsAsReported() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("Mac")));

        var decision =
                inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("Mac"))).get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(decision.values()).isEmpty();
        assertThat(decision.changes()).isEmpty();
    }

    @Test
    void A7_keepsWhatTheDeviceDoesNotReport() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.DEVICE_NAME, "Mac", Field.MEMORY, "8 GB")));

        var decision = inventory
                .sync(BY_SERIAL, 1, device("d1", "", DeviceType.UNKNOWN, Map.of(Field.DEVICE_NAME, " ")))
                .get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(inventory.asset("S1").values())
                .containsEntry("serial", "S1")
                .containsEntry("name", "Mac")
                .containsEntry("type", "laptop")
                .containsEntry("memory", "8 GB");
    }

    @Test
    void F31_keepsASerialNumberThatIsReportedNoMoreAndSaysSo() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("Mac")));

        var decision =
                inventory.sync(BY_SERIAL, 1, device("d1", "0", named("Mac"))).get(0);

        assertThat(inventory.asset("S1").serialNormalised()).contains("S1");
        assertThat(decision.remarks())
                .extracting(Remark::kind, Remark::reason)
                .containsExactly(tuple(
                        Remark.Kind.NOTICE, "It no longer reports a usable serial number; the one known is kept."));
    }

    static Stream<Arguments> devicesThatBecomeNoAsset() {
        var serial = policy(List.of(), List.of(Requirement.SERIAL), false, NameSource.SERIAL, NameSource.NONE);
        var type = policy(List.of(), List.of(Requirement.TYPE), false, NameSource.SERIAL, NameSource.NONE);
        var managed = policy(List.of(), List.of(), true, NameSource.SERIAL, NameSource.NONE);
        var phones = policy(List.of(DeviceType.PHONE), List.of(), false, NameSource.SERIAL, NameSource.NONE);
        return Stream.of(
                arguments("no serial", serial, device("d1", "", Map.of()), "no usable serial number"),
                arguments("placeholder", serial, device("d1", "Default string", Map.of()), "no usable serial number"),
                arguments("no type", type, device("d1", "S1", DeviceType.UNKNOWN, Map.of()), "type can't be told"),
                arguments("unmanaged", managed, device("d1", "S1", Map.of(Field.MANAGED, "false")), "not managed"),
                arguments("not known whether managed", managed, device("d1", "S1", Map.of()), "not managed"),
                arguments("another type", phones, device("d1", "S1", Map.of()), "Devices of type laptop are outside"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("devicesThatBecomeNoAsset")
    void A2_B2_D2_skipsADeviceThatThePolicyDoesNotWantAndSaysWhy(
            String name, Policy policy, ObservedDevice device, String reason) {
        var decision = inventory.sync(policy, 1, device).get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(decision.asset()).isEmpty();
        assertThat(reason(decision)).contains(reason).endsWith(".");
        assertThat(inventory.assets()).isEmpty();
    }

    @Test
    void B2_updatesAnAssetWhoseDeviceIsManagedNoMore() {
        var managedOnly =
                policy(List.of(), List.of(Requirement.SERIAL), true, NameSource.SERIAL, NameSource.DEVICE_NAME);
        inventory.sync(managedOnly, 1, device("d1", "S1", Map.of(Field.MANAGED, "true")));

        var decision = inventory
                .sync(managedOnly, 1, device("d1", "S1", Map.of(Field.MANAGED, "false")))
                .get(0);

        assertThat(decision.changes())
                .containsExactly(new FieldChange("mdm-state", "managed", "unmanaged", "reported by c1"));
    }

    @Test
    void aMissingDeviceIsMissingWhetherManagedOrNot() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MANAGED, "true", Field.MISSING, "true")));

        assertThat(inventory.asset("S1").values()).containsEntry("mdm-state", "missing");
    }

    @Test
    void skippedDeviceKeepsTheAssetItIs() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("Mac")));
        var phones = policy(List.of(DeviceType.PHONE), List.of(), false, NameSource.SERIAL, NameSource.NONE);

        inventory.sync(phones, 1, device("d1", "S1", named("Other")));

        assertThat(inventory.links()).isEqualTo(Map.of("S1", java.util.Set.of("1:d1")));
        assertThat(inventory.asset("S1").values()).containsEntry("name", "Mac");
    }

    @Test
    void F27_E4_firstOfTwoDevicesOfAPageKeepsTheAsset() {
        var decisions = inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("A")), device("d2", "s1 ", named("B")));

        assertThat(outcomes(decisions)).containsExactly(Outcome.CREATED, Outcome.DUPLICATE);
        assertThat(reason(decisions.get(1)))
                .isEqualTo(
                        "Asset S1 is already device d1 of this connection; the first one" + " in the list keeps it.");
        assertThat(inventory.asset("S1").values()).containsEntry("name", "A");
    }

    @Test
    void F27_deviceThatIsTheAssetAlreadyKeepsItWhereverOnThePageItStands() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("A")));

        var decisions = inventory.sync(BY_SERIAL, 1, device("d0", "S1", named("B")), device("d1", "S1", named("A")));

        assertThat(outcomes(decisions)).containsExactly(Outcome.DUPLICATE, Outcome.UNCHANGED);
    }

    @Test
    void F27_E4_firstOfTwoDevicesKeepsTheAssetAcrossPages() {
        var seen = new HashSet<String>();
        inventory.page(BY_SERIAL, 1, seen, List.of(device("d1", "S1", named("A"))));

        var second = inventory.page(BY_SERIAL, 1, seen, List.of(device("d2", "S1", named("B"))));

        assertThat(outcomes(second)).containsExactly(Outcome.DUPLICATE);
        assertThat(inventory.links().get("S1")).containsExactly("1:d1");
    }

    @ParameterizedTest
    @EnumSource(
            value = NameSource.class,
            names = {"DEVICE_NAME", "ASSET_TAG"})
    void E4_firstOfTwoDevicesWithTheSameIdKeepsTheAsset(NameSource source) {
        var same = Map.of(Field.DEVICE_NAME, "Same", Field.ASSET_TAG, "Same");

        var decisions = inventory.sync(policy(source), 1, device("d1", "S1", same), device("d2", "S2", same));

        assertThat(outcomes(decisions)).containsExactly(Outcome.CREATED, Outcome.DUPLICATE);
        assertThat(inventory.links()).containsOnlyKeys("Same");
    }

    static Stream<Arguments> idsOfNewAssets() {
        return Stream.of(
                arguments(NameSource.SERIAL, device("d1", "s 1", named("Mac")), "S1"),
                arguments(NameSource.DEVICE_NAME, device("d1", "S1", named("Mac")), "Mac"),
                arguments(NameSource.ASSET_TAG, device("d1", "S1", Map.of(Field.ASSET_TAG, "T-1")), "T-1"),
                arguments(NameSource.SERIAL, device("d1", "", named("Mac")), "c1:d1"),
                arguments(NameSource.DEVICE_NAME, device("d1", "S1", Map.of()), "c1:d1"),
                arguments(NameSource.ASSET_TAG, device("d1", "S1", named("Mac")), "c1:d1"));
    }

    @ParameterizedTest
    @MethodSource("idsOfNewAssets")
    void E2_takesTheAssetsIdFromWhatThePolicyNames(NameSource source, ObservedDevice device, String id) {
        assertThat(inventory.sync(policy(source), 1, device).get(0).create().map(Decision.NewAsset::assetId))
                .contains(id);
    }

    @Test
    void F30_devicesWithoutASerialNumberAreAssetsOfTheirOwn() {
        var decisions =
                inventory.sync(BY_SERIAL, 1, device("d1", "", named("Same")), device("d2", "unknown", named("Same")));

        assertThat(outcomes(decisions)).containsExactly(Outcome.CREATED, Outcome.CREATED);
        assertThat(inventory.links()).containsOnlyKeys("c1:d1", "c1:d2");
    }

    @Test
    void F33_newDeviceIdWithTheSameSerialTakesTheAssetOver() {
        inventory.sync(BY_SERIAL, 1, device("old", "S1", named("Mac")));

        var decision =
                inventory.sync(BY_SERIAL, 1, device("new", "S1", named("Mac"))).get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(inventory.links().get("S1")).containsExactly("1:new");
    }

    @Test
    void F33_newSerialOfADeviceIsAPropertyOfTheSameAsset() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("Mac")));

        var decision =
                inventory.sync(BY_SERIAL, 1, device("d1", "S2", named("Mac"))).get(0);

        assertThat(decision.serialNormalised()).contains("S2");
        assertThat(decision.changes()).containsExactly(new FieldChange("serial", "S1", "S2", "reported by c1"));
        assertThat(inventory.asset("S1").serialNormalised()).contains("S2");
    }

    @Test
    void F33_serialThatAnotherAssetHasIsNotTakenFromIt() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("A")), device("d2", "S2", named("B")));

        var decision =
                inventory.sync(BY_SERIAL, 1, device("d1", "S2", named("A"))).get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(reason(decision))
                .isEqualTo("Its serial number changed to one that another asset has; asset S1 keeps its old one. Merge"
                        + " or archive one of the two.");
        assertThat(inventory.asset("S1").serialNormalised()).contains("S1");
        assertThat(inventory.asset("S2").serialNormalised()).contains("S2");
    }

    @Test
    void F33_serialThatAnAssetGaveUpIsFreeForTheNextDeviceOfThePage() {
        var byName = policy(NameSource.DEVICE_NAME);
        inventory.sync(byName, 1, device("d1", "S1", named("A")));

        var decisions = inventory.sync(byName, 1, device("d1", "S2", named("A")), device("d2", "S1", named("B")));

        assertThat(outcomes(decisions)).containsExactly(Outcome.UPDATED, Outcome.CREATED);
        assertThat(inventory.asset("B").serialNormalised()).contains("S1");
    }

    @Test
    void F29_secondConnectionAddsWhatTheFirstDoesNotReportAndOverwritesNothing() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.DEVICE_NAME, "One", Field.MEMORY, "8 GB")));

        var decision = inventory
                .sync(
                        BY_SERIAL,
                        2,
                        device("e1", "S1", Map.of(Field.DEVICE_NAME, "Two", Field.MEMORY, "9 GB", Field.COLOR, "Red")))
                .get(0);

        assertThat(decision.changes()).containsExactly(new FieldChange("color", "", "Red", "reported by c2"));
        assertThat(inventory.links().get("S1")).containsExactlyInAnyOrder("1:d1", "2:e1");
        assertThat(inventory.asset("S1").claims().owners())
                .containsEntry("memory", 1L)
                .containsEntry("color", 2L);
    }

    @Test
    void X6_F29_connectionThatLeadsKeepsItsPropertiesAndTakesOverWhatItReports() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MEMORY, "8 GB")));
        inventory.sync(BY_SERIAL, 2, device("e1", "S1", Map.of(Field.MEMORY, "9 GB", Field.COLOR, "Red")));

        var first =
                inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MEMORY, "16 GB", Field.COLOR, "Blue")));

        assertThat(first.get(0).changes())
                .containsExactlyInAnyOrder(
                        new FieldChange("memory", "8 GB", "16 GB", "reported by c1"),
                        new FieldChange("color", "Red", "Blue", "reported by c1"));
        var second = inventory.sync(BY_SERIAL, 2, device("e1", "S1", Map.of(Field.MEMORY, "9 GB", Field.COLOR, "Red")));
        assertThat(outcomes(second)).containsExactly(Outcome.UNCHANGED);
    }

    @Test
    void F29_anotherConnectionMayWriteOnceTheOwnersDeviceIsGone() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MEMORY, "8 GB")));
        inventory.sync(BY_SERIAL, 2, device("e1", "S1", Map.of(Field.MEMORY, "9 GB")));
        inventory.forget(1);

        var second = inventory.sync(BY_SERIAL, 2, device("e1", "S1", Map.of(Field.MEMORY, "9 GB")));

        assertThat(second.get(0).changes())
                .contains(new FieldChange("memory", "8 GB", "9 GB", "reported by c2"))
                .extracting(FieldChange::field)
                .containsExactly("memory", "leader");
        assertThat(inventory.asset("S1").claims().owners()).containsEntry("memory", 2L);
    }

    @Test
    void E6_assetMadeByHandIsMergedWithTheDeviceOfItsSerialNumber() {
        inventory.add("INV-7", "S1", Map.of("name", "By hand", "memory", "8 GB"));

        var decision =
                inventory.sync(BY_SERIAL, 1, device("d1", "S1", named("Mac"))).get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(inventory.links()).isEqualTo(Map.of("INV-7", java.util.Set.of("1:d1")));
        assertThat(inventory.asset("INV-7").values())
                .containsEntry("name", "Mac")
                .containsEntry("memory", "8 GB");
    }

    @Test
    void E6_assetMadeByHandIsMergedWithTheDeviceOfItsAssetId() {
        inventory.add("Mac", "", Map.of());

        var decision = inventory
                .sync(policy(NameSource.DEVICE_NAME), 1, device("d1", "S1", named("Mac")))
                .get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(inventory.asset("Mac").serialNormalised()).contains("S1");
    }

    @Test
    void E3_nameThatIsNotMappedStays() {
        var noName = policy(List.of(), List.of(), false, NameSource.SERIAL, NameSource.NONE);
        inventory.add("INV-7", "S1", Map.of("name", "By hand"));

        inventory.sync(noName, 1, device("d1", "S1", named("Mac")));

        assertThat(inventory.asset("INV-7").values())
                .containsEntry("name", "By hand")
                .containsEntry("device-name", "Mac");
    }

    @Test
    void E4_assetOfADeviceThatIsGoneIsNotTakenOverByAnotherOfTheSameNameAndAnotherSerialNumber() {
        var byName = policy(NameSource.DEVICE_NAME);
        inventory.sync(byName, 1, device("d1", "S1", named("MacBook")));
        inventory.forget(1);

        var decision =
                inventory.sync(byName, 1, device("d2", "S2", named("MacBook"))).get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(inventory.asset("MacBook").serialNormalised()).contains("S1");
    }

    @Test
    void I3_productThatDiffersInCaseOnlyIsNoChange() {
        inventory.sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MODEL_NAME, "MacBook Pro")));

        var decision = inventory
                .sync(BY_SERIAL, 1, device("d1", "S1", Map.of(Field.MODEL_NAME, "MacBook pro")))
                .get(0);

        assertThat(decision.outcome()).isEqualTo(Outcome.UNCHANGED);
    }
}
