package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The two other shapes that Jamf Pro has for a mobile device, with names of their own: the bare row and the single one. */
final class JamfSingleMobile {

    private JamfSingleMobile() {}

    /** A row of {@code /v2/mobile-devices}. */
    static JsonNode row(JsonNode record) {
        var row = JsonNodeFactory.instance.objectNode();
        copy(record, "/mobileDeviceId", row, "id");
        copy(record, "/general/displayName", row, "name");
        copy(record, "/hardware/serialNumber", row, "serialNumber");
        copy(record, "/hardware/wifiMacAddress", row, "wifiMacAddress");
        copy(record, "/general/udid", row, "udid");
        copy(record, "/hardware/model", row, "model");
        copy(record, "/hardware/modelIdentifier", row, "modelIdentifier");
        copy(record, "/userAndLocation/username", row, "username");
        return row.put("type", type(record));
    }

    /** {@code /v2/mobile-devices/{id}/detail}. */
    static JsonNode of(JsonNode record) {
        var single = (ObjectNode) row(record);
        single.remove(java.util.List.of("model", "modelIdentifier", "username"));
        copy(record, "/general/assetTag", single, "assetTag");
        copy(record, "/general/lastInventoryUpdateDate", single, "lastInventoryUpdateTimestamp");
        copy(record, "/general/lastContactDate", single, "lastContactTimestamp");
        copy(record, "/general/osVersion", single, "osVersion");
        copy(record, "/general/osBuild", single, "osBuild");
        copy(record, "/general/ipAddress", single, "ipAddress");
        copy(record, "/general/managed", single, "managed");
        copy(record, "/general/lastEnrolledDate", single, "lastEnrollmentTimestamp");
        single.set("location", record.path("userAndLocation").deepCopy());
        var type = type(record);
        for (var kind : java.util.List.of("ios", "tvos", "watchos", "visionos")) {
            if (kind.equals(type)) {
                kind(record, single.putObject(kind));
            } else {
                single.putNull(kind);
            }
        }
        return single;
    }

    private static void kind(JsonNode record, ObjectNode part) {
        copy(record, "/hardware/model", part, "model");
        copy(record, "/hardware/modelIdentifier", part, "modelIdentifier");
        copy(record, "/hardware/modelNumber", part, "modelNumber");
        copy(record, "/general/supervised", part, "supervised");
        if (!record.path("security").isMissingNode()) {
            copy(record, "/hardware/capacityMb", part, "capacityMb");
            part.set("security", record.path("security"));
            part.set("network", record.path("network"));
            part.set("serviceSubscriptions", record.path("serviceSubscriptions"));
        }
    }

    private static String type(JsonNode record) {
        return record.path("deviceType").asText().toLowerCase(Locale.ROOT);
    }

    private static void copy(JsonNode from, String pointer, ObjectNode to, String key) {
        var value = from.at(pointer);
        to.set(key, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
    }
}
