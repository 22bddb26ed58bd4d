package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changing, disabling and deleting a connection. */
class ConnectionChangeTests extends ApiTestBase {

    private static final String PATH = "/api/v1/connections";

    @Test
    void E12_changesWhatIsGivenAndLeavesTheRest() {
        var name = name();
        api().post(PATH, connection(name, "https://acme.api.kandji.io", ",'policy':{'page-size':50}"))
                .expect(201);

        var changed = api().patch(PATH + "/" + name, "{'policy':{'types':['laptop']}}")
                .expect(200);

        assertThat(changed.json().at("/policy/page-size").asInt()).isEqualTo(50);
        assertThat(changed.at("/policy/types/0")).isEqualTo("laptop");
        assertThat(changed.at("/baseUrl")).isEqualTo("https://acme.api.kandji.io");
        assertThat(api().patch(PATH + "/" + name, "{'policy':{'page-size':null}}")
                        .expect(200)
                        .json()
                        .at("/policy/page-size")
                        .isInt())
                .isFalse();
    }

    @Test
    void E12_aChangeTakesAwayThatTheTestHasPassed() {
        var tenant = tenant(1);
        var name = name();
        api().post(PATH, connection(name, tenant.baseUrl(), "")).expect(201);
        api().post(PATH + "/" + name + "/test").expect(200);
        assertThat(api().get(PATH + "/" + name).at("/testPassedAt")).isNotBlank();

        api().patch(PATH + "/" + name, "{'credentials':{'token':'another'}}").expect(200);

        assertThat(api().get(PATH + "/" + name).json().path("testPassedAt").isNull())
                .isTrue();
    }

    @Test
    void E12_testsAnEnabledConnectionsNewCredentialsFirstAndKeepsTheOldOnesWhereThatFails() {
        var tenant = tenant(2);
        var name = synced(tenant, "");

        var refused = api().patch(PATH + "/" + name, "{'credentials':{'token':'wrong-token'}}")
                .expectProblem(409);

        assertThat(refused.at("/detail")).contains("Sign-in", "401");
        assertThat(api().get(PATH + "/" + name).json().path("enabled").asBoolean())
                .isTrue();
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
    }

    @Test
    void E12_takesTheNewCredentialsOfAnEnabledConnectionInOneStep() {
        var tenant = tenant(2);
        var name = synced(tenant, "");
        tenant.addToken("second", "second-token");

        var changed = api().patch(PATH + "/" + name, "{'credentials':{'token':'second-token'}}")
                .expect(200);
        tenant.revokeToken("rollcall");

        assertThat(changed.json().path("enabled").asBoolean()).isTrue();
        assertThat(changed.at("/testPassedAt")).isNotBlank();
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
    }

    @Test
    void E12_aChangeThatAnotherOneOvertookIsRefusedAndChangesNothing() {
        var tenant = tenant(2);
        var name = synced(tenant, "");
        tenant.faults()
                .on("/api/v1/devices")
                .answer(Fault.meanwhile(() -> api().patch(PATH + "/" + name, "{'policy':{'page-size':50}}")
                        .expect(200)));

        var late = api().patch(PATH + "/" + name, "{'policy':{'page-size':60}}").expectProblem(409);

        assertThat(late.at("/detail")).contains("changed by someone else meanwhile");
        assertThat(api().get(PATH + "/" + name).json().at("/policy/page-size").asInt())
                .isEqualTo(50);
    }

    @Test
    void E12_aNewAddressNeedsNewCredentials() {
        var old = tenant(1);
        var other = tenant(1);
        var name = synced(old, "");
        other.requests().clear();

        var refused = api().patch(PATH + "/" + name, "{'baseUrl':'" + other.baseUrl() + "'}")
                .expectProblemAt("credentials");
        assertThat(refused.at("/problems/0/found")).contains("address");
        assertThat(other.requests().total()).isZero();

        var body = "{'baseUrl':'%s','credentials':{'token':'tenant-token'}}".formatted(other.baseUrl());
        assertThat(api().patch(PATH + "/" + name, body).expect(200).at("/baseUrl"))
                .isEqualTo(other.baseUrl());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"name | {'name':'other'}", "enabled | {'enabled':true}", "source | {'source':'iru'}"})
    void E12_refusesToChangeWhatIsNoSetting(String path, String body) {
        var name = name();
        api().post(PATH, connection(name, "https://acme.api.kandji.io", "")).expect(201);

        var refused = api().patch(PATH + "/" + name, body).expectProblemAt(path);

        assertThat(refused.at("/problems/0/allowed")).contains("credentials");
    }

    @Test
    void deletesAConnectionAndKeepsItsAssets() {
        var tenant = tenant(3);
        var name = synced(tenant, "");
        var assets = api().get("/api/v1/assets?connection=" + name).each("/assets", "id");
        assertThat(assets).hasSize(3);

        api().delete(PATH + "/" + name).expect(204);

        api().get(PATH + "/" + name).expectProblem(404);
        api().delete(PATH + "/" + name).expectProblem(404);
        assertThat(assets)
                .allSatisfy(id -> assertThat(api().get("/api/v1/assets/" + id)
                                .expect(200)
                                .json()
                                .path("connection")
                                .isNull())
                        .isTrue());
        sync(name).expectProblem(404);
    }

    @Test
    void disablesAndEnablesAgain() {
        var name = synced(tenant(1), "");

        var disabled = api().post(PATH + "/" + name + "/disable").expect(200);
        assertThat(disabled.json().path("enabled").asBoolean()).isFalse();
        assertThat(disabled.at("/attention")).contains("bootstrap");
        var refused = sync(name).expectProblem(409);
        assertThat(refused.at("/detail")).contains(name, "not enabled");

        var enabled = api().post(PATH + "/" + name + "/enable").expect(200);
        assertThat(enabled.json().path("enabled").asBoolean()).isTrue();
        assertThat(enabled.at("/attention")).isBlank();
    }

    /** What was set aside by a high limit and not sent does not use up a low one. */
    @Test
    @Timeout(30)
    void E12_aMuchLowerHourlyLimitIsTakenAtOnce() {
        var name = synced(tenant(5), ",'policy':{'limits':{'per-hour':10000000}}");

        api().patch(PATH + "/" + name, "{'policy':{'limits':{'per-hour':500}}}").expect(200);

        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
    }

    @Test
    void E16_sendsNothingButGet() {
        var tenant = tenant(5);
        var name = synced(tenant, ",'policy':{'details':{'mode':'always'}}");
        api().post(PATH + "/" + name + "/test").expect(200);
        syncToItsEnd(name);

        assertThat(tenant.requests().all())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
    }
}
