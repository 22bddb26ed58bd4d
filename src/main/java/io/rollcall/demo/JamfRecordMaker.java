package io.rollcall.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes Jamf Pro's records of computers and mobile devices, with all sections, in the server's spelling. */
final class JamfRecordMaker {

    static final List<String> DEPARTMENTS =
            List.of("Engineering", "Sales", "Finance", "People", "IT", "Marketing", "Support");
    static final List<String> BUILDINGS = List.of("HQ", "Annex", "Warehouse");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Instant now;

    /** @param now all dates lie before it */
    JamfRecordMaker(Instant now) {
        this.now = now;
    }

    /**
     * What a record is made of.
     *
     * @param serial empty where the server has none
     * @param managed whether the server manages it
     */
    record Make(int id, String serial, DeviceModel model, Optional<SimulatedUser> user, boolean managed, Dice dice) {}

    ObjectNode computer(Make make) {
        var dice = make.dice();
        var model = make.model();
        var os = release(model, dice);
        var reported = before(dice, 60 * 24);
        var record = JSON.objectNode().put("id", String.valueOf(make.id())).put("udid", upper(dice.uuid()));
        general(record.putObject("general"), make, reported);
        hardware(record.putObject("hardware"), make);
        record.putObject("operatingSystem")
                .put("name", "macOS")
                .put("version", os.version())
                .put("build", os.build())
                .putNull("supplementalBuildVersion")
                .putNull("rapidSecurityResponse")
                .put("activeDirectoryStatus", "Not Bound")
                .put("fileVault2Status", "BOOT_ENCRYPTED")
                .putArray("extensionAttributes");
        user(record.putObject("userAndLocation"), make, "realname", "email", "phone");
        record.putObject("security")
                .put("sipStatus", "ENABLED")
                .put("activationLockEnabled", dice.chance(5))
                .put("recoveryLockEnabled", dice.chance(50))
                .put("firewallEnabled", true)
                .put("secureBootLevel", "FULL_SECURITY");
        encryption(record.putObject("diskEncryption"), dice);
        storage(record.putObject("storage"), make);
        purchasing(record.putObject("purchasing"), make);
        record.putArray("extensionAttributes");
        record.putArray("groupMemberships");
        return record;
    }

    private void general(ObjectNode general, Make make, Instant reported) {
        var dice = make.dice();
        general.put("name", name(make))
                .put("lastIpAddress", "203.0.113." + (1 + dice.below(254)))
                .put("lastReportedIpV4", "10.20." + dice.below(32) + "." + (1 + dice.below(254)))
                .putNull("lastReportedIpV6")
                .put("jamfBinaryVersion", "11.31.1-t1787060595569")
                .put("platform", "Mac")
                .putNull("barcode1")
                .putNull("barcode2");
        tag(general, make);
        general.putObject("remoteManagement").put("managed", make.managed()).putNull("managementUsername");
        general.put("supervised", make.managed());
        var capable = general.putObject("mdmCapable");
        capable.put("capable", make.managed()).putArray("capableUsers");
        capable.putArray("userManagementInfo");
        general.put("reportDate", JamfStamps.trimmed(reported))
                .put("lastCheckIn", JamfStamps.trimmed(before(dice, 30)));
        if (dice.chance(80)) {
            general.put("lastContact", JamfStamps.trimmed(before(dice, 30)));
        } else {
            general.putNull("lastContact");
        }
        general.put("lastEnrolledDate", JamfStamps.trimmed(before(dice, 60 * 24 * 900)))
                .put("initialEntryDate", "2024-02-25")
                .put("enrolledViaAutomatedDeviceEnrollment", dice.chance(70))
                .put("managementId", dice.uuid());
        general.putObject("site").put("id", "-1").put("name", "None");
        general.putArray("extensionAttributes");
    }

