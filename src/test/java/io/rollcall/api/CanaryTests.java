package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedJamf;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A token that nobody could have by chance goes through everything, and is then looked for everywhere. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryTests extends ApiTestBase {

    private static final Map<String, LogLevel> USUAL = Map.of(
            "io.rollcall", LogLevel.INFO, "org.apache.camel", LogLevel.WARN, "org.springframework", LogLevel.INFO);

    private final String canary = UUID.randomUUID().toString();

    @Autowired
    private LoggingSystem logging;

    @BeforeEach
    void logEverything() {
        USUAL.keySet().forEach(logger -> logging.setLogLevel(logger, LogLevel.DEBUG));
    }

    @AfterEach
    void logAsUsual() {
        USUAL.forEach(logging::setLogLevel);
    }

    @Test
    void noCredentialTurnsUpAnywhere(CapturedOutput output) throws Exception {
        var tenant = closing(SimulatedIru.builder()
                .seed(9_999)
                .devices(4)
                .token("rollcall", canary)
                .start());
        var name = everythingHappensTo(tenant);

        assertNoTrace(api().heard(), "the API's answers");
        assertNoTrace(tables(), "the database");
        assertNoTrace(List.of(output.getAll()), "the log");
        assertNoTrace(managed(), "JMX");
        assertNoTrace(
                List.of(management().get("/actuator/prometheus").expect(200).text()), "the metrics");
        assertThat(output.getAll()).contains("DEBUG", "GET", name);
    }

    @Test
    void A12_noRestrictedValueTurnsUpAnywhereButInItsReveal(CapturedOutput output) throws Exception {
        var tenant = tenant(8);
        var name = synced(tenant, ",'policy':{'restricted':true,'details':{'mode':'always'},'page-size':3}");
        var secrets = secretsOf(tenant, name);
        assertThat(secrets).hasSizeGreaterThan(6);
        tenant.faults().on("/api/v1/devices/*/details").always().answer(Fault.status(418));
        assertThat(syncToItsEnd(name).number("/counts/failed")).isPositive();
        finished(api().post("/api/v1/dead-letters/replay?connection=" + name)
                .expect(202)
                .number("/runId"));
        tenant.faults().clear();
        tenant.faults().on("/api/v1/devices/*/secrets/*").always().answer(Fault.truncatedJson());
        jdbc.sql("update device set restricted_at = null where connection_id in"
                        + " (select id from connection where name = ?)")
                .param(name)
                .update();
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
        tenant.faults().clear();
        for (var path : List.of("dead-letters", "runs", "audit", "assets", "connections", "people", "alerts")) {
            api().get("/api/v1/" + path).expect(200);
        }
        for (var asset : jdbc.sql("""
                        select d.asset_id from device d join connection c on c.id = d.connection_id where c.name = ?
                        """).param(name).query(Long.class).list()) {
            api().get("/api/v1/assets/" + asset).expect(200);
            api().get("/api/v1/assets/" + asset + "/history").expect(200);
            api().get("/api/v1/assets/" + asset + "/restricted").expect(200);
        }
        api().post("/api/v1/connections/" + name + "/test").expect(200);
        var metrics = management().get("/actuator/prometheus").expect(200).text();

        var revealed = jdbc.sql("""
                        select v.asset_id || '/restricted/' || v.field
                        from restricted_value v join connection c on c.id = v.connection_id
                        where v.field in ('recovery-key', 'recovery-lock-password', 'activation-lock-bypass-code')
                          and c.name = ?
                        order by v.asset_id, v.field limit 1
                        """).param(name).query(String.class).single();
        var told = anonymous().with("Authorization", "Bearer " + TOKEN);
        told.post("/api/v1/assets/" + revealed + "/reveal", "{'reason':'canary'}")
                .expect(200);

        var places = Map.of(
                "the API's answers", String.join("\n", api().heard()),
                "the database", String.join("\n", tables()),
                "the log", output.getAll(),
                "JMX", String.join("\n", managed()),
                "the metrics", metrics);
        places.forEach((where, text) -> secrets.forEach(secret -> assertNoTrace(secret, List.of(text), where)));
        assertThat(output.getAll()).contains("DEBUG");
        assertThat(told.heard()).singleElement().asString().containsAnyOf(secrets.toArray(String[]::new));
    }

    @Test
    void A12_noRestrictedValueOfJamfProTurnsUpAnywhereButInItsReveal(CapturedOutput output) throws Exception {
        try (var server = SimulatedJamf.builder()
                .seed(8_888)
                .computers(6)
                .mobiles(2)
                .odd(false)
                .client("client-1", "jamf-secret")
                .start()) {
            var name = name();
            api().post(
                            "/api/v1/connections",
                            ("{'name':'%s','source':'jamf','preset':'allwhere-jamf','baseUrl':'%s','enabled':true,"
                                            + "'policy':{'restricted':true,'details':{'mode':'always'},'page-size':3,"
                                            + "'commands':['lock'],'create':{'managed-only':false,'requires':[]}},"
                                            + "'credentials':{'clientId':'client-1','clientSecret':'jamf-secret'}}")
                                    .formatted(name, server.baseUrl()))
                    .expect(201);
            finished(firstRun(name));
            var assets = jdbc.sql("""
                            select d.asset_id from device d join connection c on c.id = d.connection_id where c.name = ?
                            """).param(name).query(Long.class).list();
            var kept = jdbc.sql("""
                            select v.asset_id || '/restricted/' || v.field
                            from restricted_value v join connection c on c.id = v.connection_id
                            where v.field not like '%-enabled' and c.name = ?
                            order by v.asset_id, v.field limit 9
                            """).param(name).query(String.class).list();
            assertThat(kept).hasSizeGreaterThan(4);
            var told = anonymous().with("Authorization", "Bearer " + TOKEN);
            var secrets = kept.stream()
                    .map(value -> told.post("/api/v1/assets/" + value + "/reveal", "{'reason':'canary'}")
                            .expect(200)
                            .at("/value"))
                    .toList();

            server.faults().on("GET /api/v4/computers-inventory**").always().answer(Fault.status(418));
            syncToItsEnd(name);
            server.faults().clear();
            server.faults()
                    .on("GET /api/v4/computers-inventory/*/filevault")
                    .always()
                    .answer(Fault.truncatedJson());
            jdbc.sql("update device set restricted_at = null where connection_id in"
                            + " (select id from connection where name = ?)")
                    .param(name)
                    .update();
            syncToItsEnd(name);
            server.faults().clear();
            for (var path : List.of("dead-letters", "runs", "audit", "assets", "connections", "people", "alerts")) {
                api().get("/api/v1/" + path).expect(200);
            }
            for (var asset : assets) {
                api().get("/api/v1/assets/" + asset).expect(200);
                api().get("/api/v1/assets/" + asset + "/history").expect(200);
                api().get("/api/v1/assets/" + asset + "/restricted").expect(200);
            }
            api().get("/api/v1/assets.csv?connection=" + name).expect(200);
            api().post("/api/v1/connections/" + name + "/test").expect(200);
            management().get("/actuator/prometheus");

            var places = Map.of(
                    "the API's answers", String.join("\n", api().heard()),
                    "the database", String.join("\n", tables()),
                    "the log", output.getAll(),
                    "JMX", String.join("\n", managed()));
            places.forEach((where, text) -> secrets.forEach(secret -> assertNoTrace(secret, List.of(text), where)));
            assertThat(output.getAll()).contains("DEBUG");
        }
    }

    /** As the MDM itself gives them. */
    private List<String> secretsOf(SimulatedIru tenant, String connection) {
        var mdm = new ApiClient(tenant.baseUrl(), "Authorization", "Bearer tenant-token");
        var devices = jdbc.sql(
                        "select d.source_id from device d join connection c on c.id = d.connection_id where c.name = ?")
                .param(connection)
                .query(String.class)
                .list();
        return devices.stream()
                .flatMap(device -> Map.of(
                                "filevaultkey",
                                "key",
                                "recoverypassword",
                                "recovery_password",
                                "bypasscode",
                                "user_based_albc")
                        .entrySet()
                        .stream()
                        .map(secret -> mdm.get("/api/v1/devices/" + device + "/secrets/" + secret.getKey())
                                .json()
                                .path(secret.getValue())
                                .asText("")))
                .filter(secret -> secret.length() > 10)
                .toList();
    }

    /** Made, refused, tested, enabled, synced, failed, replayed, changed, failed for good. */
    private String everythingHappensTo(SimulatedIru tenant) {
        var name = name();
        var body = connection(name, tenant.baseUrl(), ",'policy':{'details':{'mode':'always'},'page-size':2}")
                .replace("tenant-token", canary);
        api().post("/api/v1/connections", body.replace("'source':'iru'", "'source':7,'tokn':'" + canary + "'"))
                .expect(400);
        api().post("/api/v1/connections", body.replace("'token'", "'tokn'")).expect(400);
        api().post("/api/v1/connections", body.replace("{'token':'" + canary + "'}", "'" + canary + "'"))
                .expect(400);
        api().post("/api/v1/connections", body.substring(0, body.length() - 2)).expect(400);
        api().post("/api/v1/connections", body.replace("http://", "http://" + canary + "@"))
                .expect(400);
        api().post("/api/v1/connections", body).expect(201);
        api().get("/api/v1/connections/" + name).expect(200);
        api().post("/api/v1/connections/" + name + "/test").expect(200);
        api().post("/api/v1/connections/" + name + "/enable").expect(200);
        finished(firstRun(name));

        echo(tenant, "/api/v1/devices/*/details", 418);
        var letters = syncToItsEnd(name);
        assertThat(letters.number("/counts/failed")).as(letters.text()).isPositive();
        var replay =
                api().post("/api/v1/dead-letters/replay?connection=" + name).expect(202);
        finished(replay.number("/runId"));
        api().get("/api/v1/dead-letters?connection=" + name);
        tenant.faults().clear();

        echo(tenant, "/api/v1/devices", 400);
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("failed");
        api().post("/api/v1/connections/" + name + "/test").expect(200);
        tenant.faults().clear();

        tenant.faults()
                .on("/api/v1/devices")
                .always()
                .answer(Fault.redirect("https://elsewhere.example.com/" + canary));
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("failed");
        tenant.faults().clear();

        tenant.faults().on("/api/v1/devices").always().answer(Fault.resetBeforeBody());
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("incomplete");
        tenant.faults().clear();

        tenant.revokeToken("rollcall");
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("failed");
        api().patch("/api/v1/connections/" + name, "{'credentials':{'token':'" + canary + "'}}")
                .expect(409);
        api().post("/api/v1/connections/" + name + "/test").expect(200);
        api().post("/api/v1/connections/" + name + "/disable").expect(200);
        api().patch("/api/v1/connections/" + name, "{'credentials':{'token':'" + canary + "'}}")
                .expect(200);
        api().get("/api/v1/runs?connection=" + name);
        api().get("/api/v1/audit?object=connection/" + name);
        api().get("/api/v1/assets?connection=" + name);
        return name;
    }

    /** Some servers and proxies show what they were sent. */
    private void echo(SimulatedIru tenant, String path, int status) {
        tenant.faults()
                .on(path)
                .always()
                .answer(Fault.answer(status, "text/plain", "You sent Authorization: Bearer " + canary + " to us"));
    }

    private void assertNoTrace(List<String> texts, String where) {
        assertNoTrace(canary, texts, where);
    }

    private static void assertNoTrace(String secret, List<String> texts, String where) {
        var encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        assertThat(texts)
                .as(where)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(
                                text.contains(secret) || text.contains(encoded)
                                        ? text.substring(Math.max(0, text.indexOf(secret) - 300))
                                        : "")
                        .as(where)
                        .isEmpty());
    }

    /** Every row of every table, as text. */
    private List<String> tables() {
        return jdbc
                .sql("select tablename from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list()
                .stream()
                .flatMap(table -> jdbc
                        .sql("select '" + table + ": ' || t::text from \"" + table + "\" t")
                        .query(String.class)
                        .list()
                        .stream())
                .toList();
    }

    /** Every readable attribute of every managed bean, and what the endpoints would let one browse. */
    private static List<String> managed() throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        var texts = new ArrayList<String>();
        for (var bean : server.queryNames(new ObjectName("*:*"), null)) {
            texts.add(bean.toString());
            for (var attribute : server.getMBeanInfo(bean).getAttributes()) {
                texts.add(attribute(server, bean, attribute.getName()));
            }
        }
        assertThat(server.queryNames(new ObjectName("org.apache.camel:type=endpoints,*"), null))
                .isNotEmpty();
        return texts;
    }

    private static String attribute(MBeanServer server, ObjectName bean, String name) {
        try {
            return bean + " " + name + "=" + Arrays.deepToString(new Object[] {server.getAttribute(bean, name)});
        } catch (Exception e) {
            return bean + " " + name + " can't be read";
        }
    }
}
