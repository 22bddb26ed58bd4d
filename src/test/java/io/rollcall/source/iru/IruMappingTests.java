package io.rollcall.source.iru;

import static io.rollcall.source.Iru.DEFINITION;
import static io.rollcall.source.Iru.MAPPING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.device.Field;
import io.rollcall.source.Iru;
import io.rollcall.source.Mapped;
import io.rollcall.source.Need;
import io.rollcall.source.Part;
import io.rollcall.source.RestrictedField;
import io.rollcall.source.SourceDefinition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example and recording of Iru's device records, through the shipped mapping file. */
class IruMappingTests {

    private static Mapped both(String details) {
        var detail = Iru.record("examples/" + details);
        var row = Iru.row(detail.at("/general/device_id").asText());
        return MAPPING.map(row, Optional.of(detail));
    }

    private static Map<String, String> values(Mapped mapped) {
        assertThat(mapped.notes()).isEmpty();
        return new TreeMap<>(mapped.attributes().byKey());
    }

    /** Pairs of key and value, as Map.of ends at ten. */
    private static Map<String, String> expected(String... pairs) {
        var map = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Test
    void A7_D3_mapsAMacFromListAndDetails() {
        assertThat(values(both("details-macbook.json")))
                .isEqualTo(expected(
                        "serial-number", "FVHEXAMPLE01",
                        "device-name", "Ada’s MacBook Air",
                        "asset-tag", "A-1001",
                        "make", "Apple",
                        "model", "MacBook Air (M1, 2020)",
                        "model-identifier", "MacBookAir10,1",
                        "memory", "8 GB",
                        "processor", "Apple M1",
                        "storage", "228.27 GB",
                        "os-name", "macOS",
                        "os-version", "14.4.1",
                        "os-build", "23E224",
                        "mac-address", "02:00:5E:10:00:01",
                        "managed", "true",
                        "platform", "Mac",
                        "mdm-enabled", "true",
                        "supervised", "true",
                        "agent-installed", "true",
                        "agent-version", "4.5.9 (5160)",
                        "blueprint", "main hive",
                        "missing", "false",
                        "removed", "false",
                        "first-enrolled", "2024-01-26T16:15:36.087016Z",
                        "last-enrolled", "2024-05-13T20:09:27.374451Z",
                        "disk-encrypted", "false",
                        "tags", "accuhive_02",
                        "user-id", "5344c996-8823-4b37-8d6e-8515fc7c3a0a",
                        "user-email", "ada.admin@example.com",
                        "user-name", "Ada Admin",
                        "username", "ada",
                        "last-check-in", "2024-07-23T14:11:37.150080Z",
                        "last-ip", "192.168.1.76"));
    }

    @Test
    void D10_E14_mapsAMacFromTheListAlone() {
        assertThat(values(MAPPING.map(Iru.row("03f81208-2b6a-4a77-81f5-cf1633bcfb95"), Optional.empty())))
                .isEqualTo(expected(
                        "serial-number", "FVHEXAMPLE01",
                        "device-name", "Ada’s MacBook Air",
                        "asset-tag", "A-1001",
                        "make", "Apple",
                        "model", "MacBook Air (M1, 2020)",
                        "os-name", "macOS",
                        "os-version", "14.4.1",
                        "os-build", "23E224",
                        "managed", "true",
                        "platform", "Mac",
                        "mdm-enabled", "true",
                        "agent-installed", "true",
                        "agent-version", "4.5.9 (5160)",
                        "blueprint", "main hive",
                        "missing", "false",
                        "removed", "false",
                        "first-enrolled", "2024-01-26T16:15:36.087016Z",
                        "last-enrolled", "2024-05-13T20:09:27.374451Z",
                        "tags", "accuhive_02",
                        "user-id", "5344c996-8823-4b37-8d6e-8515fc7c3a0a",
                        "user-email", "ada.admin@example.com",
                        "user-name", "Ada Admin",
                        "last-check-in", "2024-07-23T14:11:37.150080Z"));
    }

    @Test
    void A7_mapsAnIntelMacWithItsFrequency() {
        var values = values(both("details-macbook-intel.json"));

        assertThat(values)
                .containsEntry("processor", "1 GHz 4-Core Intel Core i5")
                .containsEntry("processor-frequency", "1 GHz")
                .containsEntry("memory", "8 GB")
                .containsEntry("storage", "233.47 GB")
                .containsEntry("model-identifier", "MacBookAir9,1")
                .containsEntry("disk-encrypted", "true")
                .containsEntry("missing", "true")
                .doesNotContainKey("asset-tag");
    }

    @Test
    void A7_mapsAnIMacWithTheColourFromAppleBusinessManager() {
        assertThat(values(both("details-imac.json")))
                .containsEntry("color", "Blue")
                .containsEntry("memory", "16 GB")
                .containsEntry("storage", "494.38 GB")
                .containsEntry("model", "iMac (24-inch, M1, 2021)")
                .containsEntry("model-identifier", "iMac21,1")
                .containsEntry("username", "frontdesk")
                .doesNotContainKeys("user-email", "user-name", "user-id");
    }

    @Test
    void A7_mapsAMacMini() {
        assertThat(values(both("details-mac-mini.json")))
                .containsEntry("storage", "926.3 GB")
                .containsEntry("memory", "32 GB")
                .containsEntry("model-identifier", "Mac14,3")
                .containsEntry("tags", "build, lab")
                .containsEntry("last-ip", "10.0.9.8")
                .containsEntry("last-check-in", "2024-07-23T14:05:40.412799Z");
    }

    @Test
    void D4_mapsAnIPhone() {
        assertThat(values(both("details-iphone.json")))
                .isEqualTo(expected(
                        "serial-number", "FCLEXAMPLE06",
                        "device-name", "Ben’s iPhone",
                        "asset-tag", "P-2001",
                        "make", "Apple",
                        "model", "iPhone 11 Pro Max",
                        "model-identifier", "iPhone12,5",
                        "storage", "256 GB",
                        "os-name", "iOS",
                        "os-version", "17.5.1",
                        "os-build", "21F90",
                        "mac-address", "02:00:5E:10:00:06",
                        "managed", "true",
                        "platform", "iPhone",
                        "mdm-enabled", "true",
                        "supervised", "true",
                        "agent-installed", "false",
                        "blueprint", "iOS and iPadOS",
                        "missing", "false",
                        "removed", "false",
                        "first-enrolled", "2024-03-02T22:54:49.521027Z",
                        "last-enrolled", "2024-03-02T22:54:49.521027Z",
                        "user-id", "69c009ca-1f78-4bdf-bb93-08d6d39041db",
                        "user-email", "ben.baker@example.com",
                        "user-name", "Ben Baker",
                        "last-check-in", "2024-07-23T03:10:35.440699Z"));
    }

    @Test
    void D4_mapsAnIPad() {
        assertThat(values(both("details-ipad.json")))
                .containsEntry("os-name", "iPadOS")
                .containsEntry("color", "Silver")
                .containsEntry("storage", "128 GB")
                .containsEntry("model-identifier", "iPad11,6")
                .containsEntry("user-email", "ada.admin@example.com")
                .doesNotContainKeys("memory", "processor", "disk-encrypted", "username", "last-ip");
    }

    @Test
    void mapsAnIPadInLostModeFromItsDetailsAlone() {
        var mapped = MAPPING.map(Iru.json("{}"), Optional.of(Iru.record("examples/details-ipad-lostmode.json")));

        assertThat(values(mapped))
                .containsEntry("serial-number", "GG7EXAMPLE08")
                .containsEntry("device-name", "iPad")
                .containsEntry("os-build", "20B101")
                .containsEntry("last-check-in", "2022-12-13T20:21:38.903789Z")
                .containsEntry("first-enrolled", "2022-12-13T19:14:20.455640Z")
                .containsEntry("managed", "true")
                .doesNotContainKeys("mac-address", "last-ip", "agent-version");
    }

    @Test
    void mapsAnAppleTvThatLacksWholeSections() {
        assertThat(values(both("details-appletv.json")))
                .containsEntry("os-name", "tvOS")
                .containsEntry("make", "Apple")
                .containsEntry("model", "Apple TV 4K (2nd generation)")
                .containsEntry("model-identifier", "AppleTV11,1")
                .containsEntry("serial-number", "TDGEXAMPLE")
                .containsEntry("last-check-in", "2024-07-22T17:56:23.766105Z")
                .doesNotContainKeys("supervised", "mac-address", "storage", "disk-encrypted");
    }

    @Test
    void A7_mapsAWindowsComputer() {
        assertThat(values(both("details-windows.json")))
                .isEqualTo(expected(
                        "serial-number", "BKEXAMPLE09",
                        "device-name", "Example Windows Device",
                        "make", "Microsoft Corporation",
                        "model", "Surface Laptop 6 for Business",
                        "memory", "16 GB",
                        "storage", "474.67 GB",
                        "os-name", "Windows 11",
                        "os-version", "24H2",
                        "os-build", "26100.6584",
                        "managed", "true",
                        "platform", "Windows",
                        "mdm-enabled", "true",
                        "agent-installed", "true",
                        "agent-version", "1.0.00002.0002",
                        "blueprint", "main hive",
                        "missing", "false",
                        "removed", "false",
                        "first-enrolled", "2025-10-09T19:08:17.721707Z",
                        "last-enrolled", "2025-10-09T19:08:17.721707Z",
                        "tags", "accuhive_02",
                        "user-id", "69c009ca-1f78-4bdf-bb93-08d6d39041db",
                        "user-email", "ben.baker@example.com",
                        "user-name", "Ben Baker",
                        "last-check-in", "2025-10-09T21:54:41.334113Z",
                        "last-ip", "10.10.0.2"));
    }

    @Test
    void A7_mapsAnAndroidPhoneWithItsImei() {
        assertThat(values(both("details-android.json")))
                .containsEntry("serial-number", "511EXAMPLE10")
                .containsEntry("make", "Google")
                .containsEntry("model", "Pixel 9")
                .containsEntry("imei", "355624192947256")
                .containsEntry("memory", "11.28 GB")
                .containsEntry("storage", "110.28 GB")
                .containsEntry("os-name", "Android")
                .containsEntry("os-version", "15")
                .containsEntry("os-build", "AP4A.241205.013")
                .containsEntry("mac-address", "02:00:5E:10:00:10")
                .containsEntry("disk-encrypted", "true")
                .containsEntry("agent-installed", "false");
    }

    @Test
    void D10_valuesFromTheListAreTheSameOnceDetailsAreThere() {
        for (var details : DETAILS) {
            var detail = Iru.record("examples/" + details);
            if (details.contains("lostmode")) {
                continue;
            }
            var row = Iru.row(detail.at("/general/device_id").asText());
            var alone = MAPPING.map(row, Optional.empty()).attributes().asMap();
            var together = MAPPING.map(row, Optional.of(detail)).attributes().asMap();
            var mayDiffer = List.of(Field.AGENT_INSTALLED, Field.LAST_CHECK_IN, Field.OS_NAME);
            alone.forEach((field, value) -> {
                if (!mayDiffer.contains(field)) {
                    assertThat(together).as(details).containsEntry(field, value);
                }
            });
        }
    }

    private static final List<String> DETAILS = List.of(
            "details-macbook.json",
            "details-macbook-intel.json",
            "details-imac.json",
            "details-mac-mini.json",
            "details-iphone.json",
            "details-ipad.json",
            "details-ipad-lostmode.json",
            "details-appletv.json",
            "details-windows.json",
            "details-android.json");

    @ParameterizedTest
    @ValueSource(strings = {"examples/devices-list-page.json", "examples/devices-list-multiplatform.json"})
    void D4_mapsEveryRowOfTheListExamples(String file) {
        var rows = Iru.record(file);
        assertThat(rows).isNotEmpty();
        for (var row : rows) {
            var values = values(MAPPING.map(row, Optional.empty()));
            assertThat(MAPPING.sourceId(row)).contains(row.path("device_id").asText());
            assertThat(values)
                    .containsEntry("serial-number", row.path("serial_number").asText())
                    .containsEntry("model", row.path("model").asText())
                    .containsKeys("platform", "os-name", "os-version", "managed", "first-enrolled", "last-enrolled");
            var hasUser = row.path("user").isObject();
            assertThat(values.containsKey("user-email")).isEqualTo(hasUser);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/device.json"})
    void mapsTheAnswerForASingleDevice(String file) {
        var row = Iru.record(file);

        assertThat(values(MAPPING.map(row, Optional.empty())))
                .containsEntry("serial-number", row.path("serial_number").asText())
                .containsEntry("device-name", row.path("device_name").asText());
    }

    @Test
    void mapsTheRecordingOfARealTenant() {
        var row = Iru.record("recordings/devices-page-1.json").get(0);
        var detail = Iru.record("recordings/device-details.json");
        var values = values(MAPPING.map(row, Optional.of(detail)));

        assertThat(values)
                .containsEntry("device-name", "RickandMorty-MBP")
                .containsEntry("user-id", "1")
                .containsEntry("user-email", "adam.williams@jupiterone.dev")
                .containsEntry("username", "rickmorty")
                .containsEntry("os-build", "21A559")
                .containsEntry("mac-address", "14:7D:DA:4F:73:10")
                .containsEntry("last-ip", "192.168.111.197")
                .containsEntry("memory", "8 GB")
                .containsEntry("storage", "233.47 GB")
                .containsEntry("last-check-in", "2022-09-19T12:39:21.576048Z")
                .doesNotContainKeys("tags", "asset-tag");
        assertThat(Iru.record("recordings/devices-page-2-empty.json")).isEmpty();
        assertThat(Iru.record("examples/devices-page-past-end.json")).isEmpty();
    }

    @Test
    void E8_aUserTakenAwayInTheListIsNotBroughtBackByOlderDetails() {
        var detail = Iru.record("examples/details-macbook.json");
        var row = Iru.row("03f81208-2b6a-4a77-81f5-cf1633bcfb95").deepCopy();
        ((ObjectNode) row).put("user", "").put("asset_tag", "");

        assertThat(values(MAPPING.map(row, Optional.of(detail))))
                .doesNotContainKeys("user-id", "user-email", "user-name", "asset-tag");
    }

    @Test
    void A12_keepsRestrictedValuesApart() {
        var detail = Iru.record("examples/details-macbook.json");

        assertThat(MAPPING.restricted(Iru.json("{}"), Optional.of(detail)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        RestrictedField.ACTIVATION_LOCK_ENABLED,
                        "false",
                        RestrictedField.RECOVERY_LOCK_ENABLED,
                        "true"));
        var locked = Iru.json("{\"activation_lock\":{\"user_activation_lock_enabled\":true,"
                + "\"device_activation_lock_enabled\":false}}");
        assertThat(MAPPING.restricted(Iru.json("{}"), Optional.of(locked)))
                .containsEntry(RestrictedField.ACTIVATION_LOCK_ENABLED, "true");
    }

    @Test
    void A12_stripsWhatIsRestrictedOrDroppedFromEveryExample() {
        for (var file : DETAILS) {
            var detail = Iru.record("examples/" + file);
            var before = detail.deepCopy();
            var stripped = MAPPING.strip(Part.DETAIL, detail);

            assertThat(detail).as("the record itself stays as it was").isEqualTo(before);
            assertThat(stripped.toString())
                    .doesNotContain(
                            "recovery_lock_enabled",
                            "activation_lock",
                            "firmware_password",
                            "latitude",
                            "system_users");
            JsonNode general = stripped.path("general");
            assertThat(general).isEqualTo(detail.path("general"));
            var row = Iru.json("{}");
            assertThat(MAPPING.map(row, Optional.of(stripped))).isEqualTo(MAPPING.map(row, Optional.of(detail)));
        }
    }

    @Test
    void A7_saysWhyAFieldStaysEmptyOrMapsIt() {
        var told = new HashSet<Field>();
        DEFINITION.fields().forEach(row -> told.add(row.field()));
        DEFINITION.unavailable().forEach(row -> told.add(row.field()));

        assertThat(told).containsExactlyInAnyOrder(Field.values());
        assertThat(DEFINITION.restricted())
                .extracting(SourceDefinition.Restricted::field)
                .containsExactlyInAnyOrder(RestrictedField.values());
        assertThat(DEFINITION.unavailable())
                .allSatisfy(row -> assertThat(row.why()).endsWith("."));
    }

    @Test
    void C8_namesAPermissionForEveryNeed() {
        assertThat(DEFINITION.permissions())
                .flatExtracting(SourceDefinition.Permission::needs)
                .containsAll(EnumSet.complementOf(EnumSet.of(Need.NAMES)));
        assertThat(DEFINITION.permissions())
                .extracting(SourceDefinition.Permission::name)
                .contains("Device list", "Device ID", "Device details", "Update a device", "Send a blank push")
                .doesNotHaveDuplicates();
        assertThat(Arrays.asList("Device list", "Device details"))
                .allSatisfy(name -> assertThat(DEFINITION.permissions())
                        .filteredOn(permission -> permission.name().equals(name))
                        .allSatisfy(permission -> assertThat(permission.path()).isPresent()));
    }
}
