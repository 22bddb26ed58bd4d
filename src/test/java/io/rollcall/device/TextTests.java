package io.rollcall.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTests {

    @Test
    void F34_takesOutNulAndLoneSurrogates() {
        assertThat(Text.clean("a\u0000b\ud800c\udc00d")).isEqualTo(new Text("abcd", true, false));
        assertThat(Text.clean("\udc00\ud800")).isEqualTo(new Text("", true, false));
    }

    @Test
    void F34_putsASpaceForOtherControlCharacters() {
        assertThat(Text.clean("a\tb\r\nc\u001bd\u007fe\u0085f")).isEqualTo(new Text("a b  c d e f", true, false));
    }

    @Test
    void F35_cutsWhatIsTooLong() {
        var text = Text.clean("x".repeat(1_000_000));

        assertThat(text.value()).hasSize(Text.DEFAULT_LIMIT);
        assertThat(text.cut()).isTrue();
        assertThat(text.cleaned()).isFalse();
        assertThat(text.changed()).isTrue();
    }

    @Test
    void F35_cutsAtTheLimitAndNotBefore() {
        assertThat(Text.clean("abc", 3)).isEqualTo(new Text("abc", false, false));
        assertThat(Text.clean("abcd", 3)).isEqualTo(new Text("abc", false, true));
        assertThat(Text.clean("abc\u0000", 3)).isEqualTo(new Text("abc", true, false));
        assertThat(Text.clean("abc\u0000d", 3)).isEqualTo(new Text("abc", true, true));
        assertThat(Text.clean("\u0000abcd", 3)).isEqualTo(new Text("abc", true, true));
    }

    @Test
    void F35_doesNotSplitASurrogatePair() {
        assertThat(Text.clean("ab😀", 3)).isEqualTo(new Text("ab", false, true));
        assertThat(Text.clean("ab😀", 4)).isEqualTo(new Text("ab😀", false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë’s Mac 😀👩‍💻", "מחשב של דנה", "abc\u202egpj", "\u2066x\u2069", "", " kept as it is "})
    void F36_keepsEmojiAndBidirectionalText(String text) {
        assertThat(Text.clean(text)).isEqualTo(new Text(text, false, false));
    }

    @Test
    void refusesALimitThatHoldsNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Text.clean("a", 0))
                .withMessageContaining("0");
    }

    @Property
    void F34_F35_theResultIsStorableWithinTheLimitAndStaysAsItIs(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int limit) {
        var clean = Text.clean(text, limit);

        assertThat(clean.value().length()).isLessThanOrEqualTo(limit);
        assertThat(clean.value().chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(CharBuffer.wrap(clean.value())))
                .isTrue();
        assertThat(clean.changed()).isEqualTo(!clean.value().equals(text));
        assertThat(Text.clean(clean.value(), limit)).isEqualTo(new Text(clean.value(), false, false));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(60),
                Arbitraries.strings().withChars("a\u0000\n\ud83d\ude00é").ofMaxLength(60));
    }
}
