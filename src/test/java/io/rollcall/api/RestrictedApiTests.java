package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.demo.JamfPrivilege;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedJamf;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Who is told a restricted value, and what is written down before. */
class RestrictedApiTests extends ApiTestBase {

    private static final String RESTRICTED = ",'policy':{'restricted':true,'details':{'mode':'always'}}";
    private static final String REASON = "{'reason':'ticket 4711: disk unlock'}";

    /** A client whose token has only this scope, and a name of its own. */
    private ApiClient with(String scope, String name) {
        var token = "token-of-" + name + "-with-many-more-characters";
        jdbc.sql("insert into api_token (name, token_hash, prefix, scopes) values (:name, :hash, 'toke', :scopes)")
                .param("name", name)
                .param("hash", sha256(token))
                .param("scopes", new String[] {scope})
                .update();
        return anonymous().with("Authorization", "Bearer " + token);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Mac(String device, long asset) {

        String path() {
            return "/api/v1/assets/" + asset + "/restricted";
        }
    }

    /** A Mac of the connection that has a recovery key. */
    private Mac mac(String connection) {
        return jdbc.sql("""
                        select d.source_id, d.asset_id
                        from device d join connection c on c.id = d.connection_id
                        join restricted_value v on v.asset_id = d.asset_id and v.field = 'recovery-key'
                        where c.name = :connection order by 1 limit 1
                        """)
                .param("connection", connection)
                .query((row, n) -> new Mac(row.getString(1), row.getLong(2)))
                .single();
    }

    private static String keyOf(SimulatedIru tenant, Mac mac) {
        return new ApiClient(tenant.baseUrl(), "Authorization", "Bearer tenant-token")
                .get("/api/v1/devices/" + mac.device() + "/secrets/filevaultkey")
                .at("/key");
    }

    @Test
    void A12_aValueIsRevealedToTheScopeAloneAndWhoWasToldWhyIsWrittenDown() {
        var tenant = tenant(12);
        var mac = mac(synced(tenant, RESTRICTED));
        var name = name();
        var holder = with("restricted", name);

        var shown = holder.post(mac.path() + "/recovery-key/reveal", REASON).expect(200);

        assertThat(shown.at("/value")).isEqualTo(keyOf(tenant, mac)).isNotBlank();
        assertThat(holder.heard()).last().asString().contains("no-store");
        var audit = api().get("/api/v1/audit?actor=" + name).json();
        assertThat(audit).hasSize(1);
        assertThat(audit.get(0).path("action").asText()).isEqualTo("restricted.reveal");
        assertThat(audit.get(0).path("object").asText()).isEqualTo("asset/" + mac.asset());
        assertThat(audit.get(0).at("/detail/reason").asText()).isEqualTo("ticket 4711: disk unlock");
        assertThat(audit.get(0).at("/detail/field").asText()).isEqualTo("recovery-key");
        assertThat(audit.toString()).doesNotContain(shown.at("/value"));

        var listed = holder.get(mac.path()).expect(200);
        assertThat(listed.each("/fields", "field")).contains("recovery-key", "recovery-lock-enabled");
        assertThat(listed.text()).doesNotContain(shown.at("/value"), "\"value\"");
        for (var scope : new String[] {"read", "sync", "write", "command"}) {
            var other = with(scope, name());
            other.post(mac.path() + "/recovery-key/reveal", REASON).expectProblem(403);
            other.get(mac.path()).expectProblem(403);
        }
        holder.get("/api/v1/assets/" + mac.asset()).expectProblem(403);
    }

    @Test
    void A12_withoutAnAuditRowNothingIsRevealed() {
        var mac = mac(synced(tenant(12), RESTRICTED));
        var holder = with("restricted", name());
        jdbc.sql("create trigger no_audit before insert on audit for each row"
                        + " when (new.action = 'restricted.reveal') execute function audit_is_append_only()")
                .update();
        try {
            var refused = holder.post(mac.path() + "/recovery-key/reveal", REASON);

            assertThat(refused.status()).isIn(500, 503);
            assertThat(refused.json().has("value")).isFalse();
            refused.expectProblem(refused.status());
        } finally {
            jdbc.sql("drop trigger no_audit on audit").update();
        }
        holder.post(mac.path() + "/recovery-key/reveal", REASON).expect(200);
    }

    @Test
    void A12_aRevealNeedsAReasonAFieldAndAValue() {
        var mac = mac(synced(tenant(12), RESTRICTED));
        var name = name();
        var holder = with("restricted", name);

        holder.post(mac.path() + "/recovery-key/reveal", "{}").expectProblem(400);
        holder.post(mac.path() + "/recovery-key/reveal", "{'reason':'  '}").expectProblem(400);
        holder.post(mac.path() + "/recovery-key/reveal", "{'reason':'" + "x".repeat(501) + "'}")
                .expectProblem(400);
        holder.post(mac.path() + "/serial-number/reveal", REASON).expectProblem(400);
        holder.post(mac.path() + "/applecare-id/reveal", REASON).expectProblem(404);
        holder.post("/api/v1/assets/999999999/restricted/recovery-key/reveal", REASON)
                .expectProblem(404);

        assertThat(api().get("/api/v1/audit?actor=" + name).json()).isEmpty();
    }

    @Test
    void A12_aTokenThatRevealsAllTheTimeIsToldToWait() {
        var mac = mac(synced(tenant(12), RESTRICTED));
        var holder = with("restricted", name());
        for (var n = 0; n < 10; n++) {
            holder.post(mac.path() + "/recovery-key/reveal", REASON).expect(200);
        }

        holder.post(mac.path() + "/recovery-key/reveal", REASON).expectProblem(429);

        assertThat(holder.heard()).last().asString().containsIgnoringCase("retry-after=[60]");
    }

    @Test
    void A12_theTestOfAConnectionNamesWhatTheTokenMayNotReadAndGoesWithoutIt() {
        var tenant = tenant(6, Permission.DEVICE_LIST, Permission.DEVICE_DETAILS, Permission.FILEVAULT_RECOVERY_KEY);
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), RESTRICTED))
                .expect(201);

        var report = api().post("/api/v1/connections/" + name + "/test").expect(200);

        assertThat(report.json().path("passed").asBoolean()).as(report.text()).isTrue();
        assertThat(check(report, "Permission \"FileVault recovery key\"")
                        .path("result")
                        .asText())
                .isEqualToIgnoringCase("passed");
        var without = check(report, "Permission \"Recovery Lock password\"");
        assertThat(without.path("result").asText()).isEqualToIgnoringCase("without");
        assertThat(without.path("remedy").asText()).contains("Recovery Lock password");
        assertThat(report.text()).doesNotContain("\"key\"");
    }

    @Test
    void B1_theTestOfAJamfConnectionNamesThePrivilegesOfSecrets() {
        try (var server = SimulatedJamf.builder()
                .computers(3)
                .mobiles(2)
                .odd(false)
                .client(
                        "client-1",
                        "jamf-secret",
                        JamfPrivilege.READ_COMPUTERS,
                        JamfPrivilege.READ_MOBILE_DEVICES,
                        JamfPrivilege.READ_DEPARTMENTS,
                        JamfPrivilege.READ_BUILDINGS,
                        JamfPrivilege.VIEW_RECOVERY_LOCK)
                .start()) {
            var name = name();
            api().post(
                            "/api/v1/connections",
                            ("{'name':'%s','source':'jamf','preset':'allwhere-jamf','baseUrl':'%s','policy':{'restricted':true},"
                                            + "'credentials':{'clientId':'client-1','clientSecret':'jamf-secret'}}")
                                    .formatted(name, server.baseUrl()))
                    .expect(201);

            var report = api().post("/api/v1/connections/" + name + "/test").expect(200);

            assertThat(report.json().path("passed").asBoolean())
                    .as(report.text())
                    .isTrue();
            assertThat(check(report, "Permission \"View Recovery Lock\"")
                            .path("result")
                            .asText())
                    .isEqualToIgnoringCase("passed");
            assertThat(check(report, "Permission \"View Disk Encryption Recovery Key\"")
                            .path("result")
                            .asText())
                    .isEqualToIgnoringCase("without");
        }
    }

    private static JsonNode check(Answer report, String name) {
        return StreamSupport.stream(report.json().path("checks").spliterator(), false)
                .filter(check -> check.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.text()));
    }

    @Test
    void A12_valuesGoWithTheConnectionThatReadThem() {
        var connection = synced(tenant(12), RESTRICTED);
        var mac = mac(connection);

        api().delete("/api/v1/connections/" + connection + "?assets=keep").expect(204);

        api().get("/api/v1/assets/" + mac.asset()).expect(200);
        with("restricted", name())
                .post(mac.path() + "/recovery-key/reveal", REASON)
                .expectProblem(404);
    }

    @Test
    void A12_valuesOfAnErasedPersonsDeviceAreForgotten() {
        var connection = synced(tenant(12), RESTRICTED);
        var mac = mac(connection);
        var others = jdbc.sql("select count(*) from restricted_value where asset_id <> :asset")
                .param("asset", mac.asset())
                .query(Integer.class)
                .single();
        var key = name();
        var person = api().post(
                        "/api/v1/people",
                        "{'firstName':'Ann','lastName':'Onymous%s','emails':['%s@example.com']}".formatted(key, key))
                .expect(201)
                .number("/id");
        var at = "/api/v1/assets/" + mac.asset();
        if (!api().get(at).json().path("assignee").isNull()) {
            api().post(at + "/checkin", "{}").expect(200);
        }
        api().post(at + "/checkout", "{'person':" + person + "}").expect(200);

        api().delete("/api/v1/people/" + person + "?checkIn=true").expect(200);

        assertThat(with("restricted", name()).get(mac.path()).expect(200).json().path("fields"))
                .isEmpty();
        assertThat(jdbc.sql("select count(*) from restricted_value where asset_id <> :asset")
                        .param("asset", mac.asset())
                        .query(Integer.class)
                        .single())
                .isEqualTo(others);
    }

    @Test
    void D10_anAssetIsAnsweredAtOnceAndSaysThatItsDetailsAreBeingRead() {
        var tenant = tenant(12);
        var connection = synced(tenant, ",'policy':{'people':{'directory':false}}");
        var asset = api().get("/api/v1/assets?connection=" + connection).at("/assets/0/id");
        tenant.latency(Duration.ofMillis(300));

        var first = api().get("/api/v1/assets/" + asset).expect(200);

        assertThat(first.at("/details/0/state")).isEqualTo("reading");
        assertThat(first.at("/details/0/connection")).isEqualTo(connection);
        var read = await().until(
                        () -> api().get("/api/v1/assets/" + asset).expect(200),
                        answer -> answer.at("/details/0/state").equals("current"));
        assertThat(read.at("/details/0/readAt")).isNotBlank();
        assertThat(read.json().path("sources").get(0).path("detailsAt").isNull())
                .isFalse();
        assertThat(api().get("/api/v1/runs?connection=" + connection)
                        .json()
                        .get(0)
                        .path("kind")
                        .asText())
                .isEqualTo("on-demand");
    }

    @Test
    void F56_aRotationByRestSaysWhatItDidAndIsOnRecord() {
        synced(tenant(6), RESTRICTED);

        var rotated = api().post("/api/v1/secret-keys/rotate").expect(200);

        assertThat(rotated.number("/unreadable")).isZero();
        var keys = api().get("/api/v1/secret-keys").expect(200);
        assertThat(keys.at("/0/id")).isEqualTo(rotated.at("/key"));
        assertThat(keys.json().get(0).path("values").path("connection").asInt()).isPositive();
        assertThat(api().get("/api/v1/audit?object=secret-keys").each("", "action"))
                .contains("secret-key.rotate");
    }
}
