package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and API tokens, by REST. */
class UserApiTests extends ApiTestBase {

    private static final String USERS = "/api/v1/users";
    private static final String TOKENS = "/api/v1/tokens";
    private static final String CONNECTIONS = "/api/v1/connections";

    @Test
    void addsSomebodyWhoThenChoosesAPassword() {
        var name = "ada-" + name();

        var made = api().post(USERS, "{'name':'" + name + "','roles':['operator','restricted']}")
                .expect(201);

        assertThat(made.at("/user/invited")).isEqualTo("true");
        assertThat(made.at("/user/createdBy")).isEqualTo("bootstrap");
        assertThat(made.location()).isEqualTo(USERS + "/" + made.at("/user/id"));
        var visitor = browser();
        assertThat(visitor.get(made.at("/path")).expect(200).text()).contains("Choose a password", name);
        visitor.submit(made.at("/path"), Map.of("name", "somebody-else", "password", PASSWORD, "again", PASSWORD))
                .expect(302);
        assertThat(browser().signIn(name, PASSWORD).location()).endsWith("/");
        var now = api().get(USERS + "/" + made.at("/user/id")).expect(200);
        assertThat(now.at("/invited")).isEqualTo("false");
        assertThat(now.at("/lastSignInAt")).isNotBlank();
        assertThat(now.json().path("roles").toString()).isEqualTo("[\"operator\",\"restricted\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'roles':['viewer']}",
                "{'name':'','roles':['viewer']}",
                "{'name':'<script>','roles':['viewer']}",
                "{'name':'a b','roles':['viewer']}",
                "{'name':'x','roles':['root']}",
                "{'name':'x','roles':['viewer'],'id':1}",
                "{'name':'x','roles':['viewer'],'passwordHash':'{noop}x'}",
                "{'name':'x','roles':'viewer','enabled':true}"
            })
    void S31_takesNothingButANameAndRoles(String body) {
        api().post(USERS, body).expectProblem(400);
    }

    @Test
    void aNameIsUniqueWhateverItsCaseAndNoTokenHasIt() {
        var user = user(Role.VIEWER);
        var token = "token " + name();
        api().post(TOKENS, "{'name':'" + token.replace(' ', '-') + "','scopes':['read']}")
                .expect(201);

        api().post(USERS, "{'name':'" + user.name().toUpperCase() + "','roles':[]}")
                .expectProblem(409);
        api().post(USERS, "{'name':'" + token.replace(' ', '-') + "','roles':[]}")
                .expectProblem(409);
        api().post(USERS, "{'name':'Bootstrap','roles':[]}").expectProblem(409);
        api().post(TOKENS, "{'name':'" + user.name() + "','scopes':['read']}").expectProblem(409);
        for (var taken : List.of(
                "rollcall",
                "Anonymous",
                "bootstrap",
                "unknown",
                token.replace(' ', '-').toUpperCase())) {
            api().post(TOKENS, "{'name':'" + taken + "','scopes':['read']}").expectProblem(409);
        }
    }

    @Test
    void theLastAdministratorStaysOne() {
        jdbc.sql("update app_user set disabled_at = now() where 'admin' = any(roles)")
                .update();
        var last = user(Role.ADMIN);

        for (var change : List.of("{'enabled':false}", "{'roles':['viewer']}")) {
            var refused = api().patch(USERS + "/" + last.id(), change).expectProblem(409);
            assertThat(refused.at("/detail")).contains("last administrator");
        }
        user(Role.ADMIN);
        api().patch(USERS + "/" + last.id(), "{'roles':['viewer']}").expect(200);
    }

    @Test
    void aTokenOfEverybodyButAnAdministratorKnowsNoUsers() {
        var read = api().post(TOKENS, "{'name':'r" + name() + "','scopes':['read','write','sync']}")
                .expect(201)
                .at("/secret");

        anonymous().with("Authorization", "Bearer " + read).get(USERS).expectProblem(403);
    }

    @Test
    void S12_aTokenIsShownOnceHasAnEndAndCanBeRevoked() {
        var name = "export " + name();
        var made = api().post(TOKENS, "{'name':'" + name + "','scopes':['read'],'days':30}")
                .expect(201);
        var secret = made.at("/secret");
        var program = anonymous().with("Authorization", "Bearer " + secret);

        assertThat(secret).matches("rct_[A-Za-z0-9_-]{43}");
        assertThat(secret).startsWith(made.at("/token/prefix"));
        program.get(CONNECTIONS).expect(200);
        program.post(CONNECTIONS, "{}").expectProblem(403);
        assertThat(api().get(TOKENS).expect(200).text()).contains(name).doesNotContain(secret);
        assertThat(jdbc.sql("select t::text from api_token t")
                        .query(String.class)
                        .list())
                .noneMatch(row -> row.contains(secret));
        assertThat(jdbc.sql("select expires_at between now() + interval '29 days' and now() + interval '31 days' "
                                + "and last_used_at is not null from api_token where name = :name")
                        .param("name", name)
                        .query(Boolean.class)
                        .single())
                .isTrue();

        api().delete(TOKENS + "/" + made.at("/token/id")).expect(204);

        program.get(CONNECTIONS).expectProblem(401);
        api().delete(TOKENS + "/" + made.at("/token/id")).expectProblem(404);
        assertThat(api().get("/api/v1/audit?object=api-token/" + name.replace(" ", "%20"))
                        .each("", "action"))
                .containsExactly("api-token.revoke", "api-token.create");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'x1','scopes':[]}",
                "{'name':'x2','scopes':['everything']}",
                "{'name':'','scopes':['read']}",
                "{'name':'x3','scopes':['read'],'days':0}",
                "{'name':'x4','scopes':['read'],'days':367}",
                "{'name':'x5','scopes':['read'],'secret':'mine'}"
            })
    void S12_refusesATokenThatAllowsNothingOrNeverEnds(String body) {
        api().post(TOKENS, body).expectProblem(400);
    }

    @Test
    void S11_noAnswerToAViewerHoldsACredentialAHashOrAToken() {
        var tenant = tenant(1);
        var name = name();
        api().post(CONNECTIONS, connection(name, tenant.baseUrl(), "")).expect(201);
        var viewer = signedIn(Role.VIEWER);

        for (var path : List.of(
                CONNECTIONS,
                CONNECTIONS + "/" + name,
                "/api/v1/runs",
                "/api/v1/assets",
                "/api/v1/people",
                "/api/v1/presets",
                "/v3/api-docs")) {
            assertThat(viewer.send("GET", path, "").expect(200).text())
                    .as(path)
                    .doesNotContain("tenant-token", "v1:", "argon2", TOKEN, viewer.session())
                    .doesNotContainIgnoringCase("password_hash");
        }
        viewer.send("GET", "/api/v1/audit", "").expectProblem(403);
    }

    @Test
    void S32_refusesBodiesThatAreLargerThanAnythingMeant() {
        var large = "{'name':'" + "x".repeat(1024 * 1024) + "'}";

        api().post("/api/v1/locations", large).expectProblem(413);
        api().post("/api/v1/locations", "{'name':'L" + name() + "'}").expect(201);
        assertThat(chunked(large)).isEqualTo(413);
        assertThat(chunked("{'name':'L" + name() + "'}")).isEqualTo(201);
    }

    /** In pieces, without saying how long the whole is. */
    private int chunked(String body) {
        var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/locations"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build();
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request, BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
