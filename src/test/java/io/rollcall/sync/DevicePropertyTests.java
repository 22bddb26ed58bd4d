package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.Span;
import io.rollcall.connection.IruConnection;
import io.rollcall.device.SerialNumber;
import io.rollcall.source.Iru;
import io.rollcall.source.JsonText;
import io.rollcall.source.Part;
import io.rollcall.sync.SourceDevice.Match;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever JSON a source sends, it becomes a device that can be stored. */
class DevicePropertyTests {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final RunContext RUN =
            new RunContext(new Lease(1, 1), RunKind.SYNC, IruConnection.of(1, "{}"), Span.getInvalid());

    @Provide
    Arbitrary<JsonNode> lists() {
        return records(Part.LIST);
    }

    @Provide
    Arbitrary<JsonNode> details() {
        return records(Part.DETAIL);
    }

    /** Records with odd values in many of the places the mapping reads, sections missing or of another type. */
    private static Arbitrary<JsonNode> records(Part part) {
        return Arbitraries.maps(Arbitraries.of(places(part)), values())
                .ofMaxSize(25)
                .map(DevicePropertyTests::record);
    }

    /** Where the mapping reads. */
    static List<JsonPointer> places(Part part) {
        return Iru.DEFINITION.fields().stream()
                .flatMap(row -> row.from().stream())
                .filter(location -> location.part() == part)
                .map(location -> location.pointer())
                .toList();
    }

    private static Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(20).map(JSON::textNode),
                Arbitraries.strings()
                        .withCharRange('\ud000', '\uffff')
                        .ofMaxLength(5)
                        .map(JSON::textNode),
                Arbitraries.of("MacBook Pro (14-inch, M3, Nov 2023)", "iPad", "0", "Mac", "\0", "\u0130", "C02X", "Yes")
                        .map(JSON::textNode),
                Arbitraries.of("x".repeat(5_000), " ".repeat(5_000), "(".repeat(3_000))
                        .map(JSON::textNode),
                Arbitraries.bigDecimals().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.of(JSON.booleanNode(true), JSON.nullNode()));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(items -> JSON.arrayNode().addAll(items)),
                        Arbitraries.maps(Arbitraries.strings().all().ofMaxLength(5), inner)
                                .ofMaxSize(3)
                                .map(entries -> JSON.objectNode().setAll(entries))),
                0,
                2);
    }

    static JsonNode record(Map<JsonPointer, JsonNode> values) {
        JsonNode record = JSON.objectNode();
        for (var entry : values.entrySet()) {
            record = put(record, entry.getKey(), entry.getValue());
        }
        return record;
    }

    private static JsonNode put(JsonNode record, JsonPointer place, JsonNode value) {
        if (place.matches()) {
            return value;
        }
        var copy = record instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
        copy.set(place.getMatchingProperty(), put(copy.path(place.getMatchingProperty()), place.tail(), value));
        return copy;
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void F23_F34_F38_anyRecordsBecomeADeviceThatCanBeStored(
            @ForAll("lists") JsonNode listAnswer, @ForAll("details") JsonNode detailAnswer) {
        var list = Iru.MAPPING.strip(Part.LIST, JsonText.clean(listAnswer).node());
        var detail = JsonText.clean(detailAnswer).node();
        var device = new SourceDevice(
                RUN,
                RUN.trace(),
                0,
                "d1",
                "",
                "",
                list,
                Iru.MAPPING.listHash(list),
                Match.NEW,
                true,
                false,
                java.util.Set.of(),
                Optional.empty(),
                Optional.empty(),
                false);

        for (var result : List.of(new Devices().map(device), new Devices().mapWithDetails(device, detail))) {
            assertThat(result).isInstanceOfSatisfying(DeviceResult.Mapped.class, mapped -> {
                var canonical = mapped.device().device();
                assertThat(canonical.sourceId()).isEqualTo("d1");
                canonical
                        .attributes()
                        .asMap()
                        .forEach((field, value) -> assertThat(value)
                                .as(field.key())
                                .isNotBlank()
                                .matches(DevicePropertyTests::canBeStored, "can be stored"));
                canonical.serial().ifPresent(serial -> {
                    assertThat(serial.original()).isNotBlank().matches(DevicePropertyTests::canBeStored);
                    assertThat(SerialNumber.of(serial.original())).contains(serial);
                });
            });
        }
        assertThat(new Devices().seen(device)).isInstanceOf(DeviceResult.Unchanged.class);
    }

    /** PostgreSQL takes neither NUL nor half of a surrogate pair. */
    private static boolean canBeStored(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF);
    }
}
