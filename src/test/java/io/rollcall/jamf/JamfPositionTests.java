package io.rollcall.jamf;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.call.ListScope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JamfPositionTests {

    @ParameterizedTest
    @CsvSource({"0, 200, 0, 100", "3, 200, 6, 100", "1, 25, 5, 5", "1, 7, 7, 1", "9, 1, 9, 1", "2, 300, 4, 150"})
    void smallerPagesBeginAtTheSamePlace(int page, int size, int smallerPage, int smallerSize) {
        var position = new JamfPosition(JamfKind.COMPUTERS, page, size);

        assertThat(position.smaller()).isEqualTo(new JamfPosition(JamfKind.COMPUTERS, smallerPage, smallerSize));
        assertThat(position.smaller().offset()).isEqualTo(position.offset());
    }

    @Test
    void positionIsReadAsItWasWritten() {
        var position = new JamfPosition(JamfKind.MOBILE_DEVICES, 12, 50);

        assertThat(JamfPosition.of(position.text(), 200)).isEqualTo(position);
        assertThat(JamfPosition.of("", 200)).isEqualTo(new JamfPosition(JamfKind.COMPUTERS, 0, 200));
    }

    @ParameterizedTest
    @CsvSource({"2026-10-05T21:44:26.6Z", "2026-10-05T21:44:26Z", "2026-10-05T21:44:26.626123Z"})
    void datesInFiltersHaveThreeDigitsOfASecondWhateverTheServerWrote(String moment) {
        var scope = new ListScope.Since(Instant.parse(moment));

        assertThat(JamfFilter.of(JamfKind.COMPUTERS, scope))
                .matches("general\\.reportDate>=\"2026-10-05T21:44:26\\.\\d{3}Z\"");
        assertThat(JamfFilter.of(JamfKind.MOBILE_DEVICES, scope)).startsWith("lastInventoryUpdateDate>=");
    }

    @Test
    void filterOfSingleDevicesNamesThoseOfItsOwnListOnly() {
        var scope = ListScope.Only.of(List.of("computer-7", "mobile-7", "computer-12", "computer-x", "other"));

        assertThat(JamfFilter.of(JamfKind.COMPUTERS, scope)).isEqualTo("id=in=(12,7)");
        assertThat(JamfFilter.of(JamfKind.MOBILE_DEVICES, scope)).isEqualTo("mobileDeviceId=in=(7)");
        assertThat(JamfFilter.of(JamfKind.COMPUTERS, ListScope.ALL)).isEmpty();
    }
}
