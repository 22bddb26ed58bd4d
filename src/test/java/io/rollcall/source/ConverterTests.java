package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Reading read(String converter, String json) {
        return Converter.of(converter).orElseThrow().read(Iru.json(json), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-07-23T14:26:49.166267Z, 2024-07-23T14:26:49.166267Z",
        "2024-05-13 20:09:27.374451+00:00, 2024-05-13T20:09:27.374451Z",
        "2024-06-17 11:32:35+00:00, 2024-06-17T11:32:35Z",
        "2024-05-13 20:09:23 +0000, 2024-05-13T20:09:23Z",
        "2024-11-20T02:17:47Z, 2024-11-20T02:17:47Z",
        "2024-03-21T11:50:00.995043+00:00, 2024-03-21T11:50:00.995043Z",
        "2024-03-21T11:50:00+02:00, 2024-03-21T09:50:00Z",
        "2024-03-21 11:50:00 -0530, 2024-03-21T17:20:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z"
    })
    void F37_readsEverySpellingOfATime(String written, String canonical) {
        assertThat(read("time", '"' + written + '"')).isEqualTo(Reading.of(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0000-00-00\"",
                "\"0000-00-00T00:00:00Z\"",
                "\"10000-01-01T00:00:00Z\"",
                "\"+10000-01-01T00:00:00Z\"",
                "1721744809",
                "1721744809166",
                "\"1721744809166\"",
                "\"2024-07-23T14:26:49\"",
                "\"2024-07-23 14:26:49.1\"",
                "\"2024-07-23\"",
                "\"2023-02-29T00:00:00Z\"",
                "\"2024-13-01T00:00:00Z\"",
                "\"2026-01-02T00:00:01Z\"",
                "\"1970-01-01T00:00:00Z\"",
                "\"yesterday\"",
                "true",
                "{\"a\":1}",
                "[1]"
            })
    void F37_leavesOutWhatIsNoTimeWithANote(String json) {
        var reading = read("time", json);

        assertThat(reading.value()).isNull();
        assertThat(reading.complaint()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "time",
        "yes-no",
        "text",
        "gb",
        "memory",
        "imei",
        "mac",
        "joined",
        "first-volume",
        "title-case",
        "frequency"
    })
    void F23_takesEveryFormOfNothingAsAbsent(String converter) {
        for (var nothing : new String[] {"null", "\"\"", "\"  \"", "{}", "[]"}) {
            assertThat(read(converter, nothing)).as(nothing).isEqualTo(Reading.ABSENT);
        }
    }

    @Test
    void F37_takesTheZeroTimeOfProgramsAsAbsent() {
        assertThat(read("time", "\"0001-01-01T00:00:00Z\"")).isEqualTo(Reading.ABSENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yes-no | true | true",
                "yes-no | 'False' | false",
                "yes-no | 'Yes' | true",
                "yes-no | 'no' | false",
                "yes-no | 1 | true",
                "gb | '926.3 GB' | 926.3 GB",
                "gb | '128.0 GB' | 128 GB",
                "gb | 11.28 | 11.28 GB",
                "gb | '1.82 TB' | 1.82 TB",
                "mb-to-gb | '16384' | 16 GB",
                "mb-to-gb | 486061 | 474.67 GB",
                "memory | '8 GB 3733MHz LPDDR4X' | 8 GB",
                "memory | '32 GB LPDDR5' | 32 GB",
                "imei | '35 673008 397160 8' | 356730083971608",
                "mac | '02-00-5e-10-00-01' | 02:00:5E:10:00:01",
                "mac | '0200.5e10.0001' | 02:00:5E:10:00:01",
                "mac | '02005E100001' | 02:00:5E:10:00:01",
                "title-case | 'SPACE GRAY' | Space Gray",
                "title-case | 'Blue' | Blue",
                "in-brackets | '12.0.1 (21A559)' | 21A559",
                "windows-build | '10.0.26100.6584' | 26100.6584",
                "windows-build | '26100.6584' | 26100.6584",
                "frequency | '2.3 GHz 8-Core Intel Core i9' | 2.3 GHz",
                "text | 5 | 5",
                "text | true | true",
                "text | ' a ' | a",
                "joined | ['b','a','b',1] | 1, a, b"
            })
    void F23_readsEverySpelling(String converter, String json, String canonical) {
        assertThat(read(converter, json.replace('\'', '"'))).isEqualTo(Reading.of(canonical));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yes-no | 'maybe'",
                "yes-no | 2",
                "gb | 'Not Present'",
                "gb | '8 GB fast'",
                "memory | 'lots'",
                "imei | '12345'",
                "mac | '02:00:5e'",
                "mac | 'zz:zz:zz:zz:zz:zz'",
                "text | {'a':1}",
                "first-volume | {'capacity':'1 GB'}"
            })
    void F23_leavesOutWhatItCantReadWithANote(String converter, String json) {
        var reading = read(converter, json.replace('\'', '"'));

        assertThat(reading.value()).isNull();
        assertThat(reading.complaint()).isNotNull();
    }

    @Test
    void takesTheFirstVolumeThatHasASize() {
        assertThat(read("first-volume", "[5,{\"capacity\":\"\"},{\"capacity\":\"228.27 GB\"},{\"capacity\":\"1 GB\"}]"))
                .isEqualTo(Reading.of("228.27 GB"));
    }

    @Test
    void namesNoUserOfAMacWithSeveral() {
        assertThat(read("only-username", "[{\"username\":\"a\"}]")).isEqualTo(Reading.of("a"));
        assertThat(read("only-username", "[{\"username\":\"a\"},{\"username\":\"b\"}]"))
                .isEqualTo(Reading.ABSENT);
    }

    @Test
    void F37_showsTheBadValueShortenedInTheNote() {
        var row = Iru.json("{\"last_check_in\":\"" + "x".repeat(500) + "\"}");

        assertThat(Iru.MAPPING.map(row, Optional.empty()).notes())
                .singleElement()
                .asString()
                .startsWith("last-check-in left out: \"xxx")
                .hasSizeLessThan(120);
    }
}
