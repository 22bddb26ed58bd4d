package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.source.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd data comes through the whole pipeline: what holds after each fault of the catalogue's part 2.2. */
class DataFaultTests extends PipelineTest {

    /** Syncs a tenant with one device of this list record and details. */
    private Run syncOne(Consumer<ObjectNode> list, Consumer<ObjectNode> details) {
        var tenant = tenant(SimulatedIru.builder().devices(2).odd(false));
        var record = json.createObjectNode()
                .put("device_id", "00000000-0000-4000-8000-00000000abcd")
                .put("device_name", "odd")
                .put("model", "MacBook Air (M1, 2020)")
                .put("serial_number", "ODDSERIAL1")
                .put("platform", "Mac")
                .put("os_version", "14.4.1")
                .put("user", "")
                .put("asset_tag", "");
        list.accept(record);
        var detail = json.createObjectNode();
        details.accept(detail);
        tenant.fleet().addRaw(record.toString(), detail.toString());
        var connection = connect(tenant, ALWAYS);
        var run = lastRun(connection);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(3, 3, 0, 0, 0, 0, 0, 0));
        var again = sync(connection);
        assertThat(again.counts()).as("again").isEqualTo(new Run.Counts(3, 0, 0, 3, 0, 0, 0, 0));
        return run;
    }

    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "0",
            "Default string",
            "C02X",
            "\u0000",
            "\ud800",
            "\u202eabc",
            "\ud83d\ude80",
            "Yes",
            "2024-02-30",
            "-1",
            "MacBook Pro (14-inch, M3, Nov 2023)",
            "iPad",
            "(".repeat(3_000),
            "x".repeat(70_000),
            "a@b@c",
            "=1+1");

    private static JsonNode oddValue(Random random, int depth) {
        var nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 2 ? 5 : 7)) {
            case 0, 1 -> nodes.textNode(ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size())));
            case 2 -> nodes.numberNode(random.nextLong());
            case 3 -> nodes.nullNode();
            case 4 -> nodes.booleanNode(random.nextBoolean());
            case 5 -> nodes.arrayNode().add(oddValue(random, depth + 1)).add(oddValue(random, depth + 1));
            default -> nodes.objectNode().set("k" + random.nextInt(9), oddValue(random, depth + 1));
        };
    }

    private static JsonNode oddRecord(Random random, Part part) {
        var places = DevicePropertyTests.places(part);
        var values = new HashMap<JsonPointer, JsonNode>();
        for (var i = random.nextInt(20); i > 0; i--) {
            values.put(places.get(random.nextInt(places.size())), oddValue(random, 0));
        }
        return DevicePropertyTests.record(values);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20260115})
    void F23_F34_F35_F37_F38_anyRecordsOfAPageHaveExactlyOneOutcomeEach(long seed) throws Exception {
        var random = new Random(seed);
        var ascii = json.writer().with(com.fasterxml.jackson.core.json.JsonWriteFeature.ESCAPE_NON_ASCII);
        var tenant = tenant(SimulatedIru.builder().devices(0));
        for (var i = 0; i < 250; i++) {
            var list = oddRecord(random, Part.LIST) instanceof ObjectNode object ? object : json.createObjectNode();
            list.put("device_id", "00000000-0000-4000-8000-%012d".formatted(i));
            tenant.fleet()
                    .addRaw(ascii.writeValueAsString(list), ascii.writeValueAsString(oddRecord(random, Part.DETAIL)));
        }

        var connection = connect(tenant, ALWAYS);

        var run = lastRun(connection);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().seen()).isEqualTo(250);
        assertThat(run.counts().failed()).isZero();
        var again = sync(connection).counts();
        assertThat(again.seen()).isEqualTo(250);
        assertThat(again.created() + again.updated() + again.failed())
                .as("seed %d", seed)
                .isZero();
    }

    private List<String> notices(Run run) {
        return ledger.remarks(run.id(), 0, 100).stream()
                .map(remark -> remark.remark().reason())
                .toList();
    }

    private String ofOdd(String column) {
        return jdbc.sql("select coalesce(" + column
                        + "::text, '') from asset where device_name is not null and serial = 'ODDSERIAL1'")
                .query(String.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(strings = {" c02oddserial ", "C02ODD\u200bSERIAL", "\uff23\uff10\uff12oddserial", "c02oddser\u0131al"})
    void F32_otherSpellingOfASerialIsTheSameAsset(String spelling) {
        var tenant = tenant(SimulatedIru.builder().devices(0));
        tenant.fleet().add(draft -> draft.serial("C02ODDSERIAL"));
        var connection = connect(tenant, CHANGED);
        var device = tenant.fleet().ids().get(0);
        tenant.fleet().remove(device);
        tenant.fleet().add(draft -> draft.serial(spelling));

        sync(connection);

        assertThat(column("select serial_normalised from asset", String.class)).containsExactly("C02ODDSERIAL");
    }

    @Test
    void F34_F36_charactersThatCanBeStoredAreKept() {
        var name = "a\u0000b \ud83d\ude80 \u202egnp.exe \u05d0\u05d1 c\u0007d\ne";

        syncOne(list -> list.put("device_name", name), details -> {});

        assertThat(ofOdd("name")).startsWith("ab ").contains("\ud83d\ude80", "\u202e", "\u05d0\u05d1");
    }

    @Test
    void F35_monstersAreCutAndTheDeviceIsKept() {
        syncOne(list -> list.put("device_name", "n".repeat(1 << 20)), details -> {
            var custom = details.putObject("general");
            for (var i = 0; i < 5000; i++) {
                custom.put("custom_" + i, "value " + i);
            }
        });

        assertThat(ofOdd("name").length()).isBetween(100, 100_000);
    }

    @Test
    void F35_longTextsThatDoNotCompressFitIntoTheIndexesAndTheDeviceIsKept() {
        var random = new java.util.Random(35);
        var text = random.ints(4_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        syncOne(list -> list.put("device_name", text).put("model", text).put("asset_tag", text), details -> {});

        assertThat(ofOdd("name")).isEqualTo(text.substring(0, 500));
    }

    @Test
    void F35_serialThatIsTooLongForAnIndexIsNoneAndTheDeviceIsKept() {
        var tenant = tenant(SimulatedIru.builder().devices(1).odd(false));
        tenant.fleet().add(draft -> draft.serial("X".repeat(13_000)));

        var connection = connect(tenant, ALWAYS);

        assertThat(lastRun(connection).counts()).isEqualTo(new Run.Counts(2, 2, 0, 0, 0, 0, 0, 0));
        assertThat(count("select count(*) from asset where serial_normalised is null"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "10000-01-01T00:00:00Z", "yesterday", "2024-13-45T99:99:99Z", "-1", "{}"})
    void F37_impossibleCheckInIsLeftOutWithANoteAndTheDeviceIsKept(String time) {
        syncOne(list -> list.put("last_check_in", time), details -> {});

        assertThat(count("select count(*) from device where source_id like '%abcd' and last_check_in is not null"))
                .isZero();
    }

    @Test
    void F38_unknownPlatformModelAndVersionAreStoredAsGivenAndCounted() {
        var run = syncOne(
                list -> list.put("platform", "Fuchsia")
                        .put("model", "Thing 3000")
                        .put("os_version", "next"),
                details -> {});

        assertThat(ofOdd("type")).isEqualTo("unknown");
        assertThat(ofOdd("model")).contains("Thing 3000");
        assertThat(ofOdd("os_version")).isEqualTo("next");
        assertThat(notices(run)).anyMatch(notice -> notice.contains("type can't be told"));
    }
}
