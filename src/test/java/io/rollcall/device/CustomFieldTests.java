package io.rollcall.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.CustomField.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomFieldTests {

    private static CustomField field(Type type) {
        return new CustomField("f", "F", type, type == Type.CHOICE ? List.of("Red", "Dark blue") : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "text, ' 4711 ', 4711",
        "number, 12.50, 12.5",
        "number, +007, 7",
        "number, -0.0, 0",
        "number, 99999999999999999999, 99999999999999999999",
        "number, 0.12345678901, 0.123456789",
        "date, 2026-03-31, 2026-03-31",
        "yes-no, YES, true",
        "yes-no, 0, false",
        "choice, dark BLUE, Dark blue",
    })
    void C6_valueHasOneSpelling(String type, String given, String stored) {
        assertThat(field(Type.of(type).orElseThrow()).read(given)).contains(stored);
    }

    @ParameterizedTest
    @CsvSource({
        "number, '1,5'",
        "number, 1e999999999",
        "number, 100000000000000000000",
        "number, NaN",
        "number, 12 GB",
        "date, 2026-02-30",
        "date, 0000-00-00",
        "date, +10000-01-01",
        "date, 31.03.2026",
        "date, 1711843200000",
        "yes-no, maybe",
        "choice, green",
    })
    void F37_F38_valueThatTheTypeDoesNotHaveIsRefusedAndTheTypeSaysWhatItTakes(String type, String given) {
        var field = field(Type.of(type).orElseThrow());

        assertThat(field.read(given)).isEmpty();
        assertThat(field.allowed()).isNotBlank();
    }

    @Test
    void F35_longerTextIsNone() {
        assertThat(field(Type.TEXT).read("x".repeat(CustomField.MAX_VALUE))).isPresent();
        assertThat(field(Type.TEXT).read("x".repeat(CustomField.MAX_VALUE + 1))).isEmpty();
    }

    @Test
    void C6_attributesKeepCustomValuesBesideThoseOfFields() {
        var known = Attributes.of(Map.of(Field.MODEL, "Mac mini"), Map.of("owner", "Ada", "room", "1"));

        var merged = known.with(Attributes.of(Map.of(Field.MEMORY, "8 GB"), Map.of("room", "2", "blank", " ")));

        assertThat(merged.custom()).isEqualTo(Map.of("owner", "Ada", "room", "2"));
        assertThat(merged.byKey())
                .isEqualTo(Map.of("model", "Mac mini", "memory", "8 GB", "custom.owner", "Ada", "custom.room", "2"));
        assertThat(Attributes.ofKeys(merged.byKey())).isEqualTo(merged);
        assertThat(merged.without(field -> true).byKey()).containsOnlyKeys("custom.owner", "custom.room");
        assertThat(Completion.of(merged).attributes().custom()).isEqualTo(merged.custom());
    }
}