    private static void hardware(ObjectNode hardware, Make make) {
        var dice = make.dice();
        var model = make.model();
        var intel = model.chip().contains("Intel");
        hardware.put("make", "Apple").put("model", model.marketingName()).put("modelIdentifier", model.identifier());
        serial(hardware, make);
        hardware.put("processorSpeedMhz", intel ? megahertz(model.chip()) : 0)
                .put("processorCount", dice.chance(50) ? 0 : 1)
                .put("coreCount", dice.chance(50) ? -1 : model.cores())
                .put("processorType", model.chip().replaceFirst("^[\\d.]+ GHz ", ""))
                .put("processorArchitecture", intel ? "x86_64" : "arm64")
                .put("macAddress", mac(dice))
                .put("totalRamMegabytes", model.memoryGb() * 1024)
                .put("batteryCapacityPercent", model.portable() ? 50 + dice.below(50) : -1)
                .put("nicSpeed", "n/a")
                .put("appleSilicon", !intel)
                .putArray("extensionAttributes");
    }

    private static int megahertz(String chip) {
        return (int) Math.round(Double.parseDouble(chip.substring(0, chip.indexOf(' '))) * 1000);
    }

    private static void encryption(ObjectNode encryption, Dice dice) {
        var encrypted = dice.chance(95);
        // The flag says no of many an encrypted Mac.
        encryption
                .put("individualRecoveryKeyValidityStatus", encrypted ? "VALID" : "NOT_APPLICABLE")
                .put("fileVault2Enabled", encrypted && dice.chance(30))
                .putArray("fileVault2EnabledUserNames");
        encryption
                .putObject("bootPartitionEncryptionDetails")
                .put("partitionName", "Macintosh HD (Boot Partition)")
                .put("partitionFileVault2State", encrypted ? "ENCRYPTED" : "UNENCRYPTED")
                .put("partitionFileVault2Percent", encrypted ? 100 : 0);
    }

    private static void storage(ObjectNode storage, Make make) {
        var size = make.model().storageGb() * 977;
        var free = size / 100 * (10 + make.dice().below(80));
        storage.put("bootDriveAvailableSpaceMegabytes", free);
        var disk = storage.putArray("disks").addObject();
        disk.put("id", String.valueOf(make.id()))
                .put("device", "disk0")
                .put("sizeMegabytes", size)
                .put("smartStatus", "Verified");
        disk.putArray("partitions")
                .addObject()
                .put("name", "Macintosh HD (Boot Partition)")
                .put("sizeMegabytes", size - 5893)
                .put("availableMegabytes", free)
                .put("partitionType", "BOOT")
                .put("percentUsed", 100 - free * 100 / size)
                .put("fileVault2State", "ENCRYPTED");
    }

    ObjectNode mobile(Make make) {
        var dice = make.dice();
        var model = make.model();
        var television = model.platform() == Platform.APPLE_TV;
        var os = release(model, dice);
        var record = JSON.objectNode()
                .put("mobileDeviceId", String.valueOf(make.id()))
                .put("deviceType", television ? "tvOS" : "iOS");
        var general = record.putObject("general");
        general.put("udid", "0000" + dice.word(4) + "-" + dice.word(16)).put("displayName", name(make));
        tag(general, make);
        general.put("siteId", "-1")
                .put("lastInventoryUpdateDate", JamfStamps.trimmed(before(dice, 60 * 24)))
                .put("lastContactDate", JamfStamps.trimmed(before(dice, 60)))
                .put("osVersion", os.version())
                .put("osBuild", os.build())
                .put("ipAddress", "10.20." + dice.below(32) + "." + (1 + dice.below(254)))
                .put("managed", make.managed())
                .put("supervised", make.managed())
                .put("deviceOwnershipType", "Institutional")
                .put("lastEnrolledDate", JamfStamps.trimmed(before(dice, 60 * 24 * 900)))
                .put("managementId", dice.uuid())
                .putArray("extensionAttributes");
        var hardware = record.putObject("hardware");
        hardware.put("capacityMb", model.storageGb() * 931)
                .put("availableSpaceMb", 1000 + dice.below(20_000))
                .put("usedSpacePercentage", dice.below(100))
                .put("batteryLevel", television ? -1 : dice.below(100));
        serial(hardware, make);
        hardware.put("wifiMacAddress", mac(dice))
                .put("model", model.marketingName())
                .put("modelIdentifier", model.identifier())
                .put("modelNumber", "M" + dice.word(3) + "3LL")
                .putArray("extensionAttributes");
        user(record.putObject("userAndLocation"), make, "realName", "emailAddress", "phoneNumber");
        purchasing(record.putObject("purchasing"), make);
        if (!television) {
            record.putObject("security")
                    .put("dataProtected", true)
                    .put("activationLockEnabled", dice.chance(5))
                    .put("passcodePresent", true)
                    .putNull("bootstrapToken");
            network(record, make);
        }
        record.putArray("extensionAttributes");
        return record;
    }

