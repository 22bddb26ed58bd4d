package io.rollcall.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerialNumberTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C02D91CNPV4M",
                "FVHEXAMPLE01",
                "Z6VEXAMPL5",
                "511EXAMPLE10",
                "TDGEXAMPLE",
                "[REDACTED]",
                "VMware-56 4d 8a 1f 00 01",
                "5CD0123ABC",
                "12345ABCDE",
                "1000000",
                "NONE1234",
                "0-1"
            })
    void A2_F30_takesRealSerials(String text) {
        assertThat(SerialNumber.of(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u200b\u00a0\t",
                "Default string",
                "DEFAULT STRING ",
                "To be filled by O.E.M.",
                "To Be Filled By OEM",
                "System Serial Number",
                "Not Specified",
                "Not Applicable",
                "Not Available",
                "unknown",
                "None",
                "null",
                "N/A",
                "n.a.",
                "INVALID",
                "0",
                "-1",
                "0000000",
                "00000000-0000-0000",
                "XXXXXXXXXXX",
                "----------",
                "?",
                "................",
                "123456789",
                "0123456789",
                "1234567",
                "SN-12345",
                "ｕｎｋｎｏｗｎ",
                "unk\u200bnown"
            })
    void F30_F31_refusesBlanksAndPlaceholders(String text) {
        assertThat(SerialNumber.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "c02d91cnpv4m,          C02D91CNPV4M",
        "'  C02D91CNPV4M\t',     C02D91CNPV4M",
        "'C02 D91 CNPV4M',      C02D91CNPV4M",
        "Ｃ０２Ｄ９１ＣＮＰＶ４Ｍ, C02D91CNPV4M",
        "İ1ı,                   İ1I",
        "straße1,               STRASSE1",
        "ab-cd.12,              AB-CD.12"
    })
    void F32_bringsSerialsToOneForm(String text, String normalised) {
        assertThat(SerialNumber.of(text)).map(SerialNumber::normalised).hasValue(normalised);
    }

    @Test
    void F32_dropsInvisibleCharacters() {
        var text = "\ufeffC02\u200bD91\u00adCNP\u2060V4M\u0000\u202e";

        assertThat(SerialNumber.of(text)).map(SerialNumber::normalised).hasValue("C02D91CNPV4M");
    }

    @Test
    void F32_readsTheTwoSpellingsOfTurkishIAlike() {
        assertThat(SerialNumber.of("İ12"))
                .isEqualTo(SerialNumber.of("i\u030712"))
                .isNotEmpty();
    }

    @Test
    void F32_doesNotDependOnTheLocaleOfTheMachine() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(SerialNumber.of("di12")).map(SerialNumber::normalised).hasValue("DI12");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void F32_keepsTheOriginalAndComparesByTheNormalForm() {
        var one = SerialNumber.of("c02 d91").orElseThrow();
        var other = SerialNumber.of("C02D91").orElseThrow();

        assertThat(one.original()).isEqualTo("c02 d91");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void F34_keepsAnOriginalThatCanBeStored() {
        assertThat(SerialNumber.of("C02\u0000D91\ud800"))
                .map(SerialNumber::original)
                .hasValue("C02D91");
    }

    @Test
    void F35_refusesWhatIsTooLongForAnIndex() {
        assertThat(SerialNumber.of("AB".repeat(127) + "C")).isPresent();
        assertThat(SerialNumber.of("AB".repeat(128))).isEmpty();
        assertThat(SerialNumber.of("AB".repeat(1_000_000))).isEmpty();
        // U+FDFA is one character that NFKC writes out as eighteen
        assertThat(SerialNumber.of("A" + "\ufdfa".repeat(200))).isEmpty();
    }

    @Property
    void F32_normalisingAgainChangesNothing(@ForAll("texts") String text) {
        var once = SerialNumber.normalise(text);

        assertThat(SerialNumber.normalise(once)).isEqualTo(once);
    }

    @Property
    void F32_anySerialCanBeReadBackFromItsNormalForm(@ForAll("texts") String text) {
        SerialNumber.of(text).ifPresent(serial -> {
            assertThat(SerialNumber.of(serial.normalised())).hasValue(serial);
            assertThat(SerialNumber.of(serial.original())).hasValue(serial);
            assertThat(serial.normalised())
                    .hasSizeBetween(1, SerialNumber.MAX_LENGTH)
                    .doesNotContain(" ", "\u0000");
        });
    }

    @Property
    void F32_neitherCaseNorSpacesNorInvisibleCharactersMatterInAnyOrder(
            @ForAll("serials") String serial, @ForAll("noise") String one, @ForAll("noise") String other) {
        var middle = serial.length() / 2;
        var spelled =
                one + serial.substring(0, middle).toLowerCase(Locale.ROOT) + other + serial.substring(middle) + one;

        assertThat(SerialNumber.of(spelled)).isEqualTo(SerialNumber.of(serial));
    }

    @Example
    void F32_settlesWithinTheRoundsForEveryCharacter() {
        for (var codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            var once = SerialNumber.normalise("A" + Character.toString(codePoint) + "\u0345\u0301B");
            assertThat(SerialNumber.normalise(once)).isEqualTo(once);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(300),
                Arbitraries.strings()
                        .withChars("İıiI\u0307\u0345\u0301ßŉ\u200b\ud83d\ude00\u0000 ﬁ\u2126Å\u00a8ﷺ")
                        .ofMaxLength(20));
    }

    @Provide
    Arbitrary<String> serials() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings()
                .withChars(" \t\u00a0\u200b\u200d\ufeff\u2060\u0000\n")
                .ofMaxLength(5);
    }
}
