package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** So many syncs of a process at once, and no person who waits behind a schedule. */
class TurnsTests {

    private static final List<String> NONE = List.of();

    private final MovingClock clock = new MovingClock();
    private final Turns turns = new Turns(2, clock);

    @Test
    void asManyBeginAsMayAtOnceAndTheOthersWhenTheseHaveEnded() {
        assertThat(take("a", NONE)).isTrue();
        assertThat(take("b", NONE)).isTrue();
        assertThat(take("c", NONE)).isFalse();
        assertThat(take("c", List.of("a", "b"))).isFalse();

        turns.ended("a");

        assertThat(take("c", List.of("b"))).isTrue();
        assertThat(take("d", List.of("b", "c"))).isFalse();
    }

    @Test
    void aConnectionAtWorkTakesNoSecondPlace() {
        assertThat(take("a", NONE)).isTrue();
        assertThat(take("a", List.of("a"))).isTrue();
        assertThat(take("b", List.of("a"))).isTrue();
    }

    @Test
    void whatAPersonAsksForDoesNotWait() {
        var work = List.of("a", "b");
        for (var trigger : List.of(Trigger.API, Trigger.CONSOLE, Trigger.JMX, Trigger.WEBHOOK)) {
            assertThat(turns.take(request("c", trigger), work, false))
                    .as(trigger.key())
                    .isTrue();
        }
        for (var trigger : List.of(Trigger.SCHEDULE, Trigger.ENABLED, Trigger.OUTBOX)) {
            assertThat(turns.take(request("d", trigger), work, true))
                    .as(trigger.key())
                    .isFalse();
        }
    }

    @Test
    void aRunThatGoesOnAfterItsProcessWasLostDoesNotWait() {
        var over = new SyncRequest("c", Trigger.SCHEDULE, Optional.of(7L), Optional.of(new Lease(7, 2)));

        assertThat(turns.take(over, List.of("a", "b"), false)).isTrue();
    }

    @Test
    void aTurnThatWasNotUsedIsFreeAgain() {
        take("a", NONE);
        take("b", NONE);
        assertThat(take("c", NONE)).isFalse();
        clock.move(Duration.ofSeconds(11));

        assertThat(take("c", NONE)).isTrue();
    }

    @Test
    void nothingBeginsWhereNoMoreRoutesCanBeStarted() {
        assertThat(turns.take(request("a", Trigger.SCHEDULE), NONE, false)).isFalse();
        assertThat(turns.take(request("a", Trigger.SCHEDULE), NONE, true)).isTrue();
    }

    private boolean take(String connection, List<String> atWork) {
        return turns.take(request(connection, Trigger.SCHEDULE), atWork, true);
    }

    private static SyncRequest request(String connection, Trigger trigger) {
        return new SyncRequest(connection, trigger, Optional.empty(), Optional.empty());
    }
}
