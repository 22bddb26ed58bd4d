package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.connection.Connection;
import io.rollcall.connection.IruConnection;
import io.rollcall.source.Iru;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTokensTests {

    private static final Duration SHORT = Duration.ofSeconds(59);

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(2).toNanos());
    private final AtomicInteger asked = new AtomicInteger();
    private final AccessTokens tokens =
            new AccessTokens(origin -> AccessToken.of("t" + asked.incrementAndGet(), SHORT, nanos.get()), nanos::get);

    private record Origin(Connection connection) implements CallOrigin {
        @Override
        public void countCall() {}

        @Override
        public boolean isWanted() {
            return true;
        }
    }

    private static Origin origin(long version) {
        var made = IruConnection.of(7, "{}");
        return new Origin(new Connection(
                made.id(),
                made.name(),
                made.source(),
                made.preset(),
                made.overrides(),
                made.policy(),
                made.baseUrl(),
                made.credentials(),
                true,
                false,
                "",
                made.testPassedAt(),
                version));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void F14_tokenOf59SecondsIsRenewedTenSecondsBeforeItRunsOutHoweverLongTheRun() throws Exception {
        var first = tokens.of(origin(1));
        pass(Duration.ofSeconds(48));
        assertThat(tokens.of(origin(1))).isEqualTo(first);

        pass(Duration.ofSeconds(1));

        assertThat(tokens.isCurrent(origin(1).connection(), first)).isFalse();
        for (var minute = 0; minute < 60; minute++) {
            assertThat(tokens.of(origin(1)).isUsable(nanos.get())).isTrue();
            pass(Duration.ofMinutes(1));
        }
        assertThat(asked).hasValue(61);
    }

    @Test
    void F14_refusedTokenIsAskedForOnceByAllWhoWaitForIt() throws Exception {
        var first = tokens.of(origin(1));
        var start = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(5);
        var renewed = new ArrayList<Future<AccessToken>>();
        for (var thread = 0; thread < 5; thread++) {
            renewed.add(pool.submit(() -> {
                start.await();
                tokens.refused(origin(1).connection(), first);
                return tokens.of(origin(1));
            }));
        }
        start.countDown();

        for (var token : renewed) {
            assertThat(token.get().value()).isEqualTo("t2");
        }
        pool.shutdown();
        assertThat(asked).hasValue(2);
    }

    @Test
    void refusalOfAnOldTokenLeavesTheNewOneAlone() throws Exception {
        var first = tokens.of(origin(1));
        tokens.refused(origin(1).connection(), first);
        var second = tokens.of(origin(1));

        tokens.refused(origin(1).connection(), first);

        assertThat(tokens.of(origin(1))).isEqualTo(second);
    }

    @Test
    void otherCredentialsGetATokenOfTheirOwnAndUntestedOnesAreNeverKept() throws Exception {
        var first = tokens.of(origin(1));

        assertThat(tokens.of(origin(0))).isNotEqualTo(tokens.of(origin(0)));
        assertThat(tokens.of(origin(1))).isEqualTo(first);
        assertThat(tokens.of(origin(2))).isNotEqualTo(first);
    }

    @Test
    void failureIsNotKept() throws Exception {
        var first = new AtomicInteger();
        var failing = new AccessTokens(
                origin -> {
                    if (first.getAndIncrement() == 0) {
                        throw new SourceBusy("later");
                    }
                    return AccessToken.of("t", SHORT, nanos.get());
                },
                nanos::get);

        assertThatThrownBy(() -> failing.of(origin(1))).hasMessage("later");
        assertThat(failing.of(origin(1)).value()).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"access_token\": \"a\", \"expires_in\": 59} | 49",
                "{\"access_token\": \"a\", \"expires_in\": 1} | 0.8",
                "{\"access_token\": \"a\", \"expires_in\": 14400} | 14390",
                "{\"token\": \"a\", \"expires\": \"2026-10-06T09:30:00Z\"} | 1790",
                "{\"token\": \"a\", \"expires\": \"2026-10-06T08:00:00Z\"} | 50",
                "{\"token\": \"a\"} | 50"
            })
    void readsBothKindsOfTokensAndHowLongTheyLive(String answer, double seconds) throws Exception {
        var token = TokenAnswer.read(Iru.json(answer), Instant.parse("2026-10-06T09:00:00Z"), 0);

        assertThat(token.usableTill() / 1e9).isEqualTo(seconds);
        assertThat(token.header()).isEqualTo("Bearer a");
        assertThat(token.toString()).doesNotContain("a\"").isEqualTo("access token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"access_token\": \" \"}", "{\"token\": \"a b\"}", "[]", "null"})
    void answerWithoutATokenIsNone(String answer) {
        assertThatThrownBy(() -> TokenAnswer.read(Iru.json(answer), Instant.EPOCH, 0))
                .isInstanceOf(SourceBusy.class)
                .hasMessageContaining("without a token");
    }

    /** A run that waits out its tenant's hour holds up nobody else for so long. */
    @Test
    void whoIsNotWantedAnyMoreDoesNotWaitForTheSignInOfAnother() throws Exception {
        var asking = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var slow = new AccessTokens(
                origin -> {
                    asking.countDown();
                    answer.await();
                    return AccessToken.of("t", SHORT, nanos.get());
                },
                nanos::get);
        var pool = Executors.newFixedThreadPool(1);
        var first = pool.submit(() -> slow.of(origin(1)));
        asking.await();
        var impatient = new CallOrigin() {
            @Override
            public Connection connection() {
                return origin(1).connection();
            }

            @Override
            public void countCall() {}

            @Override
            public boolean isWanted() {
                return false;
            }
        };

        assertThatThrownBy(() -> slow.of(impatient))
                .isInstanceOf(SourceBusy.class)
                .hasMessageContaining("sign-in");

        answer.countDown();
        assertThat(first.get().value()).isEqualTo("t");
        pool.shutdown();
    }
}
