package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.demo.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RunApiTests extends ApiTestBase {

    private static final List<String> COUNTS =
            List.of("seen", "created", "updated", "unchanged", "skipped", "duplicate", "failed", "removed");

    @Test
    void startsARunAndSaysWhereItIs() {
        var name = synced(tenant(3), "");

        var started = sync(name).expect(202);

        assertThat(started.json().path("joined").asBoolean(true)).isFalse();
        assertThat(started.location()).isEqualTo("/api/v1/runs/" + started.number("/runId"));
        var run = finished(started.number("/runId"));
        assertThat(run.at("/state")).isEqualTo("succeeded");
        assertThat(run.at("/trigger")).isEqualTo("api");
        assertThat(run.at("/requestedBy")).isEqualTo("bootstrap");
        assertThat(run.at("/connection")).isEqualTo(name);
    }

    @Test
    void showsARunsFigures() {
        var tenant = tenant(5);
        var name = synced(tenant, ",'policy':{'page-size':2}");
        tenant.fleet().update(tenant.fleet().ids().get(0), draft -> draft.name("renamed"));
        tenant.fleet().add(draft -> draft.serial("N/A"));
        tenant.fleet().add();
        tenant.requests().clear();

        var run = syncToItsEnd(name);

        assertThat(run.json().path("counts").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(COUNTS);
        assertThat(run.number("/counts/seen")).isEqualTo(7);
        assertThat(run.number("/counts/updated")).isEqualTo(1);
        assertThat(run.number("/counts/unchanged")).isEqualTo(4);
        assertThat(COUNTS.subList(1, 7).stream()
                        .mapToLong(count -> run.number("/counts/" + count))
                        .sum())
                .isEqualTo(7);
        assertThat(run.number("/pages")).isEqualTo(4);
        assertThat(run.number("/apiCalls")).isEqualTo(tenant.requests().total()).isEqualTo(4);
        assertThat(run.number("/progress/seen")).isEqualTo(7);
        assertThat(run.number("/progress/percent")).isEqualTo(100);
        var notices =
                api().get("/api/v1/runs/" + run.number("/id") + "/notices").expect(200);
        assertThat(run.number("/notices")).isEqualTo(notices.json().size()).isPositive();
        assertThat(notices.each("", "reason")).noneMatch(String::isBlank);
        assertThat(notices.each("", "kind")).isSubsetOf("skipped", "duplicate", "notice");
        assertThat(run.at("/queuedAt")).isNotBlank();
        assertThat(run.at("/startedAt")).isNotBlank();
        assertThat(run.at("/finishedAt")).isNotBlank();
    }

    @Test
    void showsHowFarARunIsAndJoinsItAndCancelsIt() {
        var tenant = tenant(6);
        var name = synced(tenant, ",'policy':{'page-size':1}");
        tenant.faults().on("/api/v1/devices").after(3).answer(Fault.delay(Duration.ofSeconds(20)));

        var started = sync(name).expect(202);
        var id = started.number("/runId");
        var running = await().until(() -> api().get("/api/v1/runs/" + id), run -> run.number("/pages") == 3);

        assertThat(running.at("/state")).isEqualTo("running");
        assertThat(running.number("/progress/seen")).isEqualTo(3);
        assertThat(running.number("/progress/expected")).isEqualTo(6);
        assertThat(running.number("/progress/percent")).isEqualTo(50);
        assertThat(running.json().path("finishedAt").isNull()).isTrue();

        var joined = sync(name).expect(202);
        assertThat(joined.number("/runId")).isEqualTo(id);
        assertThat(joined.json().path("joined").asBoolean()).isTrue();

        var resumed = api().post("/api/v1/runs/" + id + "/resume").expectProblem(409);
        assertThat(resumed.at("/detail")).contains("running", "only an incomplete run");

        var cancelled = api().post("/api/v1/runs/" + id + "/cancel").expect(200);
        assertThat(cancelled.at("/state")).isEqualTo("cancelled");
        assertThat(cancelled.at("/message")).contains("bootstrap");
        assertThat(api().post("/api/v1/runs/" + id + "/cancel")
                        .expectProblem(409)
                        .at("/detail"))
                .contains("cancelled", "nothing to cancel");
        assertThat(api().get("/api/v1/audit?object=run/" + id).each("", "action"))
                .contains("run.cancel");
    }

    @Test
    void aFirstRunHasNoExpectation() {
        var tenant = tenant(2);
        tenant.faults().on("/api/v1/devices").after(1).always().answer(Fault.delay(Duration.ofSeconds(2)));
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ",'enabled':true"))
                .expect(201);

        var run = api().get("/api/v1/runs/" + firstRun(name)).expect(200);

        assertThat(run.json().at("/progress/expected").isNull()).isTrue();
        assertThat(run.json().at("/progress/percent").isNull()).isTrue();
    }

    @Test
    void resumesAnIncompleteRunWhereItStopped() {
        var tenant = tenant(4);
        var name = synced(tenant, ",'policy':{'page-size':2}");
        var fault = tenant.faults().on("/api/v1/devices").after(1).always().answer(Fault.status(503));
        var stopped = syncToItsEnd(name);
        assertThat(stopped.at("/state")).isEqualTo("incomplete");
        assertThat(stopped.at("/message")).contains("503");
        assertThat(stopped.number("/counts/seen")).isEqualTo(2);
        fault.stop();
        tenant.requests().clear();

        var id = stopped.number("/id");
        api().post("/api/v1/runs/" + id + "/resume").expect(200);

        var run = await().until(
                        () -> api().get("/api/v1/runs/" + id),
                        answer -> answer.at("/state").equals("succeeded"));
        assertThat(run.number("/counts/seen")).isEqualTo(4);
        assertThat(run.number("/resumed")).isEqualTo(1);
        assertThat(tenant.requests().matching("/api/v1/devices"))
                .allSatisfy(request -> assertThat(request.target()).doesNotContain("offset=0"));
        assertThat(api().get("/api/v1/audit?object=run/" + id).each("", "action"))
                .contains("run.resume");
        assertThat(api().post("/api/v1/runs/" + id + "/resume")
                        .expectProblem(409)
                        .at("/detail"))
                .contains("succeeded");
    }

    @Test
    void saysWhyADisabledConnectionIsNotSynced() {
        var name = name();
        api().post("/api/v1/connections", connection(name, "https://acme.api.kandji.io", ""))
                .expect(201);

        var refused = sync(name).expectProblem(409);

        assertThat(refused.at("/detail")).contains(name, "not enabled", "Test it");
    }

    @Test
    void refusesOptionsItDoesNotKnow() {
        var name = synced(tenant(1), "");

        var refused = api().post("/api/v1/connections/" + name + "/sync", "{'dryRum':true}")
                .expectProblem(400);
        assertThat(refused.each("/problems", "path")).containsExactly("dryRum");
        api().post("/api/v1/connections/" + name + "/sync", "{}").expect(202);
    }

    @Test
    void saysWhatIsWrongWhereTheTenantRefuses() {
        var tenant = tenant(2);
        var name = synced(tenant, "");
        tenant.revokeToken("rollcall");

        var run = syncToItsEnd(name);

        assertThat(run.at("/state")).isEqualTo("failed");
        assertThat(run.at("/message")).contains("401", "credentials");
        assertThat(run.number("/counts/seen")).isZero();
        assertThat(run.number("/apiCalls")).isEqualTo(1);
    }

    @Test
    void listsTheNewestRunsFirst() {
        var name = synced(tenant(1), "");
        syncToItsEnd(name);
        syncToItsEnd(name);

        var runs = api().get("/api/v1/runs?connection=" + name).expect(200);

        assertThat(StreamSupport.stream(runs.json().spliterator(), false)
                        .map(run -> run.path("id").asLong())
                        .toList())
                .hasSize(3)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(runs.each("", "connection")).containsOnly(name);
        assertThat(api().get("/api/v1/runs").expect(200).json().size()).isGreaterThanOrEqualTo(3);
        assertThat(api().get("/api/v1/runs?connection=nobody").expect(200).json())
                .isEmpty();
    }
}
