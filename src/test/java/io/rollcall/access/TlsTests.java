package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

/** The two ways of docs/tls.md, with the settings it names: the real server, before a page that says what it sees. */
class TlsTests {

    @TempDir
    static Path files;

    private static HttpClient client;

    @BeforeAll
    static void makeCertificate() throws Exception {
        var store = files.resolve("tls.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(keytool.getInputStream().readAllBytes()) + keytool.waitFor())
                .endsWith("0");
        var keys = KeyStore.getInstance("PKCS12");
        try (var file = Files.newInputStream(store)) {
            keys.load(file, "changeit".toCharArray());
        }
        pem("tls.crt", "CERTIFICATE", keys.getCertificate("tls").getEncoded());
        pem(
                "tls.key",
                "PRIVATE KEY",
                keys.getKey("tls", "changeit".toCharArray()).getEncoded());
        client = HttpClient.newBuilder().sslContext(trusting(keys)).build();
    }

    private static void pem(String name, String kind, byte[] bytes) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                files.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tls", keys.getCertificate("tls"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void S8_overTlsTheCookieIsOfThisHostAndSecure() throws Exception {
        var settings = Map.of(
                "server.ssl.certificate", files.resolve("tls.crt").toString(),
                "server.ssl.certificate-private-key", files.resolve("tls.key").toString(),
                "server.ssl.enabled-protocols", "TLSv1.3,TLSv1.2");
        try (var server = start(settings)) {
            var answer = get(server, "https", Map.of());

            assertThat(answer.body()).isEqualTo("https secure localhost 127.0.0.1");
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-rollcall=")
                    .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")
                    .doesNotContain("Domain");
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(uri(server, "https")).build(), BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void S33_aProxyThatIsNamedIsBelieved() throws Exception {
        var settings = Map.of(
                "server.forward-headers-strategy", "native",
                "server.tomcat.remoteip.internal-proxies", "127\\.0\\.0\\.1|10\\.0\\.0\\.5");
        try (var server = start(settings)) {
            var answer = get(server, "http", forwarded("198.51.100.66, 203.0.113.7, 10.0.0.5"));

            assertThat(answer.body()).isEqualTo("https secure rollcall.example.com 203.0.113.7");
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-rollcall=")
                    .contains("; Secure");
        }
    }

    @Test
    void S33_aProxyThatIsNotNamedIsNot() throws Exception {
        var settings = Map.of(
                "server.forward-headers-strategy",
                "native",
                "server.tomcat.remoteip.internal-proxies",
                "10\\.0\\.0\\.5");
        try (var server = start(settings)) {
            assertThat(get(server, "http", forwarded("203.0.113.7")).body())
                    .isEqualTo("http plain localhost 127.0.0.1");
        }
    }

    @Test
    void S33_withoutSettingsNobodyIsBelieved() throws Exception {
        try (var server = start(Map.of())) {
            var answer = get(server, "http", forwarded("203.0.113.7"));

            assertThat(answer.body()).isEqualTo("http plain localhost 127.0.0.1");
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("rollcall=")
                    .doesNotContain("Secure");
        }
    }

    private static Map<String, String> forwarded(String addresses) {
        return Map.of(
                "X-Forwarded-For", addresses,
                "X-Forwarded-Proto", "https",
                "X-Forwarded-Host", "rollcall.example.com",
                "X-Forwarded-Port", "443",
                "Forwarded", "for=192.0.2.1;proto=https;host=evil.example");
    }

    /** With application.yaml as it is shipped, and these settings over it. */
    private static ServletWebServerApplicationContext start(Map<String, String> settings) {
        var application = new SpringApplication(Probe.class);
        var all = new LinkedHashMap<String, String>(settings);
        all.put("server.port", "0");
        application.setRegisterShutdownHook(false);
        return (ServletWebServerApplicationContext) application.run(all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    }

    private static URI uri(ServletWebServerApplicationContext server, String scheme) {
        return URI.create(scheme + "://localhost:" + server.getWebServer().getPort() + "/");
    }

    private static HttpResponse<String> get(
            ServletWebServerApplicationContext server, String scheme, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(server, scheme));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
        ServletWebServerFactoryAutoConfiguration.class
    })
    static class Probe {

        @Bean
        ServletRegistrationBean<HttpServlet> page() {
            return new ServletRegistrationBean<>(
                    new HttpServlet() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                throws IOException {
                            new SessionCookies().writeCookieValue(new CookieValue(request, response, "id"));
                            response.getWriter()
                                    .print(request.getScheme() + (request.isSecure() ? " secure " : " plain ")
                                            + request.getServerName() + " " + request.getRemoteAddr());
                        }
                    },
                    "/");
        }
    }
}
