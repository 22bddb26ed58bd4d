package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.CustomField;
import io.rollcall.device.CustomField.Type;
import io.rollcall.device.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connection's own rows make of a device's records. */
class OwnMappingTests {

    private static final JsonNode LIST = Iru.json("""
            {"device_id": "d1", "asset_tag": "TAG", "platform": "Mac", "os_version": "15.1", "serial_number": "S1",
             "lost_mode_status": "none"}
            """);
    private static final JsonNode DETAIL = Iru.json("""
            {"general": {"boot_volume": "Macintosh HD", "last_user": "ada", "score": 12.50, "bought": "2024-05-13 20:09:27 +0000"},
             "hardware_overview": {"memory": "8 GB", "total_ram": 16384}}
            """);

    private static MappingOverride row(String property, String target, String convert) {
        return new MappingOverride(Location.of(property), target, convert);
    }

    private static Mapped map(List<MappingOverride> rows, CustomField... custom) {
        return mapping(rows, custom).map(LIST, Optional.of(DETAIL));
    }

    private static Mapping mapping(List<MappingOverride> rows, CustomField... custom) {
        return Mapping.of(Iru.DEFINITION, rows, List.of(custom), Iru.CLOCK);
    }

    private static CustomField field(String key, Type type, String... choices) {
        return new CustomField(key, key, type, List.of(choices));
    }

    @Test
    void C6_propertyBecomesACustomFieldOfEachType() {
        var mapped = map(
                List.of(
                        row("detail:/general/boot_volume", "custom.volume", "text"),
                        row("detail:/general/score", "custom.score", "number"),
                        row("detail:/general/bought", "custom.bought", "date"),
                        row("list:/platform", "custom.kind", "text")),
                field("volume", Type.TEXT),
                field("score", Type.NUMBER),
                field("bought", Type.DATE),
                field("kind", Type.CHOICE, "MAC", "iPhone"));

        assertThat(mapped.attributes().custom())
                .isEqualTo(Map.of("volume", "Macintosh HD", "score", "12.5", "bought", "2024-05-13", "kind", "MAC"));
        assertThat(mapped.notes()).isEmpty();
    }

    @Test
    void C6_ownRowTakesThePlaceOfTheFilesRowsOfItsPropertyAndOfItsField() {
        var mapped = map(List.of(
                row("detail:/general/last_user", "asset-tag", "text"),
                row("list:/asset_tag", MappingOverride.SKIP, ""),
                row("detail:/hardware_overview/memory", "processor", "text")));

        assertThat(mapped.attributes().get(Field.ASSET_TAG)).contains("ada");
        // The next of the file's places.
        assertThat(mapped.attributes().get(Field.MEMORY)).contains("16 GB");
        assertThat(mapped.attributes().get(Field.PROCESSOR)).contains("8 GB");
        assertThat(mapped.attributes().get(Field.OS_VERSION)).contains("15.1");
    }

    @Test
    void C6_skippedPropertyFillsNothing() {
        var rows = List.of(
                row("list:/asset_tag", MappingOverride.SKIP, ""), row("list:/os_version", MappingOverride.SKIP, ""));
        var mapped = map(rows);

        assertThat(mapped.attributes().get(Field.ASSET_TAG)).isEmpty();
        assertThat(mapped.attributes().get(Field.OS_VERSION)).isEmpty();
        assertThat(mapping(rows).fills(Field.ASSET_TAG)).isFalse();
        assertThat(mapping(rows).fills(Field.OS_VERSION)).isTrue();
    }

    /** The file still has a place in the details for the version. */
    @Test
    void C6_rowToADeletedCustomFieldFillsNothing() {
        var rows = List.of(row("detail:/general/boot_volume", "custom.gone", "text"));

        assertThat(map(rows).attributes().custom()).isEmpty();
        assertThat(mapping(rows).fillsCustom("gone")).isFalse();
    }

