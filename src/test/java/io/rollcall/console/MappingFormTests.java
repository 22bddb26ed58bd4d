package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.CustomField;
import io.rollcall.mapping.MappingChanges;
import io.rollcall.mapping.MappingView;
import io.rollcall.mapping.MappingView.Row;
import io.rollcall.mapping.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;

/** What the form of a mapping makes of it. */
class MappingFormTests {

    private static final String NAME = "list:/device_name";
    private static final String TAGS = "detail:/tags";
    private static final String VOLUME = "detail:/general/boot_volume";

    private static Row row(String property, String target, String origin) {
        return new Row(
                property,
                target,
                target.equals("skip") ? "" : "text",
                origin,
                true,
                Optional.of("example"),
                1,
                Optional.empty(),
                origin.equals("none") ? Optional.of(new Suggestion("Boot volume", "text")) : Optional.empty());
    }

    private static MappingForm form(Row... rows) {
        var custom = new CustomField("floor", "Floor", CustomField.Type.TEXT, List.of());
        return new MappingForm(new MappingView("acme", "iru", 3, 1, List.of(rows), List.of()), List.of(custom));
    }

    private static LinkedMultiValueMap<String, String> sent(Map<String, String> texts) {
        var sent = new LinkedMultiValueMap<String, String>();
        texts.forEach(sent::add);
        return sent;
    }

    private static List<String> targets(List<MappingChanges.Row> rows) {
        return rows.stream()
                .map(row -> row.property() + " > " + row.target().orElse("new"))
                .toList();
    }

    @Test
    void C6_whatNobodyTouchedIsNoRowOfTheConnection() {
        var form = form(row(NAME, "device-name", "file"), row(VOLUME, "skip", "none"));

        assertThat(form.lines(new LinkedMultiValueMap<>(), Map.of()))
                .extracting(MappingForm.Line::text)
                .containsExactly("Device name", "");
        assertThat(form.rows(sent(Map.of("to " + NAME, "Device name", "to " + VOLUME, ""))))
                .isEmpty();
        assertThat(form.rows(sent(Map.of()))).isEmpty();
    }

    @Test
    void C6_aPropertyIsMappedByTheNameOfAFieldOrItsKey() {
        var form = form(row(NAME, "device-name", "file"), row(VOLUME, "skip", "none"));

        assertThat(targets(form.rows(sent(Map.of("to " + NAME, "asset TAG", "to " + VOLUME, "floor (custom)")))))
                .containsExactly(NAME + " > asset-tag", VOLUME + " > custom.floor");
        assertThat(targets(form.rows(sent(Map.of("to " + VOLUME, "custom.floor")))))
                .containsExactly(VOLUME + " > custom.floor");
    }

    @Test
    void C6_whatIsEmptiedIsSkipped() {
        var form = form(row(NAME, "device-name", "file"));

        assertThat(targets(form.rows(sent(Map.of("to " + NAME, " "))))).containsExactly(NAME + " > skip");
    }

    @Test
    void C6_ifOneOfAPropertysRowsChangesAllAreTheConnections() {
        var form = form(row(TAGS, "tags", "file"), row(TAGS, "blueprint", "file"));
        var sent = new LinkedMultiValueMap<String, String>();
        sent.add("to " + TAGS, "Tags");
        sent.add("to " + TAGS, "Floor (custom)");

        var rows = form.rows(sent);

        assertThat(targets(rows)).containsExactly(TAGS + " > tags", TAGS + " > custom.floor");
        assertThat(rows.get(0).convert()).contains("text");
        assertThat(rows.get(1).convert()).isEmpty();
    }

    @Test
    void C6_anOwnRowStaysUntilTheFileIsToHoldAgain() {
        var form = form(row(NAME, "asset-tag", "connection"));

        assertThat(targets(form.rows(sent(Map.of("to " + NAME, "Asset tag"))))).containsExactly(NAME + " > asset-tag");
        assertThat(form.rows(sent(Map.of("to " + NAME, "Asset tag", "file", NAME))))
                .isEmpty();
    }

    @Test
    void C6_aNewCustomFieldIsCalledAsIsSuggestedOrAsIsEntered() {
        var form = form(row(VOLUME, "skip", "none"));

        assertThat(form.rows(sent(Map.of("to " + VOLUME, "", "new " + VOLUME, "text Boot volume"))))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.newField().orElseThrow().name()).isEqualTo("Boot volume"));
        assertThat(form.rows(sent(Map.of("to " + VOLUME, "Disk", "new " + VOLUME, "text Boot volume"))))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.newField().orElseThrow().name()).isEqualTo("Disk"));
    }

    @Test
    void C6_aNameThatNoFieldHasIsToldAtItsProperty() {
        var form = form(row(NAME, "device-name", "file"));
        var sent = sent(Map.of("to " + NAME, "Nonsense"));

        var unknown = form.unknown(sent);

        assertThat(unknown).containsOnlyKeys(NAME);
        assertThat(form.lines(sent, unknown)).singleElement().satisfies(line -> {
            assertThat(line.text()).isEqualTo("Nonsense");
            assertThat(line.error()).isPresent();
        });
    }

    @Test
    void C6_whatWasEnteredCountsThoughTheSamplesItWasShownWithAreGone() {
        var form = form(row(NAME, "device-name", "file"));
        var sent = sent(Map.of("to " + NAME, "Device name", "to " + TAGS, "Floor (custom)"));
        sent.add("to " + VOLUME, "");
        sent.add("new " + VOLUME, "number Boot volume");
        sent.add("to list:/untouched", "");

        var rows = form.rows(sent);

        assertThat(targets(rows)).containsExactlyInAnyOrder(TAGS + " > custom.floor", VOLUME + " > new");
        assertThat(rows)
                .filteredOn(row -> row.newField().isPresent())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.newField().orElseThrow().name()).isEqualTo("Boot volume");
                    assertThat(row.newField().orElseThrow().type()).isEqualTo("number");
                });
    }

    @Test
    void C6_aMistakeAtAPropertyWhoseSamplesAreGoneIsToldAndNothingIsLost() {
        var form = form(row(NAME, "device-name", "file"));
        var sent = sent(Map.of("to " + TAGS, "Nonsense", "to " + VOLUME, "", "new " + VOLUME, "text Boot volume"));

        var unknown = form.unknown(sent);

        assertThat(unknown).containsOnlyKeys(TAGS);
        assertThat(form.lines(sent, unknown))
                .filteredOn(MappingForm.Line::isMapped)
                .extracting(line -> line.row().property() + " " + line.text() + " " + line.makesField())
                .containsExactlyInAnyOrder(NAME + " Device name false", TAGS + " Nonsense false", VOLUME + "  true");
    }

    @Test
    void C6_aTextMoreThanThePropertyHasRowsCountsToo() {
        var form = form(row(TAGS, "tags", "file"));
        var sent = new LinkedMultiValueMap<String, String>();
        sent.add("to " + TAGS, "Tags");
        sent.add("to " + TAGS, "Floor (custom)");

        assertThat(targets(form.rows(sent))).containsExactly(TAGS + " > tags", TAGS + " > custom.floor");
    }
}
