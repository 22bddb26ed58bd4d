package io.rollcall.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.JamfFleet.Kind;
import java.util.List;

/** Makes about one record in fifty odd, in the ways that real servers' are. */
final class JamfOddities {

    private static final int EVERY = 50;
    private static final int FIRST = 17;

    private final JamfFleet fleet;

    JamfOddities(JamfFleet fleet) {
        this.fleet = fleet;
    }

    void spread() {
        var computers = fleet.ids(Kind.COMPUTER);
        for (int at = FIRST, turn = 0; at < computers.size(); at += EVERY, turn++) {
            var before = computers.get(at - 1);
            var way = turn % 3;
            fleet.update(Kind.COMPUTER, computers.get(at), record -> {
                switch (way) {
                    case 0 -> neverReported(record);
                    case 1 -> record.withObject("/hardware").put("serialNumber", "Not Available");
                    default -> record.withObject("/hardware").put("serialNumber", serialOf(before));
                }
            });
        }
        var mobiles = fleet.ids(Kind.MOBILE_DEVICE);
        for (var at = FIRST; at < mobiles.size(); at += EVERY) {
            fleet.update(Kind.MOBILE_DEVICE, mobiles.get(at), JamfOddities::ofUnknownType);
        }
    }

    /** Enrolled again: two records of one computer. */
    private String serialOf(int computer) {
        return fleet.record(Kind.COMPUTER, computer)
                .map(record -> record.at("/hardware/serialNumber").asText())
                .orElse("");
    }

    /** Enrolled, and not heard of since. */
    private static void neverReported(ObjectNode record) {
        var general = record.withObject("/general");
        List.of("reportDate", "lastCheckIn", "lastContact", "jamfBinaryVersion", "lastIpAddress")
                .forEach(general::putNull);
        var hardware = record.withObject("/hardware");
        List.of("serialNumber", "model", "modelIdentifier", "processorType", "macAddress")
                .forEach(hardware::putNull);
        List.of("totalRamMegabytes", "processorSpeedMhz", "coreCount").forEach(key -> hardware.put(key, -1));
        var system = record.withObject("/operatingSystem");
        List.of("name", "version", "build").forEach(system::putNull);
        record.withObject("/storage").putArray("disks");
        record.withObject("/diskEncryption").putNull("bootPartitionEncryptionDetails");
    }

    /** Most sections are not even there. */
    static void ofUnknownType(ObjectNode record) {
        record.put("deviceType", "Unknown")
                .remove(List.of(
                        "general", "security", "network", "serviceSubscriptions", "purchasing", "extensionAttributes"));
        record.withObject("/hardware")
                .put("model", "")
                .put("modelIdentifier", "")
                .putNull("modelNumber");
    }
}
