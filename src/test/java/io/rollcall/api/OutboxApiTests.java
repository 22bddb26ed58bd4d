package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.demo.Fault;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedIru;
import org.junit.jupiter.api.Test;

/** Changes on their way to an MDM, over REST. */
class OutboxApiTests extends ApiTestBase {

    private static final String PUSH = ",'policy':{'push':{'asset-tag':true,'assignment':true}}";
    private static final String OUTBOX = "/api/v1/outbox";

    private String connection;

    private String asset(SimulatedIru tenant) {
        connection = synced(tenant, PUSH);
        return "/api/v1/assets/"
                + api().get("/api/v1/assets?connection=" + connection)
                        .json()
                        .at("/assets/0/id")
                        .asLong();
    }

    private Answer reaches(String asset, String state) {
        return await().until(
                        () -> api().get(asset + "/outbox").expect(200),
                        answer -> answer.each("", "state").stream().allMatch(state::equals));
    }

    private void tag(String asset, String tag) {
        api().patch(asset, "{'fields':{'asset-tag':'" + tag + "'}}").expect(200);
    }

    @Test
    void C3_showsWhatWasSentOfAnAssetAndOfAConnection() {
        var tenant = tenant(1);
        var asset = asset(tenant);

        tag(asset, "A-7");
        var sent = reaches(asset, "sent");

        assertThat(tenant.fleet().devices().get(0).assetTag()).isEqualTo("A-7");
        assertThat(sent.each("", "value")).containsExactly("A-7");
        assertThat(sent.each("", "property")).containsExactly("asset-tag");
        assertThat(sent.each("", "requestedBy")).containsExactly("bootstrap");
        assertThat(api().get(OUTBOX + "?connection=" + connection + "&state=sent")
                        .each("", "value"))
                .containsExactly("A-7");
        assertThat(api().get(OUTBOX + "?connection=" + connection + "&state=failed")
                        .json())
                .isEmpty();
        assertThat(api().get(OUTBOX + "?state=wrong").expectProblem(400).at("/detail"))
                .contains("pending");
    }

    @Test
    void F58_aFailedChangeIsSentAgainOnceHoweverOftenItIsAskedFor() {
        var tenant = tenant(1);
        var asset = asset(tenant);
        var refused = tenant.faults()
                .on("PATCH /api/v1/devices/*")
                .always()
                .answer(Fault.answer(400, "application/json", "\"Not today\""));
        tag(asset, "A-7");
        var failed = reaches(asset, "failed");
        assertThat(failed.each("", "reason").get(0)).contains("Not today");
        refused.stop();
        var entry = OUTBOX + "/" + failed.json().at("/0/id").asLong();

        api().post(entry + "/retry").expect(202);
        api().post(entry + "/retry").expect(202);
        reaches(asset, "sent");

        assertThat(tenant.requests().matching("PATCH /api/v1/devices/*"))
                .filteredOn(request -> !request.body().equals("{}"))
                .hasSize(2);
        assertThat(api().post(entry + "/discard").expect(200).at("/state")).isEqualTo("sent");
        api().post(OUTBOX + "/999999999/retry").expectProblem(404);
        assertThat(api().post(OUTBOX + "/retry?connection=no-such-connection")
                        .expectProblem(404)
                        .at("/detail"))
                .contains("no-such-connection");
    }

    @Test
    void C8_theTestNamesThePermissionThatTwoWayNeeds() {
        var tenant = tenant(1, Permission.DEVICE_LIST, Permission.DEVICE_ID);
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), PUSH))
                .expect(201);

        var report = api().post("/api/v1/connections/" + name + "/test").expect(200);
        assertThat(report.each("/checks", "name")).contains("Permission \"Update a device\"");
        assertThat(report.text()).contains("Device Information > Update a device");
        api().post("/api/v1/connections/" + name + "/enable").expectProblem(409);

        tenant.grant("rollcall", Permission.DEVICE_LIST, Permission.DEVICE_ID, Permission.UPDATE_A_DEVICE);
        api().post("/api/v1/connections/" + name + "/enable").expect(200);
        finished(firstRun(name));
        assertThat(tenant.requests().matching("PATCH /api/v1/devices/*"))
                .as("no device is touched to find out")
                .allMatch(request -> request.path().endsWith("/00000000-0000-4000-8000-000000000000"));
    }
}
