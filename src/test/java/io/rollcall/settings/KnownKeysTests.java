package io.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

class KnownKeysTests {

    private final KnownKeys keys = new KnownKeys(
            List.of("rollcall.home", "rollcall.http.allow-private-addresses", "rollcall.http.allowed-hosts"),
            List.of("rollcall.connections"));

    @ParameterizedTest
    @CsvSource({
        "rollcall.home, true",
        "rollcall.http.allow.private.addresses, true",
        "rollcall.http.allowprivateaddresses, true",
        "rollcall.http.allowed.hosts[0], true",
        "rollcall.connections.acme.enabled, true",
        "rollcall.port, false",
        "rollcall.http.allow.private, false",
    })
    void knowsVariablesOfTheEnvironmentWithoutHyphens(String variable, boolean known) {
        assertThat(keys.knowsVariable(ConfigurationPropertyName.of(variable))).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "rollcall.home, true",
        "rollcall.http.allow-private-addresses, true",
        "rollcall.http.allowed-hosts[0], true",
        "rollcall.connections.acme.policy.details, true",
        "rollcall.http.allow.private.addresses, false",
        "rollcall.http.allowed-hosts.first, false",
        "rollcall.home.x, false",
    })
    void knowsKeysAsTheyAreBound(String key, boolean known) {
        assertThat(keys.knows(ConfigurationPropertyName.of(key))).isEqualTo(known);
    }
}
