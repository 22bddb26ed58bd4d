package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestLogTests {

    @Test
    void keepsWhatCameButNeverTheToken() throws IOException {
        try (var sim =
                SimulatedIru.builder().token("nightly", TenantClient.TOKEN).start()) {
            var client = TenantClient.of(sim);
            client.send(client.request("/api/v1/devices/?limit=1")
                    .header("CamelHttpMethod", "GET")
                    .build());
            client.send("PATCH", "/api/v1/devices/x", "{\"asset_tag\":\"1\"}");

            var first = sim.requests().all().get(0);
            assertThat(first.method()).isEqualTo("GET");
            assertThat(first.target()).isEqualTo("/api/v1/devices/?limit=1");
            assertThat(first.path()).isEqualTo("/api/v1/devices");
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.authorized()).isTrue();
            assertThat(first.token()).isEqualTo(Optional.of("nightly"));
            assertThat(first.headers()).containsEntry("camelhttpmethod", "GET").doesNotContainKey("authorization");
            assertThat(first.toString()).doesNotContain(TenantClient.TOKEN);
            var second = sim.requests().matching("PATCH /api/v1/devices/*").get(0);
            assertThat(second.body()).isEqualTo("{\"asset_tag\":\"1\"}");
            assertThat(second.status()).isEqualTo(404);
        }
    }

    @Test
    void saysWhereNoKnownTokenCame() throws IOException {
        try (var sim = SimulatedIru.builder().start()) {
            TenantClient.of(sim).get("/api/v1/devices");

            assertThat(sim.requests().all()).singleElement().satisfies(request -> {
                assertThat(request.authorized()).isTrue();
                assertThat(request.token()).isEmpty();
                assertThat(request.status()).isEqualTo(401);
            });
        }
    }

    @Test
    void countsByKindAndForgetsWhenCleared() throws IOException {
        try (var sim = SimulatedIru.builder().token("all", TenantClient.TOKEN).start()) {
            var client = TenantClient.of(sim);
            for (var id : sim.fleet().ids().subList(0, 5)) {
                client.get("/api/v1/devices/" + id + "/details");
            }
            client.get("/nowhere");

            assertThat(sim.requests().counts())
                    .containsEntry("GET /api/v1/devices/{id}/details", 5L)
                    .containsEntry("other", 1L)
                    .hasSize(2);
            assertThat(sim.requests().total()).isEqualTo(6);
            assertThat(sim.requests().mostWithin(Duration.ofHours(1))).isEqualTo(6);
            assertThat(sim.requests().mostWithin(Duration.ofNanos(1))).isEqualTo(1);
            sim.requests().clear();
            assertThat(sim.requests().counts()).isEmpty();
            assertThat(sim.requests().all()).isEmpty();
        }
    }

    @Test
    void keepsOnlyTheNewestButCountsAll() throws IOException {
        try (var sim = SimulatedIru.builder()
                        .keepRequests(2)
                        .token("all", TenantClient.TOKEN)
                        .start();
                var counting = SimulatedIru.builder()
                        .keepRequests(0)
                        .token("all", TenantClient.TOKEN)
                        .start()) {
            for (var i = 0; i < 5; i++) {
                TenantClient.of(sim).get("/api/v1/tags?search=" + i);
                TenantClient.of(counting).get("/api/v1/tags");
            }

            assertThat(sim.requests().all())
                    .extracting(LoggedRequest::target)
                    .containsExactly("/api/v1/tags?search=3", "/api/v1/tags?search=4");
            assertThat(sim.requests().total()).isEqualTo(5);
            assertThat(counting.requests().all()).isEmpty();
            assertThat(counting.requests().total()).isEqualTo(5);
        }
    }

    @Test
    void knowsHowManyWereUnderWayAtOnce() throws Exception {
        try (var sim = SimulatedIru.builder().token("all", TenantClient.TOKEN).start()) {
            var client = TenantClient.of(sim);
            for (var i = 0; i < 20; i++) {
                client.get("/api/v1/tags");
            }
            assertThat(sim.requests().maxAtOnce()).isEqualTo(1);

            sim.latency(Duration.ofMillis(500));
            var threads = Executors.newFixedThreadPool(6);
            try {
                Callable<Integer> ask = () -> client.get("/api/v1/tags").statusCode();
                threads.invokeAll(Stream.generate(() -> ask).limit(6).toList());
            } finally {
                threads.shutdown();
            }
            assertThat(sim.requests().maxAtOnce()).isEqualTo(6);
        }
    }
}
