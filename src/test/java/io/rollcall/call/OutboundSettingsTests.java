package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.rollcall.call.CallProperties.Retries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The settings of the way out: a company's own certificates, a proxy, and addresses that are out of bounds. */
class OutboundSettingsTests {

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void serverWithACertificateOfTheCompanysOwnIsTrustedOnceItsFileIsSet() throws Exception {
        var server = https();
        try {
            var url = "https://localhost:" + server.getAddress().getPort() + "/";

            assertThatThrownBy(() -> status(url, properties(true, Optional.empty(), Optional.empty())))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(status(url, properties(true, Optional.empty(), Optional.of(folder.resolve("ca.pem")))))
                    .isEqualTo(200);
        } finally {
            server.stop(0);
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
    void privateAddressIsRefusedWhenTheConnectionIsMade() {
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

    private HttpsServer https() throws Exception {
        var store = folder.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-file",
                folder.resolve("ca.pem").toString());
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12", "-noprompt"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
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
