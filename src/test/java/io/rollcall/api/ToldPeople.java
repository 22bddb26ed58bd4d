package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A mail server and a webhook's receiver, for the alerts of all tests: each looks for those of its own connection. */
final class ToldPeople {

    static final String SECRET = "webhook-secret-of-the-tests";
    static final String PATH = "/services/path-that-is-secret";
    static final List<String> ADDRESSES = List.of("it@example.com", "desk@example.com");

    private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final HttpServer webhook;
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();

    /** A request to the webhook that was taken; header names are in lower case. */
    record Posted(Map<String, String> headers, byte[] body) {

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ToldPeople() {
        mail.start();
        try {
            webhook = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        webhook.createContext(PATH, this::take);
        webhook.start();
    }

    void register(DynamicPropertyRegistry registry) {
        registry.add("spring.mail.host", () -> "127.0.0.1");
        registry.add("spring.mail.port", () -> mail.getSmtp().getPort());
        registry.add("spring.mail.properties.mail.smtp.starttls.required", () -> "false");
        registry.add("rollcall.alerts.mail.to", () -> String.join(",", ADDRESSES));
        registry.add("rollcall.alerts.mail.from", () -> "rollcall@example.com");
        registry.add(
                "rollcall.alerts.webhook.url",
                () -> "http://127.0.0.1:" + webhook.getAddress().getPort() + PATH);
        registry.add("rollcall.alerts.webhook.secret", () -> SECRET);
        registry.add("rollcall.alerts.webhook.severity", () -> "critical");
        registry.add("rollcall.alerts.every", () -> "100ms");
        registry.add("rollcall.alerts.delay", () -> "50ms");
        registry.add("rollcall.alerts.longest-delay", () -> "200ms");
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        var request = new Posted(headers, exchange.getRequestBody().readAllBytes());
        var connection = request.json().at("/alert/connection").asText();
        var refuse = refused.merge(connection, -1, Integer::sum) >= 0;
        if (!refuse) {
            posted.add(request);
        }
        exchange.sendResponseHeaders(refuse ? 503 : 200, -1);
        exchange.close();
    }

    /** Has the next requests about a connection refused. */
    void refuse(String connection, int times) {
        refused.put(connection, times);
    }

    /** Whether all of them were. */
    boolean hasRefused(String connection) {
        return refused.getOrDefault(connection, 0) <= 0;
    }

    List<Posted> posted(String connection) {
        return posted.stream()
                .filter(request ->
                        request.json().at("/alert/connection").asText().equals(connection))
                .toList();
    }

    /** The mails to one of the addresses about a connection, in the order they came. */
    List<MimeMessage> mails(String connection) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> subject(message).endsWith("(" + connection + ")"))
                .filter(new FirstOfEach())
                .toList();
    }

    static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server keeps a copy for each of the addresses. */
    private static final class FirstOfEach implements java.util.function.Predicate<MimeMessage> {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public boolean test(MimeMessage message) {
            try {
                var id = message.getHeader("X-Rollcall-Notice", null);
                assertThat(id).isNotBlank();
                return !seen.contains(id) && seen.add(id);
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
