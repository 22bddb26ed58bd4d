package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFailureTests {

    private static final String PATH = "/api/v1/devices";

    private static SourceException of(int status, String location, String body) {
        return AnswerFailure.of(
                status,
                "GET " + PATH,
                location,
                stream(body),
                UnaryOperator.identity(),
                Optional.of(Duration.ofSeconds(7)));
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 408, 425, 500, 501, 502, 503, 504, 520, 599})
    void F1_F4_passingFailureIsTriedAgainAfterTheTimeTheAnswerAsksFor(int status) {
        assertThat(of(status, null, "")).isInstanceOfSatisfying(SourceBusy.class, busy -> {
            assertThat(busy.retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(busy.everything()).isFalse();
            assertThat(busy).hasMessageContaining(String.valueOf(status));
            assertThat(Failures.needsPerson(busy)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 300, 301, 302, 303, 304, 307, 308})
    void F13_F15_whatOnlyAPersonCanMendIsNotTriedAgain(int status) {
        assertThat(of(status, "https://other.example/x", "")).isInstanceOfSatisfying(SourceRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused).hasMessageContaining(String.valueOf(status));
            assertThat(Failures.needsPerson(refused)).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({"400,false", "404,true", "409,false", "410,true", "418,false", "422,false", "199,false"})
    void F16_everythingElseRefusesThisRequestOnly(int status, boolean gone) {
        assertThat(of(status, null, "no such device")).isInstanceOfSatisfying(RequestRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.isGone()).isEqualTo(gone);
            assertThat(refused)
                    .hasMessage("The server refused GET " + PATH + " with status " + status + ": no such device.");
            assertThat(Failures.stopsEverything(refused)).isFalse();
        });
    }

    @Test
    void F15_saysWhatToDoAboutCredentials() {
        assertThat(of(401, null, "")).hasMessageContaining(PATH).hasMessageContaining("enter them again");
        assertThat(of(403, null, "")).hasMessageContaining(PATH).hasMessageContaining("permission");
    }

    @Test
    void F13_namesTheHostARedirectPointsToButNoMoreOfIt() {
        assertThat(of(302, "https://user:pw@login.example/sso?token=abc", ""))
                .hasMessageContaining("login.example")
                .hasMessageContaining("base URL");
        assertThat(of(302, "https://user:pw@login.example/sso?token=abc", "").getMessage())
                .doesNotContain("pw", "abc");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "/relative", "::not a uri", "mailto:x"})
    void F13_saysAnotherPlaceWhereARedirectNamesNoHost(String location) {
        assertThat(of(302, location, "")).hasMessageContaining("another place");
    }

    @Test
    void F9_quotesTheBodyWithoutMarkupOnOneShortLine() {
        assertThat(of(400, null, "<html>\n<b>Bad</b>\r\n  request </html>")).hasMessageEndingWith("400: Bad request.");
        assertThat(of(400, null, "x".repeat(10_000)).getMessage()).hasSizeLessThan(300);
        assertThat(of(400, null, " <p> </p> ")).hasMessageEndingWith("with status 400.");
    }

    @Test
    void I5_strikesCredentialsOutAlsoWhereTheQuoteIsCut() {
        var token = "11111111-2222-4333-8444-555555555555";
        UnaryOperator<String> strike = text -> text.replace(token, "***");
        for (var before = 150; before < 210; before++) {
            var body = "y".repeat(before) + token + " was refused";

            var failure = AnswerFailure.of(400, "GET " + PATH, null, stream(body), strike, Optional.empty());

            assertThat(failure.getMessage()).doesNotContain("1111");
        }
    }

    @Test
    void bodyThatBreaksOffIsNotQuoted() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };

        var failure = AnswerFailure.of(400, "GET " + PATH, null, broken, UnaryOperator.identity(), Optional.empty());

        assertThat(failure).isInstanceOf(RequestRefused.class).hasMessageEndingWith("with status 400.");
    }
}
