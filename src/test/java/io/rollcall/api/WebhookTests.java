package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.NewAddress;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.source.Jamf;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that Jamf Pro sends by itself. */
class WebhookTests extends ApiTestBase {

    private SimulatedJamf server;
    private String connection;
    private String hook;

    @BeforeEach
    void connect() {
        var wanted = SimulatedJamf.builder()
                .seed(seeds.next())
                .computers(20)
                .mobiles(10)
                .odd(false)
                .client("client-1", "jamf-secret-4711");
        server = NewAddress.of(wanted::start, SimulatedJamf::baseUrl);
        connection = name();
        api().post(
                        "/api/v1/connections",
                        ("{'name':'%s','source':'jamf','preset':'allwhere-jamf','baseUrl':'%s','enabled':true,"
                                        + "'policy':{'create':{'managed-only':false}},"
                                        + "'credentials':{'clientId':'client-1','clientSecret':'jamf-secret-4711'}}")
                                .formatted(connection, server.baseUrl()))
                .expect(201);
        finished(firstRun(connection));
        hook = api().post("/api/v1/connections/" + connection + "/webhook", "")
                .expect(200)
                .at("/path");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String event(String kind, int id) {
        for (var example : Jamf.example("webhooks.json")) {
            if (example.at("/webhook/webhookEvent").asText().equals(kind)) {
                var event = (ObjectNode) example.deepCopy();
                event.withObject("/event").put("jssID", id);
                // The tests' client takes single quotes for double ones.
                return event.toString().replace("'", "’");
            }
        }
        throw new AssertionError("no example of " + kind);
    }

    private int webhookRuns() {
        return (int) StreamSupport.stream(
                        api().get("/api/v1/runs?connection=" + connection)
                                .json()
                                .spliterator(),
                        false)
                .filter(run -> run.path("kind").asText().equals("webhook"))
                .count();
    }

    private Answer finishedWebhookRun() {
        var run = await().until(
                        () -> api().get("/api/v1/runs?connection=" + connection)
                                .json()
                                .path(0),
                        newest -> newest.path("kind").asText().equals("webhook")
                                && !newest.path("state").asText().matches("queued|running"));
        return api().get("/api/v1/runs/" + run.path("id").asLong()).expect(200);
    }

    @Test
    void F26_eventsReadJustTheirDevicesInOneRun() {
        var computer = server.fleet().ids(Kind.COMPUTER).get(3);
        var mobile = server.fleet().ids(Kind.MOBILE_DEVICE).get(3);
        server.fleet()
                .update(
                        Kind.COMPUTER,
                        computer,
                        record -> record.withObject("/operatingSystem").put("version", "99.9"));
        server.requests().clear();

        anonymous().post(hook, event("ComputerInventoryCompleted", computer)).expect(202);
        anonymous().post(hook, event("ComputerInventoryCompleted", computer)).expect(202);
        anonymous().post(hook, event("MobileDeviceEnrolled", mobile)).expect(202);

        var run = finishedWebhookRun();
        assertThat(run.at("/state")).isEqualTo("succeeded");
        assertThat(run.number("/counts/seen")).isEqualTo(2);
        assertThat(run.number("/counts/updated")).isEqualTo(1);
        assertThat(run.json().path("scanComplete").asBoolean()).isFalse();
        assertThat(run.at("/scope")).isEqualTo("only computer-" + computer + " mobile-" + mobile);
        assertThat(webhookRuns()).isEqualTo(1);
        assertThat(server.requests().matching("/api/v4/computers-inventory")).hasSize(1);
        assertThat(jdbc.sql("select count(*) from asset where os_version = '99.9'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void F26_eventOfADeviceThatIsNewHereMakesItAnAsset() {
        var added = server.fleet().add(Kind.COMPUTER);

        anonymous().post(hook, event("ComputerAdded", added)).expect(202);

        assertThat(finishedWebhookRun().number("/counts/created")).isEqualTo(1);
    }

    @Test
    void F26_eventOfADeviceThatTheServerDoesNotHaveChangesNothing() {
        anonymous().post(hook, event("ComputerAdded", 999_999)).expect(202);

        var run = finishedWebhookRun();
        assertThat(run.at("/state")).isEqualTo("succeeded");
        assertThat(run.number("/counts/seen")).isZero();
    }

    @Test
    void eventThatIsAboutNoDeviceOrACheckInStartsNothing() {
        anonymous().post(hook, event("ComputerCheckIn", 101)).expect(202);
        anonymous().post(hook, "{}").expect(202);
        anonymous().post(hook, "[1, null]").expect(202);

        assertThat(webhookRuns()).isZero();
    }

    @Test
    void unknownAddressesAreNotThereAndBodiesAreBounded() {
        var other = hook.substring(0, hook.length() - 1) + (hook.endsWith("A") ? "B" : "A");
        var body = event("ComputerAdded", 101);

        assertThat(anonymous().post(other, body).status()).isEqualTo(404);
        assertThat(anonymous()
                        .post("/hooks/no-such-connection/" + "A".repeat(43), body)
                        .status())
                .isEqualTo(404);
        assertThat(anonymous().post(hook, "no json").status()).isEqualTo(400);
        assertThat(anonymous().post(hook, "\"" + "x".repeat(70_000) + "\"").status())
                .isEqualTo(413);
        assertThat(anonymous().get(hook).status()).isIn(401, 404, 405);
        assertThat(webhookRuns()).isZero();
    }

    @Test
    void addressIsNoGoodOnceItIsClosedOrMadeAnew() {
        var body = event("ComputerCheckIn", 101);
        var second = api().post("/api/v1/connections/" + connection + "/webhook", "")
                .expect(200)
                .at("/path");
        assertThat(anonymous().post(hook, body).status()).isEqualTo(404);
        assertThat(anonymous().post(second, body).status()).isEqualTo(202);

        api().delete("/api/v1/connections/" + connection + "/webhook").expect(204);

        assertThat(anonymous().post(second, body).status()).isEqualTo(404);
        assertThat(jdbc.sql("select count(*) from audit where detail::text like ?")
                        .param("%" + second.substring(second.lastIndexOf('/') + 1) + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void sourceWithoutEventsSaysSo() {
        var tenant = tenant(1);
        var iru = synced(tenant, "");

        var refused = api().post("/api/v1/connections/" + iru + "/webhook", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("sends no events");
    }
}
