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
        var problem =
                api().post(PATH, bySubdomain("acme.api.eu.kandji.io", "us")).expectProblemAt("subdomain");

        assertThat(problem.at("/problems/0/allowed")).contains("\"acme\"", "\"eu\"");
    }

    @Test
    void D1_listsTheRegionsWhereItIsUnknown() {
        var problem = api().post(PATH, bySubdomain("acme", "mars")).expectProblemAt("region");

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
        var problem = api().post(PATH, connection(name(), baseUrl, "")).expectProblemAt("baseUrl");

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

        api().post(PATH, body.replace("'N'", "'" + name + "'")).expectProblemAt(path);

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

    private static String bySubdomain(String subdomain, String region) {
        return "{'name':'%s','source':'kandji','subdomain':'%s','region':'%s','credentials':{'token':'t'}}"
                .formatted(name(), subdomain, region);
    }

    private int count() {
        return jdbc.sql("select count(*) from connection").query(Integer.class).single();
    }
}
