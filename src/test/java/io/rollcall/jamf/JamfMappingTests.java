package io.rollcall.jamf;

import static io.rollcall.source.Jamf.DEFINITION;
import static io.rollcall.source.Jamf.MAPPING;
import static io.rollcall.source.Jamf.example;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.call.SourceBusy;
import io.rollcall.device.Completion;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.source.Jamf;
import io.rollcall.source.Mapped;
import io.rollcall.source.Need;
import io.rollcall.source.Part;
import io.rollcall.source.RestrictedField;
import io.rollcall.source.SourceDefinition;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example of Jamf Pro's device records, through the shipped mapping file. */
class JamfMappingTests {

    private static JamfNames names() {
        var lookups = example("lookups.json");
        var names = new JamfNames();
        try {
            names.learn(lookups.path("departments (GET /api/v1/departments)"));
            names.learn(lookups.path("buildings (GET /api/v1/buildings)"));
        } catch (SourceBusy e) {
            throw new AssertionError(e);
        }
        assertThat(names.isOpen()).isFalse();
        return names;
    }

    private static JsonNode row(JamfKind kind, String file, int index) {
        return JamfRecords.row(kind, example(file).path("results").path(index), false, names());
    }

    private static Mapped computer(int index) {
        return map(row(JamfKind.COMPUTERS, "computers-inventory-v4.page.json", index));
    }

    private static Mapped mobile(int index) {
        return map(row(JamfKind.MOBILE_DEVICES, "mobile-devices-v2-detail.page.json", index));
    }

    private static Mapped map(JsonNode list) {
        return MAPPING.map(MAPPING.strip(Part.LIST, list), Optional.empty());
    }

    private static Map<String, String> values(Mapped mapped) {
        assertThat(mapped.notes()).isEmpty();
        return new TreeMap<>(mapped.attributes().byKey());
    }

