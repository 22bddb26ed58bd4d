package io.rollcall.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerStatisticsTests {

    @Test
    void areBroughtUpToDateEverMoreSeldomWhileAFleetComesIn() {
        assertThat(IntStream.range(0, 1_000).filter(PlannerStatistics::isDue)).containsExactly(1, 8, 64, 512);
    }
}
