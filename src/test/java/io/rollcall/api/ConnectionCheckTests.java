package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.demo.Fault;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the test of a connection finds and what follows from it. */
class ConnectionCheckTests extends ApiTestBase {

    private static final String PATH = "/api/v1/connections/";
    private static final String WITH_DETAILS = ",'policy':{'details':{'mode':'changed'}}";

    @Test
    void E1_reportsEachCheckOnItsOwn() {
        var report = test(made(tenant(2).baseUrl(), WITH_DETAILS));

        assertThat(report.json().path("passed").asBoolean()).as(report.text()).isTrue();
        assertThat(report.each("/checks", "name"))
                .containsExactly(
                        "DNS",
                        "TLS",
                        "Sign-in",
                        "Permission \"Device list\"",
                        "Permission \"Device details\"",
                        "Sample device");
        assertThat(report.each("/checks", "result")).containsOnly("PASSED");
        assertThat(report.each("/checks", "finding")).noneMatch(String::isBlank);
        assertThat(report.each("/checks", "remedy")).allMatch(String::isBlank);
    }

    @Test
    void E1_showsASampleDevice() {
        var tenant = tenant(1);
        var device = tenant.fleet().devices().get(0);

        var sample = check(test(made(tenant.baseUrl(), "")), "Sample device");

        assertThat(sample.path("finding").asText()).contains(device.serial(), device.name());
    }

    @Test
    void E1_asksForNoPermissionTheOptionsDoNotNeed() {
        var report = test(made(tenant(1, Permission.DEVICE_LIST).baseUrl(), ""));

        assertThat(report.json().path("passed").asBoolean()).as(report.text()).isTrue();
        assertThat(report.each("/checks", "name")).doesNotContain("Permission \"Device details\"");
    }

    @Test
    void E1_passesATenantWithoutDevices() {
        var report = test(made(tenant(0).baseUrl(), WITH_DETAILS));

        assertThat(report.json().path("passed").asBoolean()).as(report.text()).isTrue();
        assertThat(check(report, "Sample device").path("finding").asText()).contains("no device");
    }

    @Test
    void E1_saysThatAWrongTokenIsWrong() {
        var tenant = tenant(1);
        tenant.revokeToken("rollcall");

        var report = test(made(tenant.baseUrl(), WITH_DETAILS));

        var failed = failed(report, "Sign-in");
        assertThat(failed.path("finding").asText()).contains("401");
        assertThat(failed.path("remedy").asText()).contains("Enter the credentials again");
        assertThat(report.each("/checks", "result"))
                .containsExactly("PASSED", "PASSED", "FAILED", "NOT_TRIED", "NOT_TRIED", "NOT_TRIED");
    }

    /** A person waits: nobody holds the line for as long as the tenant asked to be left alone. */
    @Test
    @Timeout(30)
    void E1_F1_saysAtOnceForHowLongTheTenantAskedToBeLeftAlone() {
        var tenant = tenant(1);
        var name = made(tenant.baseUrl(), "");
        tenant.faults().on("/api/v1/devices").answer(Fault.status(429).header("Retry-After", "2400"));
        assertThat(failed(test(name), "Sign-in").path("finding").asText()).contains("429");

        var failed = failed(test(name), "Sign-in");

        assertThat(failed.path("finding").asText()).contains("the tenant asked for a pause", "another 40 minutes");
        assertThat(failed.path("remedy").asText()).isEqualTo("Try again when that is over.");
        assertThat(tenant.requests().matching("/api/v1/devices")).hasSize(1);
    }

