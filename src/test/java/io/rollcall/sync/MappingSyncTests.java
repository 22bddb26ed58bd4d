package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.access.Actor;
import io.rollcall.connection.ConnectionChanges;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.mapping.MappingChanges;
import io.rollcall.mapping.Mappings;
import io.rollcall.records.CustomFieldEdits.NewField;
import io.rollcall.records.Expected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Own mappings and custom fields through the whole pipeline, with odd data as well. */
class MappingSyncTests extends PipelineTest {

    private static final String ODD = "detail:/general/odd";

    @Autowired
    Mappings mappings;

    @AfterEach
    void forgetFields() {
        jdbc.sql("delete from custom_field").update();
    }

    private void map(String connection, String property, String type, String... choices) {
        var field = new NewField("Odd", type, List.of(choices));
        mappings.change(
                connection,
                new MappingChanges(List.of(
                        new MappingChanges.Row(property, Optional.empty(), Optional.of(field), Optional.empty()))),
                Expected.ANY,
                Actor.ROLLCALL);
    }

    private SimulatedIru tenantWithOddDevice(Consumer<ObjectNode> general) {
        var tenant = tenant(3);
        var record = json.createObjectNode()
                .put("device_id", "00000000-0000-4000-8000-00000000abcd")
                .put("device_name", "odd")
                .put("model", "MacBook Air (M1, 2020)")
                .put("serial_number", "ODDSERIAL1")
                .put("platform", "Mac")
                .put("os_version", "14.4.1")
                .put("user", "");
        var detail = json.createObjectNode();
        general.accept(detail.putObject("general"));
        tenant.fleet().addRaw(record.toString(), detail.toString());
        return tenant;
    }

    /** Maps the odd property after the first sync, and syncs once more: the value of the custom field, blank for none. */
    private String mapped(Consumer<ObjectNode> general, String type, String... choices) {
        var connection = connect(tenantWithOddDevice(general), CHANGED);
        map(connection, ODD, type, choices);
        var run = sync(connection);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().seen()).isEqualTo(4);
        assertThat(run.counts().failed()).isZero();
        assertThat(run.apiCalls()).as("the records are here").isEqualTo(1);
        var again = sync(connection).counts();
        assertThat(again).as("again").isEqualTo(new Run.Counts(4, 0, 0, 4, 0, 0, 0, 0));
        return jdbc.sql("select coalesce(custom ->> 'odd', '') from asset where serial = 'ODDSERIAL1'")
                .query(String.class)
                .single();
    }

    private List<String> notices(String connection) {
        var runs = ledger.newest(Optional.of(connection), 10);
        return runs.stream()
                .flatMap(run -> ledger.remarks(run.id(), 0, 100).stream())
                .map(remark -> remark.remark().reason())
                .toList();
    }

    @Test
    void F34_F36_charactersThatCanBeStoredReachACustomField() {
        var value = mapped(general -> general.put("odd", "a\u0000b \ud83d\ude80 \u202egnp.exe \u05d0\u05d1"), "text");

        assertThat(value).isEqualTo("ab \ud83d\ude80 \u202egnp.exe \u05d0\u05d1");
    }

    @Test
    void F35_monsterIsCutToWhatACustomFieldHolds() {
        var value = mapped(
                general -> {
                    for (var i = 0; i < 900; i++) {
                        general.put("custom_" + i, "value " + i);
                    }
                    general.put("odd", "n".repeat(1 << 20));
                },
                "text");

        assertThat(value).isEqualTo("n".repeat(500));
        assertThat(notices(names.get(0))).anyMatch(notice -> notice.startsWith("Odd was cut from"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "10000-01-01T00:00:00Z", "yesterday", "1711843200000", "{}"})
    void F37_impossibleDateLeavesTheCustomFieldEmptyWithANoteAndTheDeviceIsKept(String date) {
        assertThat(mapped(general -> general.put("odd", date), "date")).isEmpty();

        assertThat(notices(names.get(0)))
                .anyMatch(notice -> notice.startsWith("Odd left out: ") && notice.contains(date));
    }

    @Test
    void F38_unknownChoiceIsLeftOutWithANoteThatNamesItAndIsThereOnceItIsAChoice() {
        assertThat(mapped(general -> general.put("odd", "Mauve"), "choice", "Red", "Blue"))
                .isEmpty();

        assertThat(notices(names.get(0))).anyMatch(notice -> notice.contains("\"Mauve\" is not one of Red, Blue"));
        jdbc.sql("update custom_field set choices = '{Red,Mauve}'").update();
        assertThat(sync(names.get(0)).counts().updated()).isEqualTo(1);
        assertThat(count("select count(*) from asset where custom @> '{\"odd\": \"Mauve\"}'"))
                .isEqualTo(1);
    }

    @Test
    void C6_deviceWhoseDetailsWereNeverReadGetsItsCustomFieldOnceTheyAre() {
        var tenant = tenantWithOddDevice(general -> general.put("odd", "late"));
        var connection = connect(tenant, LIST_ONLY);
        map(connection, ODD, "text");
        sync(connection);
        assertThat(count("select count(*) from asset where custom <> '{}'")).isZero();

        service.change(connection, policy(CHANGED), Actor.ROLLCALL);
        sync(connection);

        assertThat(column("select custom ->> 'odd' from asset where custom <> '{}'", String.class))
                .containsExactly("late");
    }

    private ConnectionChanges policy(String text) {
        try {
            return new ConnectionChanges(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.of(json.readTree(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run that is under way ends with the mapping it began with; the next one makes anew what that one stored. */
    @Test
    void C6_changeDuringARunHoldsFromTheNextOneOn() {
        var tenant = tenantWithOddDevice(general -> general.put("odd", "here"));
        var connection = connect(tenant, CHANGED);
        jdbc.sql("update device set mapping = 'of a run that began before'").update();
        map(connection, ODD, "text");

        var run = sync(connection);

        assertThat(run.apiCalls()).isEqualTo(1);
        assertThat(run.counts()).isEqualTo(new Run.Counts(4, 0, 1, 3, 0, 0, 0, 0));
        assertThat(column("select distinct mapping from device", String.class))
                .containsExactly(connections
                        .find(connection)
                        .orElseThrow()
                        .source()
                        .mapping()
                        .version());
    }
}
