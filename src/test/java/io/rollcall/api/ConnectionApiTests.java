package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionApiTests extends ApiTestBase {

    private static final String PATH = "/api/v1/connections";

    @Test
    void makesAConnectionAndNeverReturnsItsCredentials() {
        var name = name();
        var made = api().post(PATH, connection(name, "https://acme.api.kandji.io", ""))
                .expect(201);

        assertThat(made.location()).isEqualTo(PATH + "/" + name);
        assertThat(made.at("/name")).isEqualTo(name);
        assertThat(made.at("/baseUrl")).isEqualTo("https://acme.api.kandji.io");
        assertThat(made.at("/preset")).isEqualTo("unthread-iru");
        assertThat(made.json().path("enabled").asBoolean(true)).isFalse();
        var shown = api().get(made.location()).expect(200);
        assertThat(shown.json()).isEqualTo(made.json());
        assertThat(api().get(PATH).expect(200).each("", "name")).contains(name).isSorted();
        assertThat(List.of(made.text(), shown.text(), api().get(PATH).text()))
                .allSatisfy(text -> assertThat(text).doesNotContain("tenant-token", "\"credentials\""));
    }

    @Test
    void encryptsCredentialsInTheDatabase() {
        var name = name();
        api().post(PATH, connection(name, "https://acme.api.kandji.io", "")).expect(201);

        var stored = jdbc.sql("select credentials from connection where name = :name")
                .param("name", name)
                .query(String.class)
                .single();
        assertThat(stored).doesNotContain("tenant-token").isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iru", "kandji", "Iru", "Kandji"})
    void acceptsBothNamesOfTheSource(String source) {
        var body = connection(name(), "https://acme.api.kandji.io", "").replace("'iru'", "'" + source + "'");

        assertThat(api().post(PATH, body).expect(201).at("/source")).isEqualTo("iru");
    }

    @ParameterizedTest
    @CsvSource({
        "us, https://acme.api.kandji.io",
        "eu, https://acme.api.eu.kandji.io",
        "us-iru, https://acme.api.iru.com",
        "eu-iru, https://acme.api.eu.iru.com"
    })
    void D1_makesTheAddressFromSubdomainAndRegion(String region, String expected) {
        var made = api().post(PATH, bySubdomain("acme", region)).expect(201);

        assertThat(made.at("/baseUrl")).isEqualTo(expected);
    }

    @Test
    void D1_saysWhatToEnterWhereTheSubdomainIsAWholeHost() {
        var problem = onlyProblem(api().post(PATH, bySubdomain("acme.api.eu.kandji.io", "us")), "subdomain");

        assertThat(problem.at("/problems/0/allowed")).contains("\"acme\"", "\"eu\"");
    }

    @Test
    void D1_listsTheRegionsWhereItIsUnknown() {
        var problem = onlyProblem(api().post(PATH, bySubdomain("acme", "mars")), "region");

        assertThat(problem.at("/problems/0/found")).contains("mars");
        assertThat(problem.at("/problems/0/allowed")).contains("us", "eu", "us-iru", "eu-iru");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.api.kandji.io",
                "https://evil.example.com",
                "https://acme.api.kandji.io.evil.example.com",
                "https://user:secret-in-url@acme.api.kandji.io",
                "https://acme.api.kandji.io?x=1",
                "http://169.254.169.254",
                "http://[fe80::1]",
                "https://8.8.8.8",
                "ftp://acme.api.kandji.io",
                "acme.api.kandji.io"
            })
    void D1_refusesAnAddressThatIsNotTheSources(String baseUrl) {
        var problem = onlyProblem(api().post(PATH, connection(name(), baseUrl, "")), "baseUrl");

        assertThat(problem.text()).doesNotContain("secret-in-url");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "baseURL                | {'name':'N','source':'iru','baseURL':'https://a.api.kandji.io','credentials':{'token':'t'}}",
                "source                 | {'name':'N','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'}}",
                "source                 | {'name':'N','source':'jamv','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'}}",
                "name                   | {'source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'}}",
                "name                   | {'name':'No Name!','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'}}",
                "name                   | {'name':7,'source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'}}",
                "enabled                | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'},'enabled':'yes'}",
                "credentials            | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io'}",
                "credentials            | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'tokn':'t'}}",
                "credentials            | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':' '}}",
                "credentials.token      | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':7}}",
                "preset                 | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'},'preset':'nope'}",
                "policy                 | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'},'policy':5}",
                "policy.detials         | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'},'policy':{'detials':{}}}",
                "policy.details.mode    | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'},'policy':{'details':{'mode':'often'}}}",
                "policy.page-size       | {'name':'N','source':'iru','baseUrl':'https://a.api.kandji.io','credentials':{'token':'t'},'policy':{'page-size':'many'}}",
                "subdomain              | {'name':'N','source':'iru','credentials':{'token':'t'}}",
                "''                     | []",
                "''                     | \"text\"",
                "''                     | null",
            })
    void namesPathFoundAndAllowedOfWhatIsWrongAndMakesNothing(String path, String body) {
        var name = name();
        var before = count();

        onlyProblem(api().post(PATH, body.replace("'N'", "'" + name + "'")), path);

        assertThat(count()).isEqualTo(before);
        api().get(PATH + "/" + name).expectProblem(404);
    }

    @Test
    void tellsAllWrongKeysAtOnce() {
        var answer = api().post(PATH, "{'nam':'x','source':'iru','enabled':1}").expectProblem(400);

        assertThat(answer.each("/problems", "path")).containsExactlyInAnyOrder("nam", "name", "enabled");
        assertThat(answer.each("/problems", "allowed").get(0)).contains("Did you mean \"name\"?");
    }

    @Test
    void refusesASecondConnectionOfAName() {
        var name = name();
        api().post(PATH, connection(name, "https://acme.api.kandji.io", "")).expect(201);

        var second = api().post(PATH, connection(name, "https://other.api.kandji.io", ""))
                .expectProblem(409);

        assertThat(second.at("/detail")).contains(name);
        assertThat(api().get(PATH + "/" + name).at("/baseUrl")).isEqualTo("https://acme.api.kandji.io");
    }

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
    void E12_aNewAddressNeedsNewCredentials() {
        var old = tenant(1);
        var other = tenant(1);
        var name = synced(old, "");
        other.requests().clear();

        var refused =
                onlyProblem(api().patch(PATH + "/" + name, "{'baseUrl':'" + other.baseUrl() + "'}"), "credentials");
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

        var refused = onlyProblem(api().patch(PATH + "/" + name, body), path);

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
        assertThat(assets).allSatisfy(id -> assertThat(api().get("/api/v1/assets/" + id)
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

    @Test
    void E16_sendsNothingButGet() {
        var tenant = tenant(5);
        var name = synced(tenant, ",'policy':{'details':{'mode':'always'}}");
        api().post(PATH + "/" + name + "/test").expect(200);
        syncToItsEnd(name);

        assertThat(tenant.requests().all()).isNotEmpty().allSatisfy(request -> assertThat(request.method())
                .isEqualTo("GET"));
    }

    private static Answer onlyProblem(Answer answer, String path) {
        answer.expectProblem(400);
        assertThat(answer.each("/problems", "path")).as(answer.text()).containsExactly(path);
        assertThat(answer.at("/problems/0/found")).isNotBlank();
        assertThat(answer.at("/problems/0/allowed")).isNotBlank();
        return answer;
    }

    private static String bySubdomain(String subdomain, String region) {
        return "{'name':'%s','source':'kandji','subdomain':'%s','region':'%s','credentials':{'token':'t'}}"
                .formatted(name(), subdomain, region);
    }

    private int count() {
        return jdbc.sql("select count(*) from connection").query(Integer.class).single();
    }
}
