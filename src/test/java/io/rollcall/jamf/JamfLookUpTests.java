package io.rollcall.jamf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JamfLookUpTests {

    private final Jamf jamf = new Jamf(Clock.systemUTC());

    @Test
    void deviceIsLookedUpWhereEveryServerHasItEvenWhenNothingIsKnownOfTheServerYet() {
        assertThat(jamf.lookUpPath("computer-7")).isEqualTo("/api/v1/computers-inventory-detail/7");
        assertThat(jamf.lookUpPath("mobile-7")).isEqualTo("/api/v2/mobile-devices/7/detail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "computer-", "computer-7/../8", "mobile-x", ""})
    void whatIsNoKeyIsNotAskedFor(String key) {
        assertThatThrownBy(() -> jamf.lookUpPath(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no request is sent");
    }
}
