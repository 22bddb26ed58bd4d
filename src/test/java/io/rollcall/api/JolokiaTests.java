package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.Role;
import io.rollcall.demo.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations by JMX over HTTP, on the management port: what can be seen and done there, and by whom. */
class JolokiaTests extends ApiTestBase {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String JOLOKIA = "/actuator/jolokia";

    @Test
    void X8_seesAConnectionsRouteAtWorkDuringASync() {
        var tenant = tenant(4);
        var name = synced(tenant, ",'policy':{'details':{'mode':'always'}}");
        var route = route("sync-" + name);
        var before = read(route, "ExchangesTotal").path("value").asLong();
        tenant.latency(Duration.ofMillis(400));

        var run = sync(name).expect(202).number("/runId");
        await().until(() -> read(route, "ExchangesInflight").path("value").asInt() == 1);
        await().untilAsserted(() -> assertThat(
                        read(bean(name), "RunUnderWay").path("value").asLong())
                .isEqualTo(run));
        tenant.latency(Duration.ZERO);
        finished(run);

        await().untilAsserted(() -> assertThat(
                        read(route, "ExchangesCompleted").path("value").asLong())
                .isEqualTo(before + 1));
        assertThat(read(route("page-" + name), "ExchangesTotal").path("value").asLong())
                .isPositive();
    }

    @Test
    void X8_stopsAndStartsOneConnectionsRouteAndNoOther() {
        var name = synced(tenant(1), "");
        var other = synced(tenant(1), "");

        assertThat(exec(route("schedule-" + name), "stop()").path("status").asInt())
                .isEqualTo(200);
        assertThat(read(route("schedule-" + name), "State").path("value").asText())
                .isEqualTo("Stopped");
        assertThat(read(route("schedule-" + other), "State").path("value").asText())
                .isEqualTo("Started");

        assertThat(exec(route("schedule-" + name), "start()").path("status").asInt())
                .isEqualTo(200);
        assertThat(read(route("schedule-" + name), "State").path("value").asText())
                .isEqualTo("Started");
    }

    @Test
    void X8_findsOutWhyAConnectionFailsAndReplaysItsDeadLetters() {
        var tenant = tenant(3);
        var failing = tenant.fleet().ids().get(0);
        var name = synced(tenant, ",'policy':{'details':{'mode':'always'}}");
        tenant.faults().on("/api/v1/devices/" + failing + "/details").always().answer(Fault.status(500));
        syncToItsEnd(name);
        await().untilAsserted(() -> assertThat(
                        read(bean(name), "OpenDeadLetters").path("value").asLong())
                .isEqualTo(1));
        tenant.faults().clear();

        var said = exec(bean(name), "replayDeadLetters").path("value").asText();
        assertThat(said).startsWith("run ");
        finished(Long.parseLong(said.substring(4)));

        await().untilAsserted(() -> assertThat(
                        read(bean(name), "OpenDeadLetters").path("value").asLong())
                .isZero());
        assertThat(read(bean(name), "LastSuccess").path("value").asText()).endsWith("Z");
        assertThat(audited("connection/" + name)).contains("dead-letter.replay by bootstrap from 127.0.0.1");
    }

    @Test
    void X8_pausesAConnectionUntilSomebodyHasItSyncAgain() {
        var name = synced(tenant(1), "");

        assertThat(exec(bean(name), "pause").path("value").asText()).isEqualTo(name + " is paused");

        assertThat(api().get("/api/v1/connections/" + name).at("/enabled")).isEqualTo("false");
        await().untilAsserted(() -> assertThat(
                        read(bean(name), "Enabled").path("value").asBoolean())
                .isFalse());
        assertThat(read(bean(name), "Attention").path("value").asText()).isEqualTo("Disabled by bootstrap.");
        assertThat(exec(bean(name), "syncNow").path("error").asText()).contains("is not enabled");

        assertThat(exec(bean(name), "unpause").path("value").asText()).isEqualTo(name + " syncs again");
        assertThat(api().get("/api/v1/connections/" + name).at("/enabled")).isEqualTo("true");
        finished(firstRun(name));
    }

