package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.call.ListScope;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunFigures.Figures;
import io.rollcall.sync.RunFigures.Progress;
import io.rollcall.sync.RunKind;
import io.rollcall.sync.RunState;
import io.rollcall.sync.Trigger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a run is told while it goes on. */
class RunRowTests {

    private static RunRow row(
            RunState state, int pages, boolean complete, int seen, int failed, Optional<Integer> expected) {
        var run = new Run(
                1,
                "acme",
                RunKind.SYNC,
                Trigger.SCHEDULE,
                "",
                state,
                "",
                0,
                pages,
                complete,
                complete,
                ListScope.ALL,
                new Run.Counts(seen, seen - failed, 0, 0, 0, 0, failed, 0),
                Map.of(),
                12,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
        return new RunRow(run, new Figures(0, new Progress(seen, expected, Optional.empty())), 300);
    }

    @Test
    void tellsThePageTheDevicesAndTheErrors() {
        assertThat(row(RunState.RUNNING, 11, false, 3_600, 2, Optional.of(12_000))
                        .progress())
                .isEqualTo("page 12 of about 40, 3,600 devices, 2 errors");
    }

    @Test
    void guessesNothingWhereNothingIsKnown() {
        assertThat(row(RunState.RUNNING, 0, false, 0, 0, Optional.empty()).progress())
                .isEqualTo("page 1, 0 devices");
    }

    @Test
    void neverTellsFewerPagesThanThereAre() {
        assertThat(row(RunState.RUNNING, 4, false, 1_200, 1, Optional.of(600)).progress())
                .isEqualTo("page 5 of about 5, 1,200 devices, 1 error");
    }

    @Test
    void tellsWhatComesAfterTheLastPage() {
        assertThat(row(RunState.RUNNING, 2, true, 600, 0, Optional.of(600)).progress())
                .isEqualTo("page 2 of about 2, 600 devices, now looking for devices that are gone");
    }

    @Test
    void aQueuedRunWaits() {
        assertThat(row(RunState.QUEUED, 0, false, 0, 0, Optional.empty()).progress())
                .isEqualTo("waiting for its turn");
    }
}
