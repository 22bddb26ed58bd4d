package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** So many syncs of a process at once, and no person who waits behind a schedule. */
class TurnsTests {

    private static final List<String> NONE = List.of();

    private final Moving clock = new Moving();
    private final Turns turns = new Turns(2, clock);

    @Test
    void asManyBeginAsMayAtOnceAndTheOthersFollowInTheirOrder() {
        assertThat(take("a", NONE)).isTrue();
        assertThat(take("b", NONE)).isTrue();
        assertThat(take("c", NONE)).isFalse();
        assertThat(take("d", NONE)).isFalse();
        assertThat(next(List.of("a", "b"))).isEmpty();

        turns.ended("a");

        assertThat(next(List.of("b"))).contains("c");
        assertThat(next(List.of("b", "c"))).isEmpty();
        turns.ended("b");
        assertThat(next(List.of("c"))).contains("d");
        turns.ended("c");
        turns.ended("d");
        assertThat(next(NONE)).isEmpty();
    }

    @Test
    void aScheduleThatTicksWhileItWaitsWaitsOnce() {
        take("a", NONE);
        take("b", NONE);
        take("c", NONE);
        take("c", NONE);
        turns.ended("a");
        turns.ended("b");

        assertThat(next(NONE)).contains("c");
        assertThat(next(List.of("c"))).isEmpty();
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
    void whatIsAskedForByHandNeedNotBeSentAgainWhenItsTurnComes() {
        take("a", NONE);
        take("b", NONE);
        take("c", NONE);
        turns.take(request("c", Trigger.API), List.of("a", "b"), true);
        turns.ended("a");
        turns.ended("b");
        turns.ended("c");

        assertThat(next(NONE)).isEmpty();
    }

    @Test
    void aRunThatGoesOnAfterItsProcessWasLostDoesNotWait() {
        var over = new SyncRequest("c", Trigger.SCHEDULE, Optional.of(7L), Optional.of(new Lease(7, 2)));

        assertThat(turns.take(over, List.of("a", "b"), false)).isTrue();
    }

    @Test
    void aTurnThatWasNotUsedIsGivenToTheNext() {
        take("a", NONE);
        take("b", NONE);
        take("c", NONE);
        clock.now = clock.now.plusSeconds(11);

        assertThat(next(NONE)).contains("c");
    }

    @Test
    void nothingBeginsWhereNoMoreRoutesCanBeStarted() {
        assertThat(turns.take(request("a", Trigger.SCHEDULE), NONE, false)).isFalse();
        assertThat(next(NONE)).contains("a");
    }

    @Test
    void aConnectionThatIsGoneDoesNotWait() {
        take("a", NONE);
        take("b", NONE);
        take("c", NONE);
        turns.forget("c");
        turns.forget("a");

        assertThat(next(NONE)).isEmpty();
        assertThat(take("d", List.of("b"))).isTrue();
    }

    private boolean take(String connection, List<String> atWork) {
        return turns.take(request(connection, Trigger.SCHEDULE), atWork, true);
    }

    private Optional<String> next(List<String> atWork) {
        return turns.next(atWork).map(SyncRequest::connection);
    }

    private static SyncRequest request(String connection, Trigger trigger) {
        return new SyncRequest(connection, trigger, Optional.empty(), Optional.empty());
    }

    /** Moves when the test says so. */
    private static final class Moving extends Clock {

        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