    @Test
    void X8_anMBeanComesAndGoesWithItsConnection() {
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant(1).baseUrl(), ""))
                .expect(201);
        await().until(() -> read(bean(name), "Enabled").path("status").asInt() == 200);

        api().delete("/api/v1/connections/" + name).expect(204);

        assertThat(read(bean(name), "Enabled").path("status").asInt()).isEqualTo(404);
    }

    @Test
    void X8_everyOperationSaysWhatItDoes() {
        var name = synced(tenant(1), "");

        var listed = post(Map.of("type", "list", "path", "io.rollcall/name=!\"" + name + "!\",type=Connection/op"));

        assertThat(List.of("syncNow", "cancelRun", "resumeRun", "replayDeadLetters", "pause", "unpause"))
                .allSatisfy(operation -> assertThat(listed.path("value")
                                .path(operation)
                                .path("desc")
                                .asText())
                        .as(operation)
                        .contains(" ")
                        .endsWith("."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Memory                      | gc",
                "java.util.logging:type=Logging             | getLoggerLevel(java.lang.String)",
                "com.sun.management:type=DiagnosticCommand  | vmCommandLine",
                "com.sun.management:type=HotSpotDiagnostic  | getVMOption(java.lang.String)",
                "JMImplementation:type=MBeanServerDelegate  | createMBean",
            })
    void S29_executesNothingElse(String mbean, String operation) {
        var refused = exec(mbean, operation, "x");

        assertThat(refused.path("status").asInt()).as(refused.toString()).isEqualTo(403);
        assertThat(refused.has("stacktrace")).isFalse();
    }

    @Test
    void S29_stopsNoContextAndRemovesNoRoute() {
        var name = synced(tenant(1), "");
        var context = route("sync-" + name).replaceFirst(".*context=([^,]+),.*", "$1");
        var camel = "org.apache.camel:context=" + context + ",type=context,name=\"rollcall\"";

        assertThat(exec(camel, "stop()").path("status").asInt()).isEqualTo(403);
        assertThat(exec(camel, "dumpRoutesAsXml(boolean)", "true")
                        .path("status")
                        .asInt())
                .isEqualTo(403);
        assertThat(exec(route("sync-" + name), "remove()").path("status").asInt())
                .isEqualTo(403);
    }

    @Test
    void S29_browsesNoMessageAndTracesNone() {
        var name = synced(tenant(1), "");
        var tracing = post(Map.of("type", "search", "mbean", "org.apache.camel:type=tracer,*"));
        assertThat(tracing.path("value").toString()).doesNotContain("BacklogTracer", "BacklogDebugger");

        var endpoints = post(Map.of(
                "type", "search", "mbean", "org.apache.camel:type=endpoints,name=\"seda://sync-" + name + "*\",*"));
        assertThat(endpoints.path("value")).as(endpoints.toString()).isNotEmpty();
        endpoints.path("value").forEach(endpoint -> {
            for (var operation :
                    List.of("browseAllMessagesAsXml(java.lang.Boolean)", "browseMessageBody", "queueSize")) {
                assertThat(exec(endpoint.asText(), operation, "true")
                                .path("status")
                                .asInt())
                        .isEqualTo(403);
            }
        });
    }

    @Test
    void S29_writesNoAttributeAndUsesNoProxy() {
        var name = synced(tenant(1), "");
        var written = post(Map.of(
                "type", "write", "mbean", route("sync-" + name), "attribute", "StatisticsEnabled", "value", "false"));
        assertThat(written.path("status").asInt()).as(written.toString()).isEqualTo(403);

        var proxied = post(Map.of(
                "type",
                "read",
                "mbean",
                "java.lang:type=Memory",
                "attribute",
                "HeapMemoryUsage",
                "target",
                Map.of("url", "service:jmx:rmi:///jndi/rmi://127.0.0.1:1/jmxrmi")));
        assertThat(proxied.path("status").asInt()).as(proxied.toString()).isEqualTo(403);
        assertThat(proxied.has("value")).isFalse();
    }

    @Test
    void S29_answersNoPageOfAnotherServer() {
        var foreign = management()
                .with("Authorization", "Bearer " + TOKEN, "Origin", "https://evil.example.com")
                .get(JOLOKIA);
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.header("Access-Control-Allow-Origin")).isBlank();

        var asked = management()
                .with("Origin", "https://evil.example.com", "Access-Control-Request-Method", "POST")
                .send("OPTIONS", JOLOKIA, "");
        assertThat(asked.status()).isIn(401, 403);
        assertThat(asked.header("Access-Control-Allow-Origin")).isBlank();
    }

    @Test
    void S17_noAttributeHasASecret() {
        var name = synced(tenant(2), ",'policy':{'details':{'mode':'always'}}");
        var route = exec(contextOf(name), "dumpRoutesAsXml()").path("value").asText();
        assertThat(route).contains("direct:device");

        for (var domain : List.of("org.apache.camel", "io.rollcall", "java.lang", "com.zaxxer.hikari")) {
            var all = post(Map.of("type", "read", "mbean", domain + ":*", "config", Map.of("ignoreErrors", "true")));
            assertThat(all.toString() + route)
                    .doesNotContain("tenant-token", TOKEN, "BA8PFxcq")
                    .doesNotContain("user.home");
        }
    }

    @Test
    void S29_isForAdministratorsOnly() {
        management().get(JOLOKIA).expect(401);
        management().post(JOLOKIA, "{'type':'version'}").expect(401);
        management().with("Authorization", "Bearer wrong").get(JOLOKIA).expect(401);
        management().get("/actuator/hawtio/").expect(401);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void S29_isForNoOtherRole(Role role) {
        var cookies = signedIn(role).cookies();

        management().with("Cookie", cookies).get(JOLOKIA).expect(403);
        management().with("Cookie", cookies).get("/actuator/hawtio/user").expect(403);
    }

    @Test
    void S9_aSessionsOrdersNeedTheTokenOfThePageByPostAndGetAlike() {
        var cookies = signedIn(Role.ADMIN).cookies();
        var page = management().with("Cookie", cookies).get("/actuator/hawtio/").expect(200);
        var token = page.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("XSRF-TOKEN="))
                .map(cookie -> cookie.substring("XSRF-TOKEN=".length(), cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
        var memory = "{'type':'read','mbean':'java.lang:type=Memory','attribute':'HeapMemoryUsage'}";

        management().with("Cookie", cookies).post(JOLOKIA, memory).expect(403);
        management()
                .with("Cookie", cookies)
                .get(JOLOKIA + "/read/java.lang:type=Memory/HeapMemoryUsage")
                .expect(403);
        management()
                .with("Cookie", cookies)
                .get(JOLOKIA + "?p=/read/java.lang:type=Memory/HeapMemoryUsage")
                .expect(403);
        for (var place : List.of(JOLOKIA, "/actuator/hawtio/jolokia")) {
            var encoded = place.replace("jolokia", "%6aolokia") + "/read/java.lang:type=Memory/HeapMemoryUsage";
            assertThat(management().with("Cookie", cookies).get(encoded).status())
                    .as(encoded)
                    .isGreaterThanOrEqualTo(400);
        }
        assertThat(management()
                        .with("Cookie", cookies, "X-XSRF-TOKEN", token)
                        .post("/actuator/hawtio/jolokia", memory)
                        .expect(200)
                        .number("/value/used"))
                .isPositive();
    }

    @Test
    void S28_onesAccountSignsInAtTheManagementPort() {
        var admin = user(Role.ADMIN);
        var browser = new SignedInClient("http://127.0.0.1:" + managementPort);
        assertThat(browser.get("/actuator/hawtio/").expect(302).location())
                .endsWith("/sign-in?next=%2Factuator%2Fhawtio%2F");

        assertThat(browser.signIn(admin.name(), "not the password").expect(302).location())
                .contains("/sign-in?failed");
        var form = Map.of("name", admin.name(), "password", PASSWORD, "next", "/actuator/hawtio/");
        browser.get("/sign-in").expect(200);
        assertThat(browser.submit("/sign-in", form).expect(302).location()).endsWith("/actuator/hawtio/");
        assertThat(browser.get("/actuator/hawtio/user").expect(200).json().asText())
                .isEqualTo(admin.name());

        browser.get("/actuator/hawtio/auth/logout").expect(200);
        assertThat(browser.submit("/sign-out", Map.of()).expect(302).location()).endsWith("/sign-in?out");
        assertThat(browser.get("/actuator/hawtio/user").status()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/connections", "/assets", "/api/v1/connections", "/setup/x", "/ui/console.css"})
    void S28_nothingOfTheConsoleIsOnTheManagementPort(String path) {
        var cookies = signedIn(Role.values()).cookies();

        assertThat(management().with("Cookie", cookies).get(path).status()).isIn(403, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy/http/127.0.0.1/1/jolokia", "proxy", "keycloak/client-config", "../../application.yaml"})
    void S29_hawtioReachesNoOtherServer(String path) {
        var client = management().with("Authorization", "Bearer " + TOKEN);

        assertThat(client.get("/actuator/hawtio/" + path).status()).isIn(400, 403, 404);
        assertThat(client.post("/actuator/hawtio/" + path, "{}").status()).isIn(400, 403, 404, 405);
    }

    private JsonNode read(String mbean, String attribute) {
        return post(Map.of("type", "read", "mbean", mbean, "attribute", attribute));
    }

    private JsonNode exec(String mbean, String operation, Object... arguments) {
        return post(Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", List.of(arguments)));
    }

    private JsonNode post(Map<String, ?> request) {
        return management()
                .with("Authorization", "Bearer " + TOKEN)
                .post(JOLOKIA, JSON.valueToTree(request).toString())
                .expect(200)
                .json();
    }

    /** The tests' JVM has several Camel contexts; a route of this name is in one of them only. */
    private String route(String id) {
        var found = post(Map.of("type", "search", "mbean", "org.apache.camel:type=routes,name=\"" + id + "\",*"));
        assertThat(found.path("value")).as(found.toString()).hasSize(1);
        return found.path("value").get(0).asText();
    }

    private String contextOf(String connection) {
        var context = route("sync-" + connection).replaceFirst(".*context=([^,]+),.*", "$1");
        return post(Map.of("type", "search", "mbean", "org.apache.camel:type=context,context=" + context + ",*"))
                .path("value")
                .get(0)
                .asText();
    }

    private static String bean(String connection) {
        return "io.rollcall:type=Connection,name=\"" + connection + "\"";
    }

    private Set<String> audited(String object) {
        return jdbc.sql("select action || ' by ' || actor || ' from ' || address from audit where object = :object")
                .param("object", object)
                .query(String.class)
                .set();
    }
}
