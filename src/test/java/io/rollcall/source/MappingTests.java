package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.device.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingTests {

    private static ObjectNode row() {
        return Iru.row("03f81208-2b6a-4a77-81f5-cf1633bcfb95").deepCopy();
    }

    @Test
    void hashIgnoresTheVolatileAndNothingElse() {
        var hash = Iru.MAPPING.listHash(row());

        assertThat(Iru.MAPPING.listHash(row().put("last_check_in", "2025-01-01T00:00:00Z")))
                .isEqualTo(hash);
        assertThat(Iru.MAPPING.listHash(row().put("asset_tag", "other"))).isNotEqualTo(hash);
        assertThat(Iru.MAPPING.listHash(row().put("user", ""))).isNotEqualTo(hash);
        assertThat(Iru.MAPPING.listHash(row().put("brand_new", 1))).isNotEqualTo(hash);
    }

    @Test
    void versionChangesWithTheRowsButNotWithTheTitleAndTheHashWithNeither() throws Exception {
        var yaml = Files.readString(Path.of("mappings/iru.yaml"));
        var version = Iru.MAPPING.version();

        assertThat(with(yaml.replace("title: Iru", "title: Kandji")).version()).isEqualTo(version);
        for (var other : List.of(
                yaml.replace("iPad: iPadOS", "iPad: iOS"),
                yaml.replace("detail:/network/ip_address\", ", "detail:/network/other\", "))) {
            assertThat(with(other).version()).isNotEqualTo(version);
            assertThat(with(other).listHash(row())).isEqualTo(Iru.MAPPING.listHash(row()));
        }
    }

    /** What was stripped from the stored records comes back only with new ones. */
    @Test
    void hashChangesWithWhatIsStripped() throws Exception {
        var yaml = Files.readString(Path.of("mappings/iru.yaml"));

        var other = with(yaml.replace("  - \"detail:/installed_profiles\"\n", ""));

        assertThat(other.listHash(row())).isNotEqualTo(Iru.MAPPING.listHash(row()));
    }

    private static Mapping with(String yaml) {
        return Mapping.of(SourceDefinition.read("x", yaml), Iru.CLOCK);
    }

    @Test
    void F30_findsTheIdOrSaysThereIsNone() {
        assertThat(Iru.MAPPING.sourceId(row())).contains("03f81208-2b6a-4a77-81f5-cf1633bcfb95");
        assertThat(Iru.MAPPING.sourceId(row().put("device_id", 17))).contains("17");
        assertThat(Iru.MAPPING.sourceId(row().put("device_id", " "))).isEmpty();
        assertThat(Iru.MAPPING.sourceId(row().putNull("device_id"))).isEmpty();
        assertThat(Iru.MAPPING.sourceId(row().put("device_id", "x".repeat(300))))
                .isEmpty();
        assertThat(Iru.MAPPING.sourceId(Iru.json("[]"))).isEmpty();
    }

    @Test
    void F23_takesNumbersForTextAndNotesObjects() {
        var row = row().put("device_name", 42);
        row.putObject("model").put("name", "x");

        var mapped = Iru.MAPPING.map(row, Optional.empty());

        assertThat(mapped.attributes().get(Field.DEVICE_NAME)).contains("42");
        assertThat(mapped.attributes().has(Field.MODEL)).isFalse();
        assertThat(mapped.notes()).containsExactly("model left out: an object was found in place of a single value");
    }

    @Test
    void F37_keepsTheRowWhenATimeIsImpossible() {
        var mapped = Iru.MAPPING.map(row().put("last_enrollment", "0000-00-00"), Optional.empty());

        assertThat(mapped.attributes().has(Field.LAST_ENROLLED)).isFalse();
        assertThat(mapped.attributes().has(Field.SERIAL_NUMBER)).isTrue();
        assertThat(mapped.notes()).containsExactly("last-enrolled left out: \"0000-00-00\" is not a date and time");
    }

    @Test
    void stripReturnsTheSameRecordWhereNothingIsToBeTakenOut() {
        var row = row();

        assertThat(Iru.MAPPING.strip(Part.LIST, row)).isSameAs(row);
    }
}
