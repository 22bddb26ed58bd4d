package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management port shows, and to whom. */
class ManagementTests extends ApiTestBase {

    @Test
    void saysThatItIsUp() {
        var health = management().get("/actuator/health").expect(200);

        assertThat(health.at("/status")).isEqualTo("UP");
        assertThat(health.json().has("components")).isFalse();
        assertThat(management().get("/actuator/health/liveness").expect(200).at("/status"))
                .isEqualTo("UP");
        assertThat(management().get("/actuator/health/readiness").expect(200).at("/status"))
                .isEqualTo("UP");
    }

    @Test
    void S28_hasNothingButHealthInfoAndMetrics() {
        management().get("/actuator/info").expect(200);
        management().get("/actuator/prometheus").expect(200);
        assertThat(api().get("/actuator/prometheus").status()).isEqualTo(401);
        assertThat(api().get("/actuator/health").status()).isEqualTo(401);
        assertThat(anonymous().get("/actuator/health").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                "heapdump",
                "beans",
                "loggers",
                "configprops",
                "mappings",
                "metrics",
                "threaddump",
                "shutdown",
                "httpexchanges",
                "camel",
                "camelroutes",
                "flyway",
                "sessions",
                "health/db"
            })
    void S28_doesNotShow(String endpoint) {
        for (var client : new ApiClient[] {management(), management().with("Authorization", "Bearer " + TOKEN)}) {
            assertThat(client.get("/actuator/" + endpoint).status()).isIn(401, 403, 404);
            assertThat(client.post("/actuator/" + endpoint).status()).isIn(401, 403, 404, 405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/connections", "/v3/api-docs", "/"})
    void hasNoApi(String path) {
        assertThat(management().get(path).status()).isEqualTo(401);
        assertThat(management()
                        .with("Authorization", "Bearer " + TOKEN)
                        .get(path)
                        .status())
                .isIn(401, 403, 404);
    }
}
