package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EasingTests {

    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(9);

    private final Easing easing = new Easing(5);
    private int atOnce = 5;

    private void answers(int count, Duration each) {
        for (var answer = 0; answer < count; answer++) {
            atOnce += easing.places(each.toNanos()) - 1;
        }
    }

    @Test
    void asksForLessAtOnceWhileAnswersAreSlowButNeverForNothing() {
        answers(10, SLOW);
        assertThat(atOnce).isEqualTo(4);

        answers(200, SLOW);

        assertThat(atOnce).isEqualTo(1);
    }

    @Test
    void asksForAsMuchAsBeforeOnceAnswersAreQuickAgainAndForNoMore() {
        answers(100, SLOW);

        answers(200, QUICK);

        assertThat(atOnce).isEqualTo(5);
    }

    @Test
    void oneSlowAnswerAmongQuickOnesChangesNothing() {
        answers(9, QUICK);
        answers(1, Duration.ofSeconds(30));
        answers(50, QUICK);

        assertThat(atOnce).isEqualTo(5);
    }
}
