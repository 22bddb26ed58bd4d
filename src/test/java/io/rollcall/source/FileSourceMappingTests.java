package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X7: what the mapping files of sources without code make of their vendors' examples. */
class FileSourceMappingTests {

    private static SourceDefinition definition(String source) throws Exception {
        var file = Path.of("mappings", source + ".yaml");
        return SourceDefinition.read(file.toString(), Files.readString(file));
    }

    private static JsonNode example(String file) throws Exception {
        return Jamf.json(Files.readString(Path.of("src/test/resources", file)));
    }

    private static Map<String, String> mapped(String source, JsonNode list, JsonNode detail) throws Exception {
        var mapping = Mapping.of(definition(source), Jamf.CLOCK);
        var attributes = mapping.map(mapping.strip(Part.LIST, list), Optional.of(mapping.strip(Part.DETAIL, detail)))
                .attributes();
        var values = new TreeMap<String, String>();
        for (var field : Field.values()) {
            attributes.get(field).ifPresent(value -> values.put(field.key(), value));
        }
        return values;
    }

    @Test
    void X7_readsWhatIntuneSaysOfADevice() throws Exception {
        var list = example("intune/examples/managedDevices.page.json").at("/value/0");

        assertThat(mapped(
                        "intune",
                        list,
                        Jamf.json(
                                "{\"physicalMemoryInBytes\": 34359738368, \"ethernetMacAddress\": \"A4C3F0445566\"}")))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("device-name", "ADA-LAPTOP"),
                        Map.entry("disk-encrypted", "true"),
                        Map.entry("first-enrolled", "2017-01-01T07:59:43.797191Z"),
                        Map.entry("last-check-in", "2017-01-01T08:02:49.320597600Z"),
                        Map.entry("mac-address", "A4:C3:F0:11:22:33"),
                        Map.entry("make", "Dell Inc."),
                        Map.entry("memory", "32 GB"),
                        Map.entry("model", "Latitude 7440"),
                        Map.entry("os-name", "Windows"),
                        Map.entry("os-version", "10.0.22631.3296"),
                        Map.entry("platform", "Windows"),
                        Map.entry("serial-number", "7XK2Q13"),
                        Map.entry("storage", "511 GB"),
                        Map.entry("supervised", "false"),
                        Map.entry("tags", "Engineering"),
                        Map.entry("user-email", "ada@example.com"),
                        Map.entry("user-id", "5b7e6c11-2b7c-4d0e-9f7a-4f0a6d6f0a01"),
                        Map.entry("user-name", "Ada Lovelace"),
                        Map.entry("username", "ada@example.onmicrosoft.com"))));
    }

    @Test
    void X7_readsWhatFleetSaysOfAHost() throws Exception {
        var list = example("fleet/examples/hosts.page.json").at("/hosts/0");

        assertThat(mapped("fleet", list, example("fleet/examples/host.json")))
                .containsEntry("serial-number", "FVFXH1AAQ05N")
                .containsEntry("device-name", "Grace's MacBook Pro")
                .containsEntry("model-identifier", "MacBookPro18,3")
                .containsEntry("memory", "16 GB")
                .containsEntry("storage", "494.38 GB")
                .containsEntry("os-name", "macOS")
                .containsEntry("os-build", "23E224")
                .containsEntry("mdm-enabled", "true")
                .containsEntry("disk-encrypted", "true")
                .containsEntry("user-email", "grace@example.com")
                .containsEntry("user-name", "Grace Hopper")
                .containsEntry("blueprint", "Workstations")
                .containsEntry("last-ip", "192.168.1.20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"intune", "fleet"})
    void X7_tellsOfEveryFieldWhereItComesFromOrWhyItIsMissing(String source) throws Exception {
        var definition = definition(source);
        var told = new HashSet<Field>();
        definition.fields().forEach(row -> told.add(row.field()));
        definition.unavailable().forEach(row -> told.add(row.field()));

        assertThat(told).containsExactlyInAnyOrder(Field.values());
        assertThat(definition.restricted())
                .extracting(SourceDefinition.Restricted::field)
                .containsExactlyInAnyOrder(RestrictedField.values());
    }
}
