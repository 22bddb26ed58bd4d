package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationTests {

    @ParameterizedTest
    @CsvSource({"90d, 90 days", "1h, 1 hour", "500ms, 500 milliseconds", "PT5M, PT5M", "0, 0"})
    void durationsAreInWords(String written, String words) {
        assertThat(Installation.words(written)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, for ever",
        "0d, for ever",
        "0s, for ever",
        "PT0S, for ever",
        "90d, 90 days",
        "P90D, P90D",
        "10d, 10 days"
    })
    void whatIsKeptForNoTimeIsKeptForEver(String written, String words) {
        assertThat(Installation.kept(written)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "http://rollcall:pass-of-the-proxy@proxy.example.com:3128, http://proxy.example.com:3128",
        "http://rollcall:pass@of-the-proxy@proxy.example.com:3128, http://proxy.example.com:3128",
        "http://proxy.example.com:3128, http://proxy.example.com:3128",
        "not set, not set"
    })
    void S17_ofAProxyNeitherUserNorPasswordIsShown(String written, String shown) {
        assertThat(Installation.withoutUser(written)).isEqualTo(shown);
    }
}