    private static void network(ObjectNode record, Make make) {
        var phone = make.model().platform() == Platform.IPHONE;
        var digits = String.format("%06d", make.id() % 1_000_000);
        var imei = phone ? "35 000000 " + digits + " 0" : "";
        var network = record.putObject("network").put("cellularTechnology", phone ? "GSM" : "NONE");
        if (phone) {
            network.put("imei", imei).put("phoneNumber", "+31 6 5550 " + digits);
        } else {
            network.putNull("imei").putNull("phoneNumber");
        }
        var subscriptions = record.putArray("serviceSubscriptions");
        if (phone) {
            subscriptions.addObject().put("imei", "35 000001 " + digits + " 8").put("slot", "CTSubscriptionSlotTwo");
            subscriptions.addObject().put("imei", imei).put("slot", "CTSubscriptionSlotOne");
        }
    }

    private static void purchasing(ObjectNode purchasing, Make make) {
        var dice = make.dice();
        purchasing
                .put("purchased", true)
                .put("leased", false)
                .put("purchasePrice", (900 + dice.below(2000)) + ".00")
                .put("lifeExpectancy", 0)
                .put("appleCareId", make.id() % 3 == 0 ? "AC" + (77_000_000L + make.id()) : null);
    }

    private static void user(ObjectNode section, Make make, String name, String email, String phone) {
        var dice = make.dice();
        var user = make.user();
        // No user: empty texts of some, null of others.
        var none = dice.chance(50);
        text(section, "username", user.map(SimulatedUser::email), none);
        text(section, name, user.map(SimulatedUser::name), none);
        text(section, email, user.map(SimulatedUser::email), none);
        text(section, "position", user.map(SimulatedUser::jobTitle), none);
        text(section, phone, Optional.empty(), none);
        var department = user.map(person -> DEPARTMENTS.indexOf(person.department()) + 1)
                .filter(number -> number > 0)
                .map(String::valueOf);
        section.put("departmentId", department.orElse("-1"));
        text(section, "buildingId", Optional.of(String.valueOf(1 + dice.below(BUILDINGS.size()))), none);
        text(
                section,
                "room",
                dice.chance(30) ? Optional.of(dice.below(9) + "." + dice.below(99)) : Optional.empty(),
                none);
        section.putArray("extensionAttributes");
    }

    private static void text(ObjectNode to, String key, Optional<String> value, boolean none) {
        if (value.isEmpty() && none) {
            to.putNull(key);
        } else {
            to.put(key, value.orElse(""));
        }
    }

    private static void tag(ObjectNode general, Make make) {
        if (make.dice().chance(60)) {
            general.put("assetTag", "J-" + (10_000 + make.id()));
        } else {
            general.putNull("assetTag");
        }
    }

    private static void serial(ObjectNode hardware, Make make) {
        if (make.serial().isEmpty()) {
            hardware.putNull("serialNumber");
        } else {
            hardware.put("serialNumber", make.serial());
        }
    }

    private static String name(Make make) {
        return make.model().platform() == Platform.APPLE_TV
                ? "Boardroom " + make.id()
                : make.user()
                        .map(person -> person.firstName() + "'s " + make.model().family())
                        .orElseGet(() -> "JAMF-" + make.dice().word(6));
    }

    private static DeviceModel.OsRelease release(DeviceModel model, Dice dice) {
        var releases = model.releases();
        return releases.get(Math.max(0, releases.size() - 1 - dice.below(2)));
    }

    private Instant before(Dice dice, int minutes) {
        return now.minus(Duration.ofMinutes(dice.below(minutes))).minusMillis(dice.below(60_000));
    }

    private static String mac(Dice dice) {
        return "02:00:00:%02X:%02X:%02X".formatted(dice.below(256), dice.below(256), dice.below(256));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
