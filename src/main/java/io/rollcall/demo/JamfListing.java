package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of one of the server's lists: its sections, the fields it can be filtered and sorted by, its usual order.
 *
 * @param sections section → key in a record; the first is what a request gets that names none
 * @param fields field of filters and sorting → JSON Pointer
 * @param dates the fields that hold dates
 * @param usualSort as in {@code sort}
 */
record JamfListing(Map<String, String> sections, Map<String, String> fields, List<String> dates, String usualSort) {

    static final JamfListing COMPUTERS = new JamfListing(
            sections(
                    "GENERAL",
                    "HARDWARE",
                    "OPERATING_SYSTEM",
                    "USER_AND_LOCATION",
                    "SECURITY",
                    "DISK_ENCRYPTION",
                    "STORAGE",
                    "PURCHASING",
                    "EXTENSION_ATTRIBUTES",
                    "GROUP_MEMBERSHIPS",
                    "LOCAL_USER_ACCOUNTS",
                    "APPLICATIONS",
                    "CONFIGURATION_PROFILES",
                    "CERTIFICATES",
                    "SERVICES",
                    "PRINTERS",
                    "ATTACHMENTS",
                    "PACKAGE_RECEIPTS",
                    "LICENSED_SOFTWARE",
                    "IBEACONS",
                    "SOFTWARE_UPDATES",
                    "CONTENT_CACHING"),
            fields(
                    "id",
                    "udid",
                    "general.name",
                    "general.assetTag",
                    "general.barcode1",
                    "general.barcode2",
                    "general.reportDate",
                    "general.lastContact",
                    "general.lastCheckIn",
                    "general.lastEnrolledDate",
                    "general.managementId",
                    "general.remoteManagement.managed",
                    "general.supervised",
                    "general.platform",
                    "hardware.serialNumber",
                    "hardware.modelIdentifier",
                    "hardware.macAddress",
                    "operatingSystem.version",
                    "userAndLocation.username",
                    "userAndLocation.email",
                    "userAndLocation.realname",
                    "userAndLocation.departmentId",
                    "userAndLocation.buildingId",
                    "diskEncryption.fileVault2Enabled"),
            List.of("general.reportDate", "general.lastContact", "general.lastCheckIn", "general.lastEnrolledDate"),
            "general.name:asc");

    static final JamfListing MOBILE_DEVICES = new JamfListing(
            sections(
                    "GENERAL",
                    "HARDWARE",
                    "USER_AND_LOCATION",
                    "PURCHASING",
                    "SECURITY",
                    "NETWORK",
                    "SERVICE_SUBSCRIPTIONS",
                    "APPLICATIONS",
                    "EBOOKS",
                    "CERTIFICATES",
                    "PROFILES",
                    "USER_PROFILES",
                    "PROVISIONING_PROFILES",
                    "SHARED_USERS",
                    "GROUPS",
                    "EXTENSION_ATTRIBUTES"),
            Map.ofEntries(
                    Map.entry("mobileDeviceId", "/mobileDeviceId"),
                    Map.entry("udid", "/general/udid"),
                    Map.entry("displayName", "/general/displayName"),
                    Map.entry("serialNumber", "/hardware/serialNumber"),
                    Map.entry("model", "/hardware/model"),
                    Map.entry("osVersion", "/general/osVersion"),
                    Map.entry("managed", "/general/managed"),
                    Map.entry("username", "/userAndLocation/username"),
                    Map.entry("imei", "/network/imei"),
                    Map.entry("lastInventoryUpdateDate", "/general/lastInventoryUpdateDate")),
            List.of("lastInventoryUpdateDate"),
            "displayName:asc");

    private static Map<String, String> sections(String... names) {
        return Arrays.stream(names).collect(Collectors.toUnmodifiableMap(name -> name, JamfListing::camel));
    }

    private static Map<String, String> fields(String... names) {
        return Stream.of(names)
                .collect(Collectors.toUnmodifiableMap(name -> name, name -> "/" + name.replace('.', '/')));
    }

    /** {@code USER_AND_LOCATION} → {@code userAndLocation}. */
    private static String camel(String section) {
        var words = section.toLowerCase(java.util.Locale.ROOT).split("_");
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
    }

    Predicate<JsonNode> filter(String text) throws JamfFilters.Refused {
        return JamfFilters.of(text, fields, dates);
    }

    /** Ids are numbers in texts: they are sorted as numbers. */
    Comparator<JsonNode> order(String sort) {
        var parts = sort.split(":");
        var pointer = fields.getOrDefault(parts[0], "/id");
        Comparator<JsonNode> order = parts[0].equals("id") || parts[0].equals("mobileDeviceId")
                ? Comparator.comparingInt(
                        record -> Integer.parseInt(record.at(pointer).asText("0")))
                : Comparator.comparing(record -> record.at(pointer).asText(""));
        return parts.length > 1 && parts[1].equals("desc") ? order.reversed() : order;
    }
}
