package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.device;
import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.Field;
import io.rollcall.policy.Policy;
import io.rollcall.settings.StrictYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sync may do to an asset that is here already, and whether a device is it. */
class ExistingAssetTests {

    private static final Policy LEAVING = policy("existing: leave");
    private static final Policy BY_NAME = policy("asset-id: device-name");

    private final Inventory inventory = new Inventory();

    private static ObservedDevice named(String id, String serial, String name) {
        return device(id, serial, Map.of(Field.DEVICE_NAME, name));
    }

    private static ObservedDevice withEverything(String value) {
        var attributes = new EnumMap<Field, String>(Field.class);
        Arrays.stream(Field.values())
                .filter(field -> field.kind() == Field.Kind.TEXT && field.scope() != Field.Scope.USER)
                .forEach(field -> attributes.put(field, value));
        return device("d1", "S1", attributes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allwhere-iru", "allwhere-jamf"})
    void A7_overwritesExactlyTheFieldsThatAreListed(String preset) throws IOException {
        var policy = StrictYaml.parse(preset, Files.readString(Path.of("presets", preset + ".yaml")))
                .as(Policy.class);
        inventory.add("INV-1", "S1", Map.of("name", "Ours"));
        inventory.sync(policy, 1, withEverything("first"));

        var decided = inventory.sync(policy, 1, withEverything("second")).get(0);

        assertThat(decided.changes())
                .extracting(FieldChange::field)
                .containsExactlyInAnyOrder(
                        "color",
                        "display-size",
                        "imei",
                        "keyboard-language",
                        "make",
                        "memory",
                        "model",
                        "model-number",
                        "os-name",
                        "os-version",
                        "os-build",
                        "processor",
                        "processor-frequency",
                        "release-date",
                        "storage",
                        "storage-type",
                        "product");
        assertThat(inventory.asset("INV-1").values())
                .containsEntry("name", "Ours")
                .doesNotContainKeys("asset-tag", "device-name", "location", "department");
    }

    @Test
    void E6_leavesAnAssetAloneThatWasHereBeforeAndSaysSo() {
        inventory.add("S1", "S1", Map.of("name", "By hand"));
        for (var run = 0; run < 2; run++) {
            var decided = inventory.sync(LEAVING, 1, named("d1", "S1", "Mac")).get(0);

            assertThat(decided.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(decided.remarks().get(0).reason())
                    .isEqualTo(
                            "Asset S1 was here before and this connection leaves such assets alone (existing: leave):"
                                    + " it is neither merged nor synced.");
        }
        assertThat(inventory.asset("S1").values()).containsEntry("name", "By hand");
        assertThat(inventory.links().get("S1")).isEmpty();
    }

    @Test
    void E6_goesOnWithTheAssetsThatSyncsMadeWhereItLeavesOthersAlone() {
        inventory.sync(LEAVING, 1, named("old", "S1", "Mac"));

        var reEnrolled = inventory.sync(LEAVING, 1, named("new", "S1", "Mac 2")).get(0);
        var ofAnotherTenant =
                inventory.sync(LEAVING, 2, named("e1", "S1", "Mac 3")).get(0);

        assertThat(reEnrolled.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(ofAnotherTenant.asset()).isEqualTo(reEnrolled.asset());
    }

    @ParameterizedTest(name = "the second tenant calls its device {0}")
    @CsvSource({"e1", "d1"})
    void F29_E4_sameIdInTwoTenantsDoesNotMakeTwoSerialNumbersOneAsset(String idInTheOtherTenant) {
        inventory.sync(BY_NAME, 1, named("d1", "S1", "MacBook"));

        var decided = inventory
                .sync(BY_NAME, 2, named(idInTheOtherTenant, "S2", "MacBook"))
                .get(0);

        assertThat(decided.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(decided.remarks().get(0).reason())
                .isEqualTo("Its asset ID would be MacBook, but the asset of this ID has another serial number (S1)."
                        + " Rename one of the two.");
        assertThat(inventory.asset("MacBook").serialNormalised()).contains("S1");
        assertThat(inventory.links().get("MacBook")).containsExactly("1:d1");
    }

    @Test
    void F29_sameSerialNumberInTwoTenantsIsOneAssetWhateverItsName() {
        inventory.sync(BY_NAME, 1, named("d1", "S1", "MacBook"));

        inventory.sync(BY_NAME, 2, named("e1", "s 1", "Another name"));

        assertThat(inventory.links()).containsOnlyKeys("MacBook");
        assertThat(inventory.links().get("MacBook")).containsExactlyInAnyOrder("1:d1", "2:e1");
    }

    @ParameterizedTest(name = "enrolled through: {0}")
    @CsvSource({
        "standard, Berlin, in stock",
        "kiosk,    '',     in repair",
        "home,     Remote, allocated",
        "other,    '',     allocated",
        "'',       '',     allocated",
    })
    void E10_newDeviceGetsPlaceAndStatusOfItsEnrollment(String configuration, String location, String status) {
        var policy = policy("""
                ade:
                  standard: { location: Berlin, status: in stock }
                  kiosk: { status: in repair }
                  home: { location: Remote }
                """);

        var decided = inventory
                .sync(policy, 1, device("d1", "S1", Map.of(Field.ADE_CONFIGURATION, configuration)))
                .get(0);

        assertThat(decided.create().orElseThrow().status()).isEqualTo(status);
        assertThat(decided.values().getOrDefault("location", "")).isEqualTo(location);
        assertThat(decided.claims().owner("location")).isEmpty();
    }

    @Test
    void E10_leavesPlaceAndStatusOfAnAssetThatExistsAlone() {
        inventory.sync(policy("{}"), 1, device("d1", "S1", Map.of()));

        var decided = inventory
                .sync(
                        policy("ade: { standard: { location: Berlin, status: in stock } }"),
                        1,
                        device("d1", "S1", Map.of(Field.ADE_CONFIGURATION, "standard")))
                .get(0);

        assertThat(decided.outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @ParameterizedTest(name = "location {0}, department {1}")
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void E20_assetTakesOverWhatThePolicyNamesOfThePersonItIsCheckedOutTo(boolean location, boolean department) {
        var ada = inventory.addPerson("Ada Abbott", "ada@acme.example");
        inventory.put(new PersonState(
                ada.id(), ada.name(), ada.emails(), false, "Berlin", Map.of("department", "Sales"), Map.of()));
        var policy = policy("on-check-out: { location: %s, department: %s }".formatted(location, department));

        var created = inventory
                .sync(policy, 1, device("d1", "S1", Map.of(Field.USER_EMAIL, "ada@acme.example")))
                .get(0);

        var expected = new HashMap<String, String>();
        if (location) {
            expected.put("location", "Berlin");
        }
        if (department) {
            expected.put("department", "Sales");
        }
        assertThat(created.values()).containsAllEntriesOf(expected);
        assertThat(List.of("location", "department"))
                .filteredOn(created.values()::containsKey)
                .hasSameSizeAs(expected.keySet());
    }

    @Test
    void E18_archivedAssetKeepsItsHolderAndGetsNoOther() {
        var following = policy("assignee: { change: check-out, removed: check-in, overrides-manual: true }");
        inventory.addPerson("Ada Abbott", "ada@acme.example");
        inventory.addPerson("Bob Brown", "bob@acme.example");
        inventory.sync(following, 1, device("d1", "S1", Map.of(Field.USER_EMAIL, "ada@acme.example")));
        inventory.archive("S1");

        inventory.sync(following, 1, device("d1", "S1", Map.of(Field.USER_EMAIL, "bob@acme.example")));
        inventory.sync(following, 1, device("d1", "S1", Map.of()));

        assertThat(inventory.holder("S1")).isEqualTo("Ada Abbott");
    }

    @Test
    void E9_assetThatALocationHasStaysThereWhateverTheDeviceSays() {
        var following = policy("assignee: { change: check-out, removed: check-in, overrides-manual: true }");
        inventory.addPerson("Ada Abbott", "ada@acme.example");
        inventory.sync(following, 1, device("d1", "S1", Map.of()));
        inventory.hand("S1", Optional.of(new Holder(Optional.empty(), "Berlin", true)));

        inventory.sync(following, 1, device("d1", "S1", Map.of(Field.USER_EMAIL, "ada@acme.example")));
        inventory.sync(following, 1, device("d1", "S1", Map.of()));

        assertThat(inventory.holder("S1")).isEqualTo("Berlin");
    }
}
