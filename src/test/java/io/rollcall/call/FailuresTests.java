package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.UncategorizedSQLException;

class FailuresTests {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new UnknownHostException("acme.api"), false, "can't be resolved: acme.api"),
                Arguments.of(new ConnectException("refused"), false, "can't be reached: refused"),
                Arguments.of(new SSLHandshakeException("expired"), true, "not trusted: expired"),
                Arguments.of(new SSLPeerUnverifiedException("wrong host"), true, "not trusted: wrong host"),
                Arguments.of(new SSLException("reset"), false, "broke the connection off"),
                Arguments.of(new SocketTimeoutException("read"), false, "did not answer in time"),
                Arguments.of(new NoHttpResponseException("x"), false, "broke the connection off"),
                Arguments.of(new IOException("The answer took too long."), false, "broke: The answer took too long."),
                Arguments.of(new AddressNotAllowed("acme.api"), true, "allow-private-addresses"),
                Arguments.of(new SourceRefused(401, "No."), true, "No."),
                Arguments.of(new RequestRefused(400, "Not so."), false, "Not so."),
                Arguments.of(new SourceBusy("Later."), false, "Later."),
                Arguments.of(new IllegalStateException("odd"), false, "IllegalStateException: odd"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void F6_saysWhatHappenedAndWhetherAPersonIsNeeded(Exception failure, boolean person, String words) {
        assertThat(Failures.explain(failure)).contains(words);
        assertThat(Failures.needsPerson(failure)).isEqualTo(person);
        assertThat(Failures.stopsEverything(failure)).isEqualTo(person);
    }

    @Test
    void F5_openBreakerStopsEverythingButNeedsNoPerson() {
        var open = new SourceBusy("None is sent.", Optional.of(Duration.ofSeconds(1)), true);

        assertThat(Failures.stopsEverything(open)).isTrue();
        assertThat(Failures.needsPerson(open)).isFalse();
    }

    @Test
    void showsNoStatementOfTheDatabase() {
        var failure = new UncategorizedSQLException("task", "select secret from connection", new SQLException("gone"));

        assertThat(Failures.explain(failure)).contains("gone").doesNotContain("select secret");
    }
}
