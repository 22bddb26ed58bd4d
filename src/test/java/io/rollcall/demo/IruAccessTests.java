package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tokens, permissions, limits and errors. */
class IruAccessTests {

    @Test
    void refusesNoTokenAndAnUnknownToken() throws IOException {
        try (var sim = SimulatedIru.builder().token("all", TenantClient.TOKEN).start()) {
            var stranger = new TenantClient(sim.baseUrl(), "8d9f6b6e-0000-4000-8000-000000000000");

            assertThat(stranger.get("/api/v1/devices").statusCode()).isEqualTo(401);
            assertThat(stranger.get("/api/v1/devices").body()).isEqualTo("{\"detail\":\"Invalid token.\"}");
            assertThat(TenantClient.of(sim).get("/api/v1/devices").statusCode()).isEqualTo(200);
            sim.revokeToken("all");
            assertThat(TenantClient.of(sim).get("/api/v1/devices").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void needsThePermissionOfEachEndpoint() throws IOException {
        try (var sim = SimulatedIru.builder()
                .token("list", TenantClient.TOKEN, Permission.DEVICE_LIST)
                .start()) {
            var client = TenantClient.of(sim);
            var device = "/api/v1/devices/" + sim.fleet().ids().get(0);

            assertThat(client.get("/api/v1/devices").statusCode()).isEqualTo(200);
            assertThat(client.get(device + "/details").statusCode()).isEqualTo(403);
            assertThat(client.send("POST", device + "/action/erase", "{}").statusCode())
                    .isEqualTo(403);
            sim.grant("list", Permission.DEVICE_DETAILS);
            assertThat(client.get("/api/v1/devices").statusCode()).isEqualTo(403);
            assertThat(client.get(device + "/details").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answers401ForAMissingPermissionWhereAsked() throws IOException {
        try (var sim = SimulatedIru.builder()
                .missingPermission(401)
                .token("list", TenantClient.TOKEN, Permission.DEVICE_LIST)
                .start()) {
            assertThat(TenantClient.of(sim).get("/api/v1/users").statusCode()).isEqualTo(401);
            assertThat(TenantClient.of(sim).get("/api/v1/devices").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesThe51stRequestOfASecondAndLetsTheNextSecondPass() throws IOException {
        var clock = new SettableClock();
        try (var sim = SimulatedIru.builder()
                .clock(clock)
                .limits(50, 10_000)
                .token("all", TenantClient.TOKEN)
                .start()) {
            var client = TenantClient.of(sim);
            for (var i = 1; i < 50; i++) {
                assertThat(client.get("/api/v1/tags").statusCode()).isEqualTo(200);
            }
            var last = client.get("/api/v1/tags");
            assertThat(last.statusCode()).isEqualTo(200);
            assertThat(last.headers().firstValue("ratelimit-limit")).hasValue("50");
            assertThat(last.headers().firstValue("ratelimit-remaining")).hasValue("0");
            assertThat(last.headers().firstValue("ratelimit-reset")).hasValue("1");
            assertThat(last.headers().firstValue("x-ratelimit-limit-hour")).hasValue("10000");
            assertThat(last.headers().firstValue("x-ratelimit-remaining-hour")).hasValue("9950");

            var refused = client.get("/api/v1/tags");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).isEqualTo("{\"message\":\"API rate limit exceeded\"}");
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
            clock.advance(Duration.ofSeconds(1));
            assertThat(client.get("/api/v1/tags").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countsTheHourAsARollingOne() {
        var clock = new SettableClock();
        var limit = new RateLimit(100, 60, clock);
        for (var i = 0; i < 40; i++) {
            assertThat(limit.take().allowed()).isTrue();
        }
        clock.advance(Duration.ofMinutes(50));
        for (var i = 0; i < 20; i++) {
            assertThat(limit.take().allowed()).isTrue();
        }
        var refused = limit.take();
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.resetSeconds()).isEqualTo(600);
        clock.advance(Duration.ofSeconds(599));
        assertThat(limit.take().allowed()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        for (var i = 0; i < 40; i++) {
            assertThat(limit.take().allowed()).as("request %d", i).isTrue();
        }
        assertThat(limit.take().allowed()).isFalse();
        clock.advance(Duration.ofDays(3));
        assertThat(limit.take().headers()).containsEntry("x-ratelimit-remaining-hour", "59");
    }

    @Test
    void givesErrorsTheShapesOfTheirOrigin() throws IOException {
        try (var sim = SimulatedIru.builder().token("all", TenantClient.TOKEN).start()) {
            var client = TenantClient.of(sim);

            assertThat(client.get("/api/v1/devices/unknown").body()).isEqualTo("{\"detail\":\"Not found.\"}");
            assertThat(client.get("/api/v1/devices/unknown/details").statusCode())
                    .isEqualTo(404);
            assertThat(client.get("/api/v2/devices").body()).contains("no Route matched");
            assertThat(client.send("PUT", "/api/v1/devices", "{}").statusCode()).isEqualTo(405);
        }
    }
}
