package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.ResourceAccessException;

class ProviderCallsTests {

    private final ProviderCalls calls = new ProviderCalls();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good", exchange -> answer(exchange, 200, "{}"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", at("/elsewhere"));
            answer(exchange, 307, "{}");
        });
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            answer(exchange, 200, "{}");
        });
        server.createContext("/large", exchange -> answer(exchange, 200, "\"" + "x".repeat(1024 * 1024) + "\""));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void S6_aProviderThatSendsOneElsewhereIsNotFollowed() {
        assertThat(calls.template().getForObject(at("/good"), String.class)).isEqualTo("{}");

        assertThatThrownBy(() -> calls.template().getForObject(at("/moved"), String.class))
                .isInstanceOf(ResourceAccessException.class)
                .hasMessageContaining("redirect");
        assertThatThrownBy(() -> calls.client()
                        .build()
                        .post()
                        .uri(at("/moved"))
                        .body("code=secret")
                        .retrieve()
                        .toBodilessEntity())
                .isInstanceOf(ResourceAccessException.class);
        assertThatThrownBy(() -> calls.settings(URI.create(at("/moved")))).isInstanceOf(ResourceAccessException.class);

        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void S6_anAnswerWithoutAnEndIsNotReadToIt() {
        assertThatThrownBy(() -> calls.template().getForObject(at("/large"), String.class))
                .isInstanceOf(ResourceAccessException.class)
                .hasMessageContaining("more than 1 MB");
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length());
        try (exchange) {
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
