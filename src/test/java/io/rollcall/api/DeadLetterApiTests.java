package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterApiTests extends ApiTestBase {

    private static final String PATH = "/api/v1/dead-letters";

    @Test
    void listsAndShowsWhatFailed() {
        var tenant = tenant(3);
        var broken = fail(tenant, 1).get(0);
        var name = connected(tenant);

        var letters = letters(name);

        assertThat(letters.each("", "sourceId")).containsExactly(broken);
        var letter = api().get(PATH + "/" + letters.each("", "id").get(0)).expect(200);
        assertThat(letter.at("/connection")).isEqualTo(name);
        assertThat(letter.at("/stage")).isEqualTo("details");
        assertThat(letter.at("/message")).contains("500");
        assertThat(letter.number("/attempts")).isEqualTo(1);
        assertThat(letter.at("/payload/device_id")).isEqualTo(broken);
        assertThat(letter.json().path("closedAt").isNull()).isTrue();
        assertThat(letter.text()).doesNotContain("tenant-token");
        assertThat(api().get(PATH + "?connection=nobody").json()).isEmpty();
    }

    @Test
    void replaysOne() {
        var tenant = tenant(3);
        fail(tenant, 2);
        var name = connected(tenant);
        var ids = letters(name).each("", "id");
        assertThat(ids).hasSize(2);
        tenant.faults().clear();
        tenant.requests().clear();

        var run = finished(
                api().post(PATH + "/" + ids.get(0) + "/replay").expect(202).number("/runId"));

        assertThat(run.at("/kind")).isEqualTo("replay");
        assertThat(run.at("/state")).isEqualTo("succeeded");
        assertThat(run.number("/counts/seen")).isEqualTo(1);
        assertThat(letters(name).each("", "id")).containsExactly(ids.get(1));
        var solved = api().get(PATH + "/" + ids.get(0)).expect(200);
        assertThat(solved.at("/closedAt")).isNotBlank().isNotEqualTo("null");
        assertThat(solved.at("/closedBy")).isEqualTo("run " + run.number("/id"));
        assertThat(api().get(PATH + "?all=true&connection=" + name).json()).hasSize(2);
        assertThat(tenant.requests().total()).isEqualTo(1);
    }

    @Test
    void replaysSome() {
        var tenant = tenant(4);
        fail(tenant, 3);
        var name = connected(tenant);
        var ids = letters(name).each("", "id");
        tenant.faults().clear();

        var body = "{'ids':[%s,%s]}".formatted(ids.get(0), ids.get(2));
        var run = finished(api().post(PATH + "/replay?connection=" + name, body)
                .expect(202)
                .number("/runId"));

        assertThat(run.number("/counts/seen")).isEqualTo(2);
        assertThat(letters(name).each("", "id")).containsExactly(ids.get(1));
    }

    @Test
    void replaysAll() {
        var tenant = tenant(4);
        fail(tenant, 3);
        var name = connected(tenant);
        tenant.faults().clear();

        var run = finished(
                api().post(PATH + "/replay?connection=" + name).expect(202).number("/runId"));

        assertThat(run.number("/counts/seen")).isEqualTo(3);
        assertThat(run.number("/progress/percent")).isEqualTo(100);
        assertThat(letters(name).json()).isEmpty();
        assertThat(api().get("/api/v1/assets?connection=" + name).json().path("assets"))
                .hasSize(4);
        assertThat(api().get("/api/v1/audit?object=connection/" + name).each("", "action"))
                .contains("dead-letter.replay");
    }

    @Test
    void aReplayThatFailsAgainCountsItsAttempts() {
        var tenant = tenant(2);
        fail(tenant, 1);
        var name = connected(tenant);
        var id = letters(name).each("", "id").get(0);

        finished(api().post(PATH + "/" + id + "/replay").expect(202).number("/runId"));

        var letter = api().get(PATH + "/" + id).expect(200);
        assertThat(letter.number("/attempts")).isEqualTo(2);
        assertThat(letter.json().path("closedAt").isNull()).isTrue();
    }

    @Test
    void refusesABodyThatNamesNoLetter() {
        var tenant = tenant(1);
        var name = connected(tenant);

        for (var body : List.of("{'ids':[]}", "{'ids':['1']}", "{'ids':[null]}", "{'id':1}", "[1]")) {
            assertThat(api().post(PATH + "/replay?connection=" + name, body)
                            .expectProblem(400)
                            .json()
                            .path("problems"))
                    .as(body)
                    .isNotEmpty();
        }
        assertThat(api().get("/api/v1/runs?connection=" + name).json()).hasSize(1);
    }

    @Test
    void doesNotReplayForADisabledConnection() {
        var tenant = tenant(2);
        fail(tenant, 1);
        var name = connected(tenant);
        api().post("/api/v1/connections/" + name + "/disable").expect(200);

        var id = letters(name).each("", "id").get(0);
        assertThat(api().post(PATH + "/" + id + "/replay").expectProblem(409).at("/detail"))
                .contains("not enabled");
    }

    private Answer letters(String connection) {
        return api().get(PATH + "?connection=" + connection).expect(200);
    }

    /** The details of so many devices fail from now on; not those of the first, which a test of the connection reads. */
    private static List<String> fail(SimulatedIru tenant, int count) {
        var broken = tenant.fleet().ids().stream()
                .filter(id -> !id.equals(tenant.fleet().ids().get(0)))
                .limit(count)
                .toList();
        broken.forEach(id -> tenant.faults()
                .on("/api/v1/devices/" + id + "/details")
                .always()
                .answer(Fault.status(500)));
        return broken;
    }

    private String connected(SimulatedIru tenant) {
        return synced(tenant, ",'policy':{'details':{'mode':'changed'}}");
    }
}