    @Test
    void E1_tellsAMissingListPermissionFromAWrongToken() {
        var tenant = tenant(1, Permission.DEVICE_DETAILS);

        var report = test(made(tenant.baseUrl(), WITH_DETAILS));

        var failed = failed(report, "Permission \"Device list\"");
        assertThat(failed.path("remedy").asText()).contains("Device Information > Device list");
        assertThat(check(report, "Sign-in").path("result").asText()).isEqualTo("PASSED");
        assertThat(check(report, "Permission \"Device details\"").path("result").asText())
                .isEqualTo("NOT_TRIED");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 401})
    void E1_namesTheMissingPermissionWhicheverWayTheTenantRefuses(int status) {
        var tenant = closing(SimulatedIru.builder()
                .devices(1)
                .missingPermission(status)
                .token("rollcall", "tenant-token", Permission.DEVICE_LIST)
                .start());

        var report = test(made(tenant.baseUrl(), WITH_DETAILS));

        var failed = failed(report, "Permission \"Device details\"");
        assertThat(failed.path("finding").asText()).contains("Not granted");
        assertThat(failed.path("remedy").asText()).contains("Device Information > Device details");
        assertThat(check(report, "Sample device").path("result").asText()).isEqualTo("PASSED");
    }

    @Test
    void E1_whereTheListIsRefusedWith401BothCausesAreNamed() {
        var tenant = closing(SimulatedIru.builder()
                .devices(1)
                .missingPermission(401)
                .token("rollcall", "tenant-token", Permission.DEVICE_DETAILS)
                .start());

        var failed = failed(test(made(tenant.baseUrl(), "")), "Sign-in");

        assertThat(failed.path("remedy").asText()).contains("Enter the credentials again", "Device list");
    }

    @Test
    void E1_findsAPermissionRevokedAfterThePolicyBeganToNeedIt() {
        var tenant = tenant(1, Permission.DEVICE_LIST);
        var name = synced(tenant, "");

        var refused = api().patch(PATH + name, "{'policy':{'details':{'mode':'always'}}}")
                .expectProblem(409);

        assertThat(refused.at("/detail")).contains("Permission \"Device details\"", "Device Information");
        assertThat(api().get(PATH + name).json().at("/policy/details").isMissingNode())
                .isTrue();
        tenant.grant("rollcall", Permission.DEVICE_LIST, Permission.DEVICE_DETAILS);
        api().patch(PATH + name, "{'policy':{'details':{'mode':'always'}}}").expect(200);
    }

    @Test
    void E1_F6_saysThatNobodyAnswersAtThePort() throws IOException {
        var name = made("http://127.0.0.1:" + freePort(), "");

        var failed = failed(test(name), "Sign-in");

        assertThat(failed.path("finding").asText()).contains("can't be reached");
        assertThat(failed.path("remedy").asText()).contains("port").doesNotContain("Device list");
    }

    @Test
    void E1_saysThatAHttpsAddressIsNotReachedOrNotTrusted() throws IOException {
        var closed = failed(test(made("https://127.0.0.1:" + freePort(), "")), "TLS");
        assertThat(closed.path("finding").asText()).contains("can't be reached");
        assertThat(closed.path("remedy").asText()).contains("port");

        var plain = tenant(1).baseUrl().replace("http:", "https:");
        assertThat(failed(test(made(plain, "")), "TLS").path("finding").asText())
                .isNotBlank();
    }

    @Test
    void E1_F6_saysThatTheHostDoesNotResolve() {
        var report = test(made("http://no-such-host.test", ""));

        var failed = failed(report, "DNS");
        assertThat(failed.path("finding").asText()).contains("no-such-host.test", "can't be resolved");
        assertThat(failed.path("remedy").asText()).contains("base URL");
        assertThat(report.each("/checks", "result").subList(1, 5)).containsOnly("NOT_TRIED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "html", "empty", "redirect", "500"})
    void E1_doesNotTakeAnyAnswerForAList(String kind) {
        var tenant = tenant(1);
        var fault = switch (kind) {
            case "error" -> Fault.errorObject();
            case "html" -> Fault.htmlPage();
            case "empty" -> Fault.emptyBody();
            case "redirect" -> Fault.redirect("https://evil.example.com/");
            default -> Fault.status(500);
        };
        tenant.faults().on("/api/v1/devices").always().answer(fault);

        var report = test(made(tenant.baseUrl(), ""));

        assertThat(report.json().path("passed").asBoolean(true)).isFalse();
        var failed = only(report, "FAILED");
        assertThat(failed.path("finding").asText()).isNotBlank();
        assertThat(failed.path("remedy").asText()).contains("base URL");
    }

    @Test
    void E1_enablingNeedsAPassedTest() {
        var tenant = tenant(2);
        tenant.grant("rollcall");
        var name = made(tenant.baseUrl(), "");

        var refused = api().post(PATH + name + "/enable").expectProblem(409);

        assertThat(refused.at("/detail")).contains("not enabled", "Permission \"Device list\"");
        var shown = api().get(PATH + name);
        assertThat(shown.json().path("enabled").asBoolean(true)).isFalse();
        assertThat(shown.at("/attention")).contains("Permission \"Device list\"");
        sync(name).expectProblem(409);

        tenant.grant("rollcall", Permission.DEVICE_LIST);
        assertThat(api().post(PATH + name + "/enable").expect(200).at("/attention"))
                .isBlank();
    }

    @Test
    void E1_staysDisabledWithTheReasonWhereItWasToBeEnabledAtOnce() {
        var tenant = tenant(1);
        tenant.revokeToken("rollcall");

        var made = api().post("/api/v1/connections", connection(name(), tenant.baseUrl(), ",'enabled':true"))
                .expect(201);

        assertThat(made.json().path("enabled").asBoolean(true)).isFalse();
        assertThat(made.at("/attention")).contains("Sign-in", "401", "Enter the credentials again");
        assertThat(made.json().path("testPassedAt").isNull()).isTrue();
        assertThat(api().get("/api/v1/runs?connection=" + made.at("/name"))
                        .json()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void C9_enablingStartsTheFirstSync() {
        var name = synced(tenant(4), "");

        var runs = api().get("/api/v1/runs?connection=" + name).json();
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).path("trigger").asText()).isEqualTo("enabled");
        assertThat(runs.get(0).path("state").asText()).isEqualTo("succeeded");
        assertThat(runs.get(0).at("/counts/created").asInt()).isEqualTo(4);
    }

    @Test
    void aTestLeavesTheRoutesOfARunningConnectionAlone() {
        var name = synced(tenant(1), "");
        var before = version(name);

        test(name);

        assertThat(version(name)).isEqualTo(before);
    }

    private long version(String name) {
        return jdbc.sql("select version from connection where name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
    }

    private String made(String baseUrl, String more) {
        var name = name();
        api().post("/api/v1/connections", connection(name, baseUrl, more)).expect(201);
        return name;
    }

    private Answer test(String name) {
        return api().post(PATH + name + "/test").expect(200);
    }

    private static JsonNode check(Answer report, String name) {
        return StreamSupport.stream(report.json().path("checks").spliterator(), false)
                .filter(check -> check.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name + " in " + report.text()));
    }

    private static JsonNode only(Answer report, String result) {
        var found = StreamSupport.stream(report.json().path("checks").spliterator(), false)
                .filter(check -> check.path("result").asText().equals(result))
                .toList();
        assertThat(found).as(report.text()).hasSize(1);
        return found.get(0);
    }

    private static JsonNode failed(Answer report, String name) {
        assertThat(report.json().path("passed").asBoolean(true)).isFalse();
        var failed = only(report, "FAILED");
        assertThat(failed.path("name").asText()).as(report.text()).isEqualTo(name);
        assertThat(failed.path("remedy").asText()).isNotBlank();
        return failed;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