    @Test
    void C6_versionTellsWhatChangesValuesAndNothingElse() {
        var rows = List.of(row("list:/platform", "custom.kind", "text"));
        var version = mapping(rows, field("kind", Type.CHOICE, "Mac")).version();

        assertThat(mapping(rows, new CustomField("kind", "Another name", Type.CHOICE, List.of("Mac")))
                        .version())
                .isEqualTo(version);
        assertThat(List.of(
                        mapping(rows).version(),
                        mapping(rows, field("kind", Type.CHOICE, "Mac", "iPhone"))
                                .version(),
                        mapping(List.of()).version()))
                .doesNotContain(version);
        assertThat(mapping(List.of()).version()).isEqualTo(Iru.MAPPING.version());
        assertThat(mapping(rows).listHash(LIST)).isEqualTo(Iru.MAPPING.listHash(LIST));
    }

    @ParameterizedTest
    @CsvSource({
        "number, 12 GB, is not a number",
        "number, [1], a list",
        "date, 0000-00-00, is not a date",
        "date, 10000-01-01T00:00:00Z, is not a date",
        "date, 1711843200000, is not a date",
        "yes-no, perhaps, is not yes or no",
    })
    void F37_valueThatTheTypeDoesNotHaveIsLeftOutWithANote(String type, String value, String note) {
        var record = new ObjectMapper().createObjectNode();
        record.set("x", value.startsWith("[") ? Iru.json(value) : record.textNode(value));
        var mapped = mapping(
                        List.of(row("list:/x", "custom.f", type)),
                        field("f", Type.of(type).orElseThrow()))
                .map(record, Optional.empty());

        assertThat(mapped.attributes().custom()).isEmpty();
        assertThat(mapped.notes())
                .singleElement()
                .asString()
                .startsWith("f left out: ")
                .contains(note);
    }

    @Test
    void F38_valueThatIsNoChoiceIsLeftOutWithANoteThatNamesIt() {
        var mapped = map(
                List.of(row("list:/platform", "custom.kind", "text")), field("kind", Type.CHOICE, "iPhone", "iPad"));

        assertThat(mapped.attributes().custom()).isEmpty();
        assertThat(mapped.notes()).singleElement().asString().contains("\"Mac\" is not one of iPhone, iPad");
    }

    @Test
    void E14_saysWhichRecordAValueIsFrom() {
        var origins = mapping(
                        List.of(row("detail:/general/last_user", "custom.user", "text")), field("user", Type.TEXT))
                .origins(LIST, Optional.of(DETAIL));

        assertThat(origins)
                .containsEntry("platform", Part.LIST)
                .containsEntry("memory", Part.DETAIL)
                .containsEntry("custom.user", Part.DETAIL)
                .doesNotContainKey("blueprint");
    }

    @Test
    void C6_knowsWhatFitsATargetAndWhatCanNotBeMapped() {
        var targets = new MappingTargets(Iru.DEFINITION, List.of(field("n", Type.NUMBER), field("t", Type.TEXT)));

        assertThat(targets.mismatch("text", "custom.n")).isPresent();
        assertThat(targets.mismatch("number", "custom.n")).isEmpty();
        assertThat(targets.mismatch("yes-no", "custom.t")).isEmpty();
        assertThat(targets.mismatch("yes-no", "memory")).isPresent();
        assertThat(targets.mismatch("nothing", "memory")).isPresent();
        assertThat(targets.usualConverter(
                        Location.of("detail:/hardware_overview/total_ram"), "storage", Optional.empty()))
                .isEqualTo("mb-to-gb");
        assertThat(targets.usualConverter(
                        Location.of("detail:/hardware_overview/total_ram"), "custom.n", Optional.empty()))
                .isEqualTo("number");
        assertThat(targets.usualConverter(Location.of("list:/x"), "custom.t", Optional.of(Iru.json("[\"a\"]"))))
                .isEqualTo("joined");
        assertThat(targets.isRemoved(Location.of("detail:/activation_lock/bypass_code_failed")))
                .isTrue();
        assertThat(targets.isRemoved(Location.of("detail:/recovery_information")))
                .isTrue();
        assertThat(targets.isRemoved(Location.of("detail:/other/unlock_pin"))).isTrue();
        assertThat(targets.isRemoved(Location.of("detail:/general/last_user"))).isFalse();
    }
}
