package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.springframework.util.FileSystemUtils;

/** A server on loopback with a certificate of a company's own authority; it answers 200 to everything. */
public final class HttpsTestServer implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final HttpsServer server;

    private HttpsTestServer(Path folder, HttpsServer server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * @param host the name in the certificate
     * @param from since when the certificate is valid, for one day, for example {@code -1H}; in keytool's words
     */
    public static HttpsTestServer start(String host, String from) throws IOException, GeneralSecurityException {
        var folder = Files.createTempDirectory("https-test");
        var store = folder.resolve("server.p12").toString();
        keytool(store, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=A company", "-ext", "bc:c");
        keytool(
                store,
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-file",
                folder.resolve("ca.pem").toString());
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-signer",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-startdate",
                from,
                "-validity",
                "1");
        keytool(store, "-delete", "-alias", "ca");
        var keys = KeyStore.getInstance(Path.of(store).toFile(), PASSWORD.toCharArray());
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
        return new HttpsTestServer(folder, server);
    }

    private static void keytool(String store, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store, "-storepass", PASSWORD, "-storetype", "PKCS12", "-noprompt"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(process.exitValue()).as(output).isZero();
    }

    /** By the name {@code localhost}, whatever is in the certificate. */
    public URI url() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** The authority's certificate, as a company gives it to its machines. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        FileSystemUtils.deleteRecursively(folder);
    }
}
