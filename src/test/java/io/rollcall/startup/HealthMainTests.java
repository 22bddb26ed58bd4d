package io.rollcall.startup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the image's health check finds out. */
class HealthMainTests {

    @Test
    void isWellWhereTheHealthIsUpAndOnlyThere() throws IOException, InterruptedException {
        var status = new AtomicInteger(200);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/actuator/health", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        var environment = Map.of(
                "MANAGEMENT_SERVER_PORT", String.valueOf(server.getAddress().getPort()));

        assertThat(HealthMain.isWell(environment)).isTrue();
        status.set(503);
        assertThat(HealthMain.isWell(environment)).isFalse();
        server.stop(0);
        assertThat(HealthMain.isWell(environment)).as("nobody answers").isFalse();
    }
}
