package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Commands and automations, over REST. */
class CommandApiTests extends ApiTestBase {

    private static final String ENABLED = ",'policy':{'commands':['restart','erase','lock']}";
    private static final String ACTIONS = "POST /api/v1/devices/*/action/*";

    private SimulatedIru tenant;
    private SimulatedDevice mac;
    private String asset;

    /** @return the connection's name */
    private String connected() {
        tenant = tenant(20);
        mac = tenant.fleet().devices().stream()
                .filter(device -> device.platform().label().equals("Mac"))
                .findFirst()
                .orElseThrow();
        var connection = synced(tenant, ENABLED);
        asset = "/api/v1/assets/"
                + jdbc.sql("select asset_id from device where source_id = ?")
                        .param(mac.deviceId())
                        .query(Long.class)
                        .single();
        return connection;
    }

    private ApiClient withKey(String key) {
        return anonymous().with("Authorization", "Bearer " + TOKEN, "Idempotency-Key", key);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** What left for real devices: the connection's test tries permissions with one that can't exist. */
    private long left() {
        return tenant.requests().matching(ACTIONS).stream()
                .filter(request -> request.path().contains(mac.deviceId()))
                .count();
    }

    private Answer becomes(long command, String state) {
        return await().until(
                        () -> api().get("/api/v1/commands/" + command).expect(200),
                        answer -> answer.at("/state").equals(state));
    }

    @Test
    void F61_aRequestThatIsRepeatedWithItsKeyIsOneCommand() {
        connected();
        var key = key();
        var body = "{'command':'restart','reason':'slow'}";

        var first = withKey(key).post(asset + "/commands", body).expect(202);
        var command = first.number("/id");
        becomes(command, "acknowledged");
        var again = withKey(key).post(asset + "/commands", body).expect(200);

        assertThat(again.number("/id")).isEqualTo(command);
        assertThat(first.location()).endsWith("/commands/" + command);
        assertThat(left()).isEqualTo(1);
        assertThat(withKey(key)
                        .post(asset + "/commands", "{'command':'lock','reason':'slow'}")
                        .expectProblem(409)
                        .at("/detail"))
                .contains("another request");
        assertThat(api().get(asset + "/commands").expect(200).each("/commands", "state"))
                .containsExactly("acknowledged");
    }

    @Test
    void D9_aCommandNeedsAKeyAReasonAndItsScope() {
        connected();
        var body = "{'command':'restart','reason':'slow'}";

        assertThat(api().post(asset + "/commands", body).expectProblem(400).at("/detail"))
                .contains("Idempotency-Key");
        withKey(key()).post(asset + "/commands", "{'command':'restart'}").expectProblem(400);
        withKey(key())
                .post(asset + "/commands", "{'command':'explode','reason':'x'}")
                .expectProblem(400);
        anonymous()
                .with("Authorization", "Bearer " + tokenWith("write"), "Idempotency-Key", key())
                .post(asset + "/commands", body)
                .expectProblem(403);
        withKey(key()).post("/api/v1/assets/999999999/commands", body).expectProblem(404);
        assertThat(left()).isZero();
    }

    @Test
    void F62_erasingWantsTheSerialNumberTyped() {
        connected();

        assertThat(withKey(key())
                        .post(asset + "/commands", "{'command':'erase','reason':'sold','pin':'123456'}")
                        .expectProblem(400)
                        .text())
                .contains("serial");
        withKey(key())
                .post(asset + "/commands", "{'command':'erase','reason':'sold','pin':'123456','serial':'ANOTHER1'}")
                .expectProblem(400);
        assertThat(left()).isZero();
        var command = withKey(key())
                .post(
                        asset + "/commands",
                        "{'command':'erase','reason':'sold','pin':'123456','serial':'" + mac.serial() + "'}")
                .expect(202)
                .number("/id");
        assertThat(becomes(command, "acknowledged").text()).doesNotContain("123456");
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void D9_anAutomationIsMadeTriedAndTurnedOn() {
        var connection = connected();
        var automations = "/api/v1/automations";
        var made = api().post(
                        automations,
                        "{'name':'" + name() + "','when':{'property':'status','is':'lost','connection':'" + connection
                                + "'},'then':{'command':'lock'}}")
                .expect(201);
        var rule = automations + "/" + made.number("/id");

        assertThat(made.json().at("/enabled").asBoolean(true)).isFalse();
        jdbc.sql("update asset set status = 'lost' where id = ?")
                .param(Long.valueOf(asset.replaceFirst(".*/", "")))
                .update();
        assertThat(api().get(rule + "/dry-run").expect(200).text()).contains("lock through");
        assertThat(left()).isZero();
        api().post(
                        automations,
                        "{'name':'" + name() + "','when':{'property':'status','is':'lost'},'then':{'command':'erase'}}")
                .expectProblem(400);
        anonymous()
                .with("Authorization", "Bearer " + tokenWith("write"))
                .post(rule + "/enable")
                .expectProblem(403);
        api().post(rule + "/enable").expect(200);
        assertThat(api().get(rule + "/deeds").expect(200).json()).isEmpty();
        api().delete(rule).expect(204);
        api().get(rule).expectProblem(404);
    }

    @Test
    void D9_theTestNamesThePermissionThatACommandNeeds() {
        tenant = tenant(
                1,
                Permission.DEVICE_LIST,
                Permission.DEVICE_DETAILS,
                Permission.GET_DEVICE_COMMANDS,
                Permission.RESTART_DEVICE);
        var name = name();
        api().post(
                        "/api/v1/connections",
                        connection(name, tenant.baseUrl(), ",'policy':{'commands':['restart','lock']}"))
                .expect(201);

        var report = api().post("/api/v1/connections/" + name + "/test").expect(200);

        assertThat(report.json().at("/passed").asBoolean(true)).isFalse();
        assertThat(report.json().path("checks"))
                .filteredOn(check -> check.path("result").asText().equals("FAILED"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.path("name").asText()).isEqualTo("Permission \"Lock Device\"");
                    assertThat(check.path("remedy").asText()).contains("Device Actions > Lock Device");
                });
        assertThat(report.each("/checks", "name")).contains("Permission \"Restart Device\"");
        assertThat(tenant.requests().matching(ACTIONS))
                .as("no device is touched to find out")
                .isNotEmpty()
                .allMatch(request -> request.path().contains("00000000-0000-0000-0000-000000000000"));
    }

    private String tokenWith(String scope) {
        var token = "token-with-" + scope + "-and-more-characters-" + name();
        jdbc.sql("insert into api_token (name, token_hash, prefix, scopes) values (:name, :hash, 'toke', :scopes)")
                .param("name", scope + " " + name())
                .param("hash", hash(token))
                .param("scopes", new String[] {scope})
                .update();
        return token;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
