package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTests {

    private static final String DEVICES = "/api/v1/devices";

    private SimulatedIru sim;
    private TenantClient client;

    @BeforeEach
    void start() {
        sim = SimulatedIru.builder()
                .devices(700)
                .token("all", TenantClient.TOKEN)
                .start();
        client = TenantClient.of(sim);
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void strikesSoManyTimesAfterSoManyRequestsAndThenNoMore() throws IOException {
        var rule = sim.faults().on(DEVICES).after(2).times(3).answer(Fault.status(503));

        var statuses = new ArrayList<Integer>();
        for (var i = 0; i < 7; i++) {
            statuses.add(client.get(DEVICES + "?limit=1").statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 503, 503, 503, 200, 200);
        assertThat(rule.hits()).isEqualTo(3);
    }

    @Test
    void strikesOnceUnlessToldOtherwiseAndAlwaysWhenToldSo() throws IOException {
        sim.faults().on(DEVICES).answer(Fault.status(500));
        assertThat(client.get(DEVICES).statusCode()).isEqualTo(500);
        assertThat(client.get(DEVICES).statusCode()).isEqualTo(200);

        sim.faults().on(DEVICES).always().answer(Fault.status(502));
        for (var i = 0; i < 20; i++) {
            assertThat(client.get(DEVICES).statusCode()).isEqualTo(502);
        }
        sim.faults().clear();
        assertThat(client.get(DEVICES).statusCode()).isEqualTo(200);
    }

    @Test
    void strikesOnlyThePathAndMethodMeant() throws IOException {
        var device = DEVICES + "/" + sim.fleet().ids().get(0);
        sim.faults().on(DEVICES + "/*/details").always().answer(Fault.status(500));
        sim.faults().on("PATCH " + DEVICES + "/*").always().answer(Fault.status(404));

        assertThat(client.get(device + "/details?x=1").statusCode()).isEqualTo(500);
        assertThat(client.get(device).statusCode()).isEqualTo(200);
        assertThat(client.get(DEVICES).statusCode()).isEqualTo(200);
        assertThat(client.send("PATCH", device, "{}").statusCode()).isEqualTo(404);
        sim.faults().on("/api/**").always().answer(Fault.status(403));
        assertThat(client.get("/api/v1/users").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void answersAnyStatusWithAnyHeader(int status) throws IOException {
        sim.faults()
                .on(DEVICES)
                .answer(Fault.status(status).header("Retry-After", "7").header("x-ratelimit-reset", "9"));

        var answer = client.get(DEVICES);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isNotEmpty();
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
        assertThat(answer.headers().firstValue("x-ratelimit-reset")).hasValue("9");
    }

    @Test
    void closesTheConnectionBeforeAnyAnswer() {
        sim.faults().on(DEVICES).always().answer(Fault.resetBeforeBody());

        assertThatThrownBy(() -> client.get(DEVICES)).isInstanceOf(IOException.class);
        assertThat(sim.requests().matching(DEVICES)).isNotEmpty().allMatch(request -> request.status() == 0);
    }

    @Test
    void closesTheConnectionInTheMiddleOfTheBody() throws IOException {
        sim.faults().on(DEVICES).always().answer(Fault.resetMidBody());

        assertThatThrownBy(() -> client.get(DEVICES)).isInstanceOf(IOException.class);
        var broken = client.stream(DEVICES);
        assertThat(broken.statusCode()).isEqualTo(200);
        assertThat(broken.body().readNBytes(1000)).hasSize(1000);
        assertThatThrownBy(() -> broken.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void cutsJsonShortInACompleteAnswer() throws IOException {
        sim.faults().on(DEVICES).answer(Fault.truncatedJson());

        var answer = client.get(DEVICES);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> TenantClient.JSON.readTree(answer.body())).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void answersHtmlAnErrorObjectOrNothingWithStatus200() throws IOException {
        sim.faults().on(DEVICES).answer(Fault.htmlPage());

        var html = client.get(DEVICES);
        assertThat(html.statusCode()).isEqualTo(200);
        assertThat(html.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(html.body()).contains("<html>");
        sim.faults().on(DEVICES).answer(Fault.errorObject());
        assertThat(client.json(DEVICES).has("error")).isTrue();
        sim.faults().on(DEVICES).answer(Fault.emptyBody());
        var empty = client.get(DEVICES);
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
    }

    @Test
    void emptiesOrNullsAListInItsOwnShape() throws IOException {
        sim.faults().on("/api/v1/**").times(2).answer(Fault.emptyList());
        assertThat(client.get(DEVICES).body()).isEqualTo("[]");
        assertThat(client.get("/api/v1/users").body()).isEqualTo("{\"next\":null,\"previous\":null,\"results\":[]}");

        sim.faults().on("/api/v1/**").times(2).answer(Fault.nullList());
        assertThat(client.get(DEVICES).body()).isEqualTo("null");
        assertThat(client.json("/api/v1/blueprints").get("results").isNull()).isTrue();
    }

    @Test
    void sendsAByteAtATime() throws IOException {
        sim.faults().on("/api/v1/tags").answer(Fault.slowBody(Duration.ofMillis(2)));

        var started = System.nanoTime();
        var answer = client.get("/api/v1/tags");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isGreaterThan(Duration.ofMillis(2L * (answer.body().length() - 1)));
    }

    @Test
    void sendsABodyWithoutEndUntilTheClientGoes() throws IOException {
        sim.faults().on(DEVICES).answer(Fault.endlessBody());

        try (var body = client.stream(DEVICES).body()) {
            assertThat(body.skip(50_000_000)).isEqualTo(50_000_000);
        }
        assertThat(client.get(DEVICES).statusCode()).isEqualTo(200);
    }

    @Test
    void redirects() throws IOException {
        sim.faults().on(DEVICES).answer(Fault.redirect("http://elsewhere.example/"));

        var answer = client.get(DEVICES);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).hasValue("http://elsewhere.example/");
    }

    @Test
    void givesTheSamePageForEver() throws IOException {
        sim.faults().on("/api/v1/**").always().answer(Fault.samePage());

        assertThat(client.get(DEVICES + "?offset=300").body())
                .isEqualTo(client.get(DEVICES).body());
        assertThat(client.json(DEVICES + "?offset=90000")).hasSize(300);
        var users = client.json("/api/v1/users");
        var next = users.get("next").asText().replace(sim.baseUrl(), "");
        assertThat(client.json(next)).isEqualTo(users);
    }

    @Test
    void F19_removesADeviceBetweenTwoPagesSoThatAnotherIsNeverSeen() throws IOException {
        var before = sim.fleet().ids().stream().sorted().toList();
        sim.faults()
                .on(DEVICES)
                .after(1)
                .answer(Fault.meanwhile(() -> sim.fleet().remove(before.get(10))));

        var seen = new HashSet<String>();
        client.allDevices().forEach(row -> seen.add(row.get("device_id").asText()));
        assertThat(seen).hasSize(699).contains(before.get(10)).doesNotContain(before.get(300));
        assertThat(client.get(DEVICES + "/" + before.get(300)).statusCode()).isEqualTo(200);
    }

    @Test
    void saysSoWhereTheSimulationItselfFails() throws IOException {
        sim.faults().on(DEVICES).answer(Fault.meanwhile(() -> sim.fleet().update("unknown", draft -> {})));

        var answer = client.get(DEVICES);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("itself failed", "unknown");
    }

    @Test
    void expiresATokenInTheMiddleOfARun() throws IOException {
        sim.faults().on("/api/**").after(2).always().answer(Fault.status(401));

        var statuses = new ArrayList<Integer>();
        for (var i = 0; i < 4; i++) {
            statuses.add(client.get(DEVICES + "?offset=" + 300 * i).statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 401, 401);
    }

    @Test
    void delaysOneAnswerOrAll() throws IOException {
        sim.faults().on(DEVICES).answer(Fault.delay(Duration.ofMillis(80)));
        assertThat(timeOf("/api/v1/devices")).isGreaterThanOrEqualTo(Duration.ofMillis(80));
        sim.latency(Duration.ofMillis(60));
        assertThat(timeOf("/api/v1/tags")).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void carriesOutAnActionWhoseAnswerIsLost() throws IOException {
        var device = DEVICES + "/" + sim.fleet().ids().get(0);
        sim.faults().on("POST /api/v1/**").answer(Fault.resetBeforeBody());

        assertThatThrownBy(() -> client.send("POST", device + "/action/erase", "{}"))
                .isInstanceOf(IOException.class);
        assertThat(client.json(device + "/commands").at("/commands/count").asInt())
                .isEqualTo(1);
    }

    @Test
    void countsExactlyUnderConcurrency() {
        var rule = sim.faults().on("/api/v1/tags").times(20).answer(Fault.status(500));

        var failed = IntStream.range(0, 200)
                .parallel()
                .filter(i -> statusOf("/api/v1/tags") == 500)
                .count();
        assertThat(failed).isEqualTo(20);
        assertThat(rule.hits()).isEqualTo(20);
    }

    private int statusOf(String path) {
        try {
            return client.get(path).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    private Duration timeOf(String path) throws IOException {
        var started = System.nanoTime();
        client.get(path);
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
