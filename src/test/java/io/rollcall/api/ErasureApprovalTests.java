package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.access.Role;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Where it takes two to erase a device: both are signed in, each with a session of their own. */
@TestPropertySource(properties = "rollcall.commands.approve-erase=true")
class ErasureApprovalTests extends ApiTestBase {

    private SimulatedIru tenant;
    private SimulatedDevice mac;
    private String asset;

    private void connected() {
        tenant = tenant(20);
        mac = tenant.fleet().devices().stream()
                .filter(device -> device.platform().label().equals("Mac"))
                .findFirst()
                .orElseThrow();
        synced(tenant, ",'policy':{'commands':['restart','erase']}");
        asset = "/api/v1/assets/"
                + jdbc.sql("select asset_id from device where source_id = ?")
                        .param(mac.deviceId())
                        .query(Long.class)
                        .single();
    }

    private long left() {
        return tenant.requests()
                .matching("POST /api/v1/devices/" + mac.deviceId() + "/action/*")
                .size();
    }

    private Answer ask(SignedInClient who, String more) {
        return who.send(
                "POST",
                asset + "/commands",
                "{'reason':'sold'," + more + "}",
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    private Answer erasure(SignedInClient who) {
        return ask(who, "'command':'erase','pin':'123456','serial':'" + mac.serial() + "'")
                .expect(202);
    }

    private void becomes(long command, String state) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api().get("/api/v1/commands/" + command)
                        .expect(200)
                        .at("/state")
                        .equals(state));
    }

    @Test
    void D9_aDeviceIsErasedOnceASecondPersonAgrees() {
        connected();
        var first = user(Role.COMMANDER);
        var second = user(Role.COMMANDER);
        var one = signedIn(first);
        var other = signedIn(second);
        var viewer = signedIn(Role.OPERATOR);

        var asked = erasure(one);
        var at = "/api/v1/commands/" + asked.at("/id");
        assertThat(asked.at("/state")).isEqualTo("awaiting-approval");
        assertThat(one.send("POST", at + "/approve", "{}").expectProblem(409).at("/detail"))
                .contains("someone else");
        viewer.send("POST", at + "/approve", "{}").expectProblem(403);
        becomes(ask(one, "'command':'restart'").expect(202).number("/id"), "acknowledged");
        assertThat(left()).as("the restart, which needs nobody's agreement").isEqualTo(1);

        assertThat(other.send("POST", at + "/approve", "{}").expect(200).at("/approvedBy"))
                .isEqualTo(second.name());
        becomes(asked.number("/id"), "acknowledged");

        assertThat(left()).isEqualTo(2);
        other.send("POST", at + "/approve", "{}").expectProblem(409);
        assertThat(api().get("/api/v1/audit?object=command/" + asked.at("/id")).each("", "action"))
                .contains("command.request", "command.approve", "command.acknowledged");
        assertThat(api().get("/api/v1/audit?object=command/" + asked.at("/id")).each("", "actor"))
                .contains(first.name(), second.name());
    }

    @Test
    void D9_whatTheSecondPersonRejectsIsNeverSent() {
        connected();
        var one = signedIn(Role.COMMANDER);
        var other = signedIn(Role.COMMANDER);
        var asked = erasure(one);
        var at = "/api/v1/commands/" + asked.at("/id");

        assertThat(other.send("POST", at + "/reject", "{'reason':'it was found'}")
                        .expect(200)
                        .at("/state"))
                .isEqualTo("rejected");

        other.send("POST", at + "/approve", "{}").expectProblem(409);
        becomes(ask(one, "'command':'restart'").expect(202).number("/id"), "acknowledged");
        assertThat(left()).as("the restart alone").isEqualTo(1);
    }
}
