package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rollcall.call.CallProperties.Retries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** The settings of the way out: a company's own certificates, a proxy, and addresses that are out of bounds. */
class OutboundSettingsTests {

    @TempDir
    Path folder;

    @Test
    void F6_serverWithACertificateOfTheCompanysOwnIsTrustedOnceItsFileIsSet() throws Exception {
        try (var server = HttpsTestServer.start("localhost", "-1H")) {
            var url = server.url() + "/";

            assertThatThrownBy(() -> status(url, properties(true, Optional.empty(), Optional.empty())))
                    .isInstanceOf(SSLHandshakeException.class)
                    .satisfies(
                            failure -> assertThat(Failures.needsPerson(failure)).isTrue());
            assertThat(status(url, properties(true, Optional.empty(), Optional.of(server.certificate()))))
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, -30d", "mdm.example.com, -1H"})
    void F6_certificateThatIsOverOrOfAnotherHostNeedsAPerson(String host, String from) throws Exception {
        try (var server = HttpsTestServer.start(host, from)) {
            assertThatThrownBy(() -> status(
                            server.url() + "/", properties(true, Optional.empty(), Optional.of(server.certificate()))))
                    .isInstanceOf(SSLException.class)
                    .satisfies(
                            failure -> assertThat(Failures.needsPerson(failure)).isTrue());
        }
    }

    @Test
    void certificatesThatCanNotBeReadAreSaidWithTheSetting() throws IOException {
        var file = Files.writeString(folder.resolve("broken.pem"), "no certificate");

        assertThatThrownBy(() -> TrustedCertificates.context(Optional.of(file)))
                .hasMessageContaining("rollcall.http.ca-file")
                .hasMessageContaining("broken.pem");
    }

    @Test
    void requestsLeaveThroughTheProxyWhichResolvesTheName() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        proxy.start();
        try {
            var address = URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());

            assertThat(status("http://acme.mdm.invalid/x", properties(false, Optional.of(address), Optional.empty())))
                    .isEqualTo(204);
            assertThat(asked).containsExactly("http://acme.mdm.invalid/x");
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void S13_privateAddressIsRefusedWhenTheConnectionIsMade() {
        assertThatThrownBy(() -> status("http://localhost:9/", properties(false, Optional.empty(), Optional.empty())))
                .isInstanceOf(AddressNotAllowed.class)
                .hasMessageContaining("allow-private-addresses");
    }

    private static int status(String url, CallProperties properties) throws Exception {
        var configuration = new HttpConfiguration();
        HttpClientBuilder builder = HttpClients.custom();
        configuration.mdmClient(properties).configureHttpClient(builder);
        try (var connections = configuration.mdmConnections(properties);
                var client = builder.setConnectionManager(connections).build()) {
            return client.execute(new HttpGet(url), response -> response.getCode());
        }
    }

    private static CallProperties properties(boolean allowPrivate, Optional<URI> proxy, Optional<Path> caFile) {
        var retries = new Retries(0, Duration.ofMillis(1), Duration.ofMillis(1));
        return new CallProperties(
                allowPrivate,
                List.of(),
                proxy,
                caFile,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                DataSize.ofMegabytes(1),
                retries,
                retries,
                Duration.ofSeconds(1));
    }
}
