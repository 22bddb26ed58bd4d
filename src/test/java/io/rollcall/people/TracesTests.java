package io.rollcall.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesTests {

    private static final Traces ADA = new Traces(List.of("ada+x@example.com"), "Ada O'Neil-Love");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail ADA+x@example.com now | mail [erased] now",
                "mail ada+x@example.com. | mail [erased].",
                "b.ada+x@example.com | b.ada+x@example.com",
                "ada+x@example.com.au | ada+x@example.com.au",
                "adaax@example.com | adaax@example.com",
                "by ada  o'neil-love. | by [erased].",
                "Nada O'Neil-Lovelace | Nada O'Neil-Lovelace",
                "Ada | Ada"
            })
    void findsAPersonsTracesButNotThoseOfOthers(String text, String struck) {
        // Java and PostgreSQL read this pattern alike
        var pattern = Pattern.compile(ADA.pattern(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

        assertThat(pattern.matcher(text).replaceAll(Traces.ERASED)).isEqualTo(struck);
    }

    @Test
    void nobodysTracesAreNowhere() {
        assertThat(Pattern.compile(new Traces(List.of(), "").pattern())
                        .matcher("any text")
                        .find())
                .isFalse();
    }
}
