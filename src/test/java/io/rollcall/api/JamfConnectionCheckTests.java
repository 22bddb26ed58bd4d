package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.NewAddress;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.JamfPrivilege;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.demo.SimulatedJamfBuilder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the test of a connection to Jamf Pro finds. */
class JamfConnectionCheckTests extends ApiTestBase {

    private static final String SECRET = "jamf-secret-4711";

    private SimulatedJamf server;

    @AfterEach
    void close() {
        server.close();
    }

    private void start(SimulatedJamfBuilder builder, JamfPrivilege... privileges) {
        var wanted = builder.odd(false).client("client-1", SECRET, privileges);
        server = NewAddress.of(wanted::start, SimulatedJamf::baseUrl);
    }

    private static SimulatedJamfBuilder small() {
        return SimulatedJamf.builder().computers(3).mobiles(2);
    }

    private Answer tested(String credentials) {
        var name = name();
        api().post(
                        "/api/v1/connections",
                        "{'name':'%s','source':'jamf','preset':'allwhere-jamf','baseUrl':'%s','credentials':%s}"
                                .formatted(name, server.baseUrl(), credentials))
                .expect(201);
        return api().post("/api/v1/connections/" + name + "/test").expect(200);
    }

    private Answer tested() {
        return tested("{'clientId':'client-1','clientSecret':'" + SECRET + "'}");
    }

    private static JsonNode check(Answer report, String name) {
        return StreamSupport.stream(report.json().path("checks").spliterator(), false)
                .filter(check -> check.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.text()));
    }

    @Test
    void D9_namesThePrivilegesThatEnabledCommandsNeedAndNoOthers() {
        start(
                small(),
                EnumSet.complementOf(EnumSet.of(JamfPrivilege.RESTART_COMPUTER, JamfPrivilege.SHUT_DOWN_COMPUTER))
                        .toArray(JamfPrivilege[]::new));
        var name = name();
        api().post(
                        "/api/v1/connections",
                        ("{'name':'%s','source':'jamf','preset':'allwhere-jamf','baseUrl':'%s',"
                                        + "'credentials':{'clientId':'client-1','clientSecret':'%s'},"
                                        + "'policy':{'commands':['lock','restart']}}")
                                .formatted(name, server.baseUrl(), SECRET))
                .expect(201);

        var report = api().post("/api/v1/connections/" + name + "/test").expect(200);

        assertThat(report.json().path("passed").asBoolean(true)).isFalse();
        var restart = check(report, "Permission \"Send Computer Restart Command\"");
        assertThat(restart.path("result").asText()).isEqualTo("FAILED");
        assertThat(restart.path("remedy").asText()).contains("API roles and clients");
        assertThat(check(report, "Permission \"Send Computer Remote Lock Command\"")
                        .path("result")
                        .asText())
                .isEqualTo("PASSED");
        assertThat(report.each("/checks", "name")).doesNotContain("Permission \"Send Computer Shut Down Command\"");
        assertThat(server.requests().matching("POST /api/v2/mdm/**"))
                .as("no device is touched to find out")
                .isEmpty();
    }

    @Test
    void E1_reportsVersionSignInAndEachPrivilegeOnItsOwn() {
        start(small());

        var report = tested();

        assertThat(report.each("/checks", "name"))
                .containsExactly(
                        "DNS",
                        "TLS",
                        "Sign-in",
                        "Version",
                        "Permission \"Read Computers\"",
                        "Permission \"Read Mobile Devices\"",
                        "Permission \"Read Departments\"",
                        "Permission \"Read Buildings\"",
                        "Sample device");
        assertThat(report.each("/checks", "result")).as(report.text()).containsOnly("PASSED");
        assertThat(check(report, "Version").path("finding").asText()).startsWith("11.31.1");
        assertThat(check(report, "Sample device").path("finding").asText())
                .contains(server.truth().get(0).serial());
    }

    @ParameterizedTest
    @CsvSource({
        "READ_COMPUTERS, Read Computers",
        "READ_MOBILE_DEVICES, Read Mobile Devices",
        "READ_DEPARTMENTS, Read Departments",
        "READ_BUILDINGS, Read Buildings"
    })
    void E1_saysWhatToTickForAMissingPrivilege(JamfPrivilege missing, String name) {
        start(small(), EnumSet.complementOf(EnumSet.of(missing)).toArray(JamfPrivilege[]::new));

        var report = tested();

        assertThat(report.json().path("passed").asBoolean()).isFalse();
        var failed = check(report, "Permission \"" + name + "\"");
        assertThat(failed.path("result").asText()).isEqualTo("FAILED");
        assertThat(failed.path("finding").asText()).contains("Not granted");
        assertThat(failed.path("remedy").asText()).contains("tick " + name);
        assertThat(report.each("/checks", "result"))
                .filteredOn("FAILED"::equals)
                .hasSize(1);
    }

    @Test
    void E1_validTokenWithoutAnyRightStillSignsIn() {
        start(small(), JamfPrivilege.READ_SITES);

        var report = tested();

        assertThat(check(report, "Sign-in").path("result").asText()).isEqualTo("PASSED");
        assertThat(report.each("/checks", "result"))
                .filteredOn("FAILED"::equals)
                .hasSize(4);
        assertThat(check(report, "Sample device").path("result").asText()).isEqualTo("NOT_TRIED");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void E1_olderServersListIsTriedUnderItsOlderNames(int newest) {
        start(small().older(newest, true, "11.10.0"));

        var report = tested();

        assertThat(report.json().path("passed").asBoolean()).as(report.text()).isTrue();
    }

    @Test
    void E1_saysThatAWrongSecretIsWrongAndNeverShowsIt() {
        start(small());

        var report = tested("{'clientId':'client-1','clientSecret':'wrong-secret-0815'}");

        assertThat(check(report, "Sign-in").path("result").asText()).isEqualTo("FAILED");
        assertThat(check(report, "Sign-in").path("remedy").asText()).contains("Enter the credentials again");
        assertThat(report.text()).doesNotContain("0815");
        assertThat(report.each("/checks", "result").subList(3, 9)).containsOnly("NOT_TRIED");
    }

    @Test
    void takesUserNameAndPasswordAsWell() {
        start(small().user("api-user", "pass wörd"));

        var report = tested("{'username':'api-user','password':'pass wörd'}");

        assertThat(report.json().path("passed").asBoolean()).as(report.text()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'clientId':'a'} | clientSecret is missing",
                "{'token':'a'} | token is not needed; allowed: clientId, clientSecret; or username, password",
                "{'username':'a','password':' '} | password is missing",
                "{'clientId':'a','clientSecret':'b','username':'c'} | username is not needed"
            })
    void refusesCredentialsThatAreOfNoKind(String credentials, String says) {
        start(small());

        var refused = api().post(
                        "/api/v1/connections",
                        "{'name':'%s','source':'jamf','preset':'allwhere-jamf','baseUrl':'%s','credentials':%s}"
                                .formatted(name(), server.baseUrl(), credentials));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains(says);
    }

    @Test
    void showsASampleOfTheMobileDevicesWhereThereIsNoComputer() {
        start(SimulatedJamf.builder().computers(0).mobiles(1));

        var finding = check(tested(), "Sample device").path("finding").asText();

        assertThat(Arrays.asList(finding.split("[ .,]")))
                .contains(server.fleet()
                        .record(Kind.MOBILE_DEVICE, 101)
                        .orElseThrow()
                        .at("/hardware/serialNumber")
                        .asText());
    }
}
