package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import org.junit.jupiter.api.Test;

/** Held removals and alerts as REST shows them. */
class RemovalApiTests extends ApiTestBase {

    private Answer held(SimulatedIru tenant, String name) {
        tenant.faults().on("/api/v1/devices").always().answer(Fault.emptyList());
        return syncToItsEnd(name);
    }

    @Test
    void X3_showsWhatARunHoldsAndRemovesItOnApproval() {
        var tenant = tenant(120);
        var name = synced(tenant, "");
        var run = held(tenant, name);
        var at = "/api/v1/runs/" + run.number("/id");

        assertThat(run.at("/state")).isEqualTo("held");
        assertThat(run.at("/message")).startsWith("120 of 120 devices are missing; nothing was removed.");
        assertThat(run.at("/finishedAt")).isNotBlank();
        var first = api().get(at + "/removals").expect(200);
        assertThat(first.json()).hasSize(100);
        var last = first.json().get(99);
        assertThat(last.path("sourceId").asText()).isNotBlank();
        assertThat(last.path("serial").asText()).isNotBlank();
        assertThat(last.path("assetId").asText()).isNotBlank();
        assertThat(api().get(at + "/removals?after=" + last.path("id").asLong())
                        .expect(200)
                        .json())
                .hasSize(20);
        var alert = java.util.stream.StreamSupport.stream(
                        api().get("/api/v1/alerts?open=true").expect(200).json().spliterator(), false)
                .filter(open -> open.path("connection").asText().equals(name))
                .toList();
        assertThat(alert).singleElement().satisfies(open -> {
            assertThat(open.path("kind").asText()).isEqualTo("removals-held");
            assertThat(open.path("run").asLong()).isEqualTo(run.number("/id"));
            assertThat(open.path("message").asText()).contains("120 of 120");
            assertThat(open.path("closedAt").isNull()).isTrue();
        });

        var approved = api().post(at + "/approve-removals").expect(200);

        assertThat(approved.at("/state")).isEqualTo("succeeded");
        assertThat(approved.number("/counts/removed")).isEqualTo(120);
        assertThat(approved.at("/message")).contains("bootstrap", "120");
        assertThat(api().get("/api/v1/assets?connection=" + name).expect(200).each("/assets", "mdmState"))
                .containsOnly("removed");
        assertThat(api().get("/api/v1/alerts?open=true").expect(200).each("", "connection"))
                .doesNotContain(name);
        assertThat(api().get("/api/v1/alerts").expect(200).each("", "connection"))
                .contains(name);
        assertThat(api().get("/api/v1/audit?object=run/" + run.number("/id")).each("", "action"))
                .contains("run.approve-removals");
        assertThat(api().get(at + "/removals").expect(200).json()).isEmpty();
        assertThat(api().post(at + "/approve-removals").expectProblem(409).at("/detail"))
                .contains("succeeded", "only a held run");
    }

    @Test
    void X3_keepsWhatARunHoldsOnRejection() {
        var tenant = tenant(7);
        var name = synced(tenant, "");
        var run = held(tenant, name);
        var at = "/api/v1/runs/" + run.number("/id");

        var rejected = api().post(at + "/reject-removals").expect(200);

        assertThat(rejected.at("/state")).isEqualTo("succeeded");
        assertThat(rejected.number("/counts/removed")).isZero();
        assertThat(rejected.at("/message")).contains("bootstrap", "7 devices are kept");
        assertThat(api().get("/api/v1/audit?object=run/" + run.number("/id")).each("", "action"))
                .contains("run.reject-removals");
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
        assertThat(api().get("/api/v1/assets?connection=" + name).expect(200).each("/assets", "mdmState"))
                .doesNotContain("removed");
    }

    @Test
    void saysThatThereIsNoSuchRun() {
        api().get("/api/v1/runs/999999/removals").expectProblem(404);
        api().post("/api/v1/runs/999999/approve-removals").expectProblem(404);
        api().post("/api/v1/runs/999999/reject-removals").expectProblem(404);
    }
}
