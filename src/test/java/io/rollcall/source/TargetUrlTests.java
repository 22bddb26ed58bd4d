package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/x",
                "ftp://hooks.example.com/x",
                "https:///x",
                "https://user:pass@hooks.example.com/x",
                "https://127.0.0.1/x",
                "https://[::1]/x",
                "https://2130706433/x",
                "https://127.1/x",
            })
    void S13_refusesWebhooksThatLeadElsewhere(String url) {
        assertThat(TargetUrl.problem(URI.create(url), AddressRules.strict())).isPresent();
    }

    @Test
    void S13_takesHttpsToANamedHost() {
        assertThat(TargetUrl.problem(URI.create("https://hooks.example.com/services/x"), AddressRules.strict()))
                .isEmpty();
    }

    @Test
    void takesPrivateAddressesWhereTheyAreAllowed() {
        var rules = new AddressRules(true, true, List.of());

        assertThat(TargetUrl.problem(URI.create("http://127.0.0.1:9000/x"), rules))
                .isEmpty();
    }
}