    private static Map<String, String> expected(String... pairs) {
        var map = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Test
    void B1_mapsAManagedMac() {
        assertThat(values(computer(0)))
                .isEqualTo(expected(
                        "serial-number", "SIMMBA0001",
                        "device-name", "MBA-ADA-01",
                        "asset-tag", "A-10234",
                        "make", "Apple",
                        "model", "MacBook Air (13-inch, M3, 2024)",
                        "model-identifier", "Mac15,12",
                        "memory", "16 GB",
                        "processor", "Apple M3",
                        "storage", "500.28 GB",
                        "os-name", "macOS",
                        "os-version", "15.6.1",
                        "os-build", "24G90",
                        "mac-address", "02:00:00:00:01:01",
                        "managed", "true",
                        "platform", "Mac",
                        "mdm-enabled", "true",
                        "supervised", "true",
                        "agent-version", "11.31.1-t1787060595569",
                        "last-enrolled", "2026-02-25T12:11:51.046Z",
                        "disk-encrypted", "true",
                        "user-email", "ada@example.com",
                        "user-name", "Ada Example",
                        "username", "ada@example.com",
                        "job-title", "Engineer",
                        "department", "Engineering",
                        "building", "HQ",
                        "room", "3.14",
                        "last-check-in", "2026-10-06T08:47:30.500Z",
                        "last-ip", "10.20.4.31"));
    }

    @Test
    void B1_B2_mapsAnUnmanagedIntelMacWithEmptyTexts() {
        assertThat(values(computer(1)))
                .isEqualTo(expected(
                        "serial-number", "SIMIMAC002",
                        "device-name", "IMAC-RECEPTION",
                        "make", "Apple",
                        "model", "iMac (Retina 5K, 27-inch, 2020)",
                        "model-identifier", "iMac20,1",
                        "memory", "32 GB",
                        "processor", "6-Core Intel Core i5",
                        "processor-frequency", "3.1 GHz",
                        "storage", "1000.56 GB",
                        "os-name", "macOS",
                        "os-version", "14.7.4",
                        "os-build", "23H420",
                        "mac-address", "02:00:00:00:02:01",
                        "managed", "false",
                        "platform", "Mac",
                        "mdm-enabled", "false",
                        "supervised", "false",
                        "agent-version", "11.28.0-t1779000000000",
                        "last-enrolled", "2023-06-01T08:12:11.900Z",
                        "disk-encrypted", "false",
                        "building", "HQ",
                        "room", "Reception",
                        "last-check-in", "2026-04-15T09:15:02Z",
                        "last-ip", "10.20.4.90"));
    }

    @Test
    void mapsAMacThatNeverReportedToWhatIsKnownOfIt() {
        assertThat(values(computer(2)))
                .isEqualTo(expected(
                        "device-name", "Unnamed Mac",
                        "make", "Apple",
                        "managed", "true",
                        "platform", "Mac",
                        "mdm-enabled", "true",
                        "supervised", "false",
                        "last-enrolled", "2026-10-06T08:50:12.001Z"));
    }

    @Test
    void mapsAnOlderServersComputersOfTheDefaultSection() {
        var row = row(JamfKind.COMPUTERS, "computers-inventory-v1.default-section.page.json", 0);

        assertThat(values(map(row)))
                .containsEntry("device-name", "MBA-ADA-01")
                .containsEntry("managed", "true")
                .containsEntry("last-check-in", "2026-10-06T08:34:03.590Z")
                .containsEntry("last-ip", "10.20.4.31")
                .doesNotContainKeys("serial-number", "model");
    }

    @Test
    void mapsASingleComputerWithAllSections() {
        var record = example("computers-inventory-detail-v4.200.json");
        var values = values(map(JamfRecords.row(JamfKind.COMPUTERS, record, false, names())));

        assertThat(values)
                .containsEntry(
                        "serial-number", record.at("/hardware/serialNumber").asText())
                .containsEntry("storage", "500.28 GB")
                .containsEntry("disk-encrypted", "true")
                .containsEntry("department", "Engineering");
    }

    @Test
    void B3_mapsAnIPhoneWithTwoSims() {
        assertThat(values(mobile(0)))
                .isEqualTo(expected(
                        "serial-number", "SIMIPHN201",
                        "device-name", "Ada's iPhone",
                        "asset-tag", "A-20201",
                        "model", "iPhone 15",
                        "model-identifier", "iPhone15,4",
                        "model-number", "MTP03ZD",
                        "imei", "350000000002010",
                        "storage", "116.21 GB",
                        "os-version", "18.6.2",
                        "os-build", "22G100",
                        "mac-address", "02:00:00:00:20:10",
                        "managed", "true",
                        "platform", "iOS",
                        "supervised", "true",
                        "last-enrolled", "2026-03-02T10:01:00.500Z",
                        "disk-encrypted", "true",
                        "user-email", "ada@example.com",
                        "user-name", "Ada Example",
                        "username", "ada@example.com",
                        "job-title", "Engineer",
                        "department", "Engineering",
                        "building", "HQ",
                        "room", "3.14",
                        "last-check-in", "2026-10-06T08:01:12.300Z",
                        "last-ip", "10.20.8.41"));
    }

    @Test
    void takesTheImeiOfTheFirstSlotWhereTheNetworkSectionHasNone() {
        var row = (ObjectNode) row(JamfKind.MOBILE_DEVICES, "mobile-devices-v2-detail.page.json", 0)
                .deepCopy();
        ((ObjectNode) row.path("network")).putNull("imei");
        var slots = row.withArray("serviceSubscriptions");
        slots.add(slots.remove(0));

        assertThat(values(map(row))).containsEntry("imei", "350000000002010");
    }

    @ParameterizedTest
    @CsvSource({"0, PHONE, iOS", "1, TABLET, iPadOS", "2, TV, tvOS"})
    void B3_tellsPhonesTabletsAndTelevisionsApart(int index, DeviceType type, String osName) {
        var completion = Completion.of(mobile(index).attributes());

        assertThat(completion.type()).isEqualTo(type);
        assertThat(completion.attributes().get(Field.OS_NAME)).contains(osName);
        assertThat(completion.attributes().get(Field.MAKE)).contains("Apple");
    }

    @Test
    void mapsADeviceOfUnknownTypeWhoseSectionsAreMissing() {
        var mapped = mobile(3);

        assertThat(values(mapped))
                .isEqualTo(expected(
                        "serial-number", "SIMUNKN204",
                        "user-email", "bob@example.com",
                        "username", "bob@example.com"));
        assertThat(Completion.of(mapped.attributes()).type()).isEqualTo(DeviceType.UNKNOWN);
    }

    @Test
    void mapsMobileDevicesOfTheDefaultSection() {
        var row = row(JamfKind.MOBILE_DEVICES, "mobile-devices-v2-detail.default-section.page.json", 0);

        assertThat(values(map(row)))
                .containsEntry("device-name", "Ada's iPhone")
                .containsEntry("os-version", "18.6.2")
                .doesNotContainKey("serial-number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iphone", "ipad", "appletv"})
    void mapsABareRowWithItsDetailsToTheSameAsTheList(String device) {
        var detail = JamfRecords.detail(example("mobile-device-v2-detail." + device + ".json"), names());
        var rows = example("mobile-devices-v2.list.json").path("results");
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).path("id").equals(detail.path("id"))) {
                var bare = JamfRecords.row(JamfKind.MOBILE_DEVICES, rows.get(i), true, names());
                var both = values(
                        MAPPING.map(MAPPING.strip(Part.LIST, bare), Optional.of(MAPPING.strip(Part.DETAIL, detail))));
                var list = values(mobile(i));
                assertThat(MAPPING.needsDetails(bare)).contains(true);
                // The two spell the platform each in its own way, and only the single record has the first enrolment.
                assertThat(both.remove("platform")).isEqualToIgnoringCase(list.remove("platform"));
                both.remove("first-enrolled");
                // An Apple TV's single record has no capacity.
                list.keySet().removeIf(key -> key.equals("storage") && device.equals("appletv"));
                assertThat(both).isEqualTo(list);
                return;
            }
        }
        throw new AssertionError("no row of the list is " + device);
    }

    @Test
    void mapsABareRowWithoutDetails() {
        var row = example("mobile-devices-v2.list.json").path("results").get(3);

        assertThat(values(map(JamfRecords.row(JamfKind.MOBILE_DEVICES, row, true, names()))))
                .isEqualTo(expected("serial-number", "SIMUNKN204", "username", "bob@example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "Unknown", "n/a", "N/A", "Not Available", "None", "-1", "", " "})
    void leavesOutNothingInAllItsSpellings(String spelling) {
        var row = (ObjectNode)
                row(JamfKind.COMPUTERS, "computers-inventory-v4.page.json", 0).deepCopy();
        ((ObjectNode) row.path("hardware"))
                .put("serialNumber", spelling)
                .put("processorType", spelling)
                .put("totalRamMegabytes", -1)
                .put("processorSpeedMhz", -1);

        assertThat(values(map(row)))
                .doesNotContainKeys("serial-number", "processor", "memory", "processor-frequency")
                .containsKey("model");
    }

    @Test
    void takesSectionsThatAreNullForMissing() {
        var row = row(JamfKind.COMPUTERS, "computers-inventory-v4.page.json", 0);
        var bare = (ObjectNode) row.deepCopy();
        row.fieldNames().forEachRemaining(name -> {
            if (!name.equals("key") && !name.equals("kind")) {
                bare.putNull(name);
            }
        });

        assertThat(values(map(bare))).isEmpty();
        assertThat(MAPPING.sourceId(bare)).contains("computer-101");
    }

    @Test
    void tellsTheIdsOfComputersAndMobileDevicesApart() {
        var record = Jamf.json("{\"id\": \"7\", \"mobileDeviceId\": \"7\"}");

        assertThat(MAPPING.sourceId(JamfRecords.row(JamfKind.COMPUTERS, record, false, names())))
                .contains("computer-7");
        assertThat(MAPPING.sourceId(JamfRecords.row(JamfKind.MOBILE_DEVICES, record, false, names())))
                .contains("mobile-7");
        assertThat(MAPPING.sourceId(JamfRecords.row(JamfKind.COMPUTERS, Jamf.json("{}"), false, names())))
                .isEmpty();
    }

    @Test
    void A12_keepsRestrictedValuesOutOfTheRecord() {
        var row = (ObjectNode)
                row(JamfKind.COMPUTERS, "computers-inventory-v4.page.json", 0).deepCopy();
        ((ObjectNode) row.path("purchasing")).put("appleCareId", "AC-123");

        assertThat(MAPPING.restricted(row, Optional.empty()))
                .isEqualTo(Map.of(
                        RestrictedField.ACTIVATION_LOCK_ENABLED, "false",
                        RestrictedField.RECOVERY_LOCK_ENABLED, "true",
                        RestrictedField.APPLECARE_ID, "AC-123"));
        assertThat(MAPPING.strip(Part.LIST, row).toString())
                .doesNotContain("AC-123", "recoveryLockEnabled", "purchasePrice", "+31 20 555 0101");
    }

    @Test
    void A12_keepsSimAndPhoneNumbersOutOfTheRecord() {
        var row = row(JamfKind.MOBILE_DEVICES, "mobile-devices-v2-detail.page.json", 0);

        assertThat(MAPPING.strip(Part.LIST, row).toString()).doesNotContain("8931 0000", "5550", "8904903200");
    }

    @Test
    void I3_inventoryAndCheckInTimesAreNoChange() {
        var row = row(JamfKind.COMPUTERS, "computers-inventory-v4.page.json", 0);
        var later = (ObjectNode) row.deepCopy();
        ((ObjectNode) later.path("general"))
                .put("reportDate", "2026-10-07T00:00:00Z")
                .put("lastContact", "2026-10-07T00:00:00Z")
                .put("lastCheckIn", "2026-10-07T00:00:00Z");
        ((ObjectNode) later.path("hardware")).put("batteryCapacityPercent", 12);
        ((ObjectNode) later.path("storage")).put("bootDriveAvailableSpaceMegabytes", 12);
        for (var partition : later.at("/storage/disks/0/partitions")) {
            ((ObjectNode) partition).put("availableMegabytes", 12).put("percentUsed", 97);
        }
        var renamed = (ObjectNode) row.deepCopy();
        ((ObjectNode) renamed.path("userAndLocation")).put("departmentName", "Renamed");

        assertThat(hash(later)).isEqualTo(hash(row));
        assertThat(hash(renamed)).isNotEqualTo(hash(row));
    }

    private static String hash(JsonNode row) {
        return MAPPING.listHash(MAPPING.strip(Part.LIST, row));
    }

    @Test
    void tellsOfEveryFieldWhereItComesFromOrWhyItIsMissing() {
        var told = new HashSet<Field>();
        DEFINITION.fields().forEach(row -> told.add(row.field()));
        DEFINITION.unavailable().forEach(row -> told.add(row.field()));

        assertThat(told).containsExactlyInAnyOrder(Field.values());
        assertThat(DEFINITION.restricted())
                .extracting(SourceDefinition.Restricted::field)
                .containsExactlyInAnyOrder(RestrictedField.values());
    }

    @Test
    void C8_namesAPermissionForEveryNeed() {
        // Lists are complete and tell of a removal; Automated Device Enrollment and IMEIs are part of the records.
        var without = EnumSet.of(Need.DETAILS, Need.CONFIRM_REMOVAL, Need.ADE, Need.IMEI);

        assertThat(DEFINITION.permissions())
                .flatExtracting(SourceDefinition.Permission::needs)
                .containsAll(EnumSet.complementOf(without));
        assertThat(DEFINITION.permissions())
                .allSatisfy(permission -> assertThat(permission.remedy()).contains("tick " + permission.name()));
    }
}
