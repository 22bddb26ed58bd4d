package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Signing in with a provider that checks what it is sent. */
class OpenIdConnectTests extends ApiTestBase {

    private static final String API = "/api/v1/connections";

    /** All tests come from one address, and some are bad on purpose. */
    @AfterEach
    void forgetBadSignIns() {
        jdbc.sql("delete from sign_in_failure").update();
    }

    @Test
    void S6_letsInWhomTheProviderVouchesForWithTheRolesOfTheirGroups() {
        var name = "ada-" + name();
        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", List.of("it-operators", "all")));

        var browser = browser();
        assertThat(signIn(browser).location()).endsWith(port + "/");

        browser.get("/sign-in");
        browser.send("GET", API, "").expect(200);
        browser.send("POST", "/api/v1/locations", "{'name':'L" + name + "'}").expect(201);
        browser.send("GET", "/api/v1/users", "").expectProblem(403);
        var user = user(name);
        assertThat(user.path("signsInBy").asText()).isEqualTo("openid-connect");
        assertThat(user.path("roles").toString()).isEqualTo("[\"operator\"]");
        assertThat(api().get("/api/v1/audit?object=user/" + name).each("", "action"))
                .containsExactly("user.sign-in", "user.create");
    }

    @Test
    void S6_asksWithPkceStateAndNonce() {
        var asked = browser().get("/oauth2/authorization/sso").expect(302).location();

        assertThat(asked)
                .startsWith(PROVIDER.issuer() + "/authorize?")
                .contains("response_type=code", "client_id=" + OidcServer.CLIENT, "state=", "nonce=")
                .contains("code_challenge=", "code_challenge_method=S256")
                .doesNotContain("code_verifier", OidcServer.SECRET);
    }

    @Test
    void S6_theSessionIdChangesAndTheNextPageIsKept() {
        var name = "eve-" + name();
        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", "it-viewers"));
        var browser = browser();
        signIn(browser);
        var before = browser.session();
        var asked = browser.get("/oauth2/authorization/sso?next=/assets?q=a").expect(302);

        var answer = browser.get(back(asked.location()));

        assertThat(answer.expect(302).location()).endsWith("/assets?q=a");
        assertThat(browser.session()).isNotEqualTo(before);
    }

    @Test
    void S6_askingTheProviderLeavesNothingInTheDatabase() {
        var before = nobodysSessions();
        var browser = browser();

        browser.get("/oauth2/authorization/sso").expect(302);
        denied(browser);

        assertThat(browser.cookies()).doesNotContain("rollcall=");
        assertThat(nobodysSessions()).isEqualTo(before);
    }

    private int nobodysSessions() {
        return jdbc.sql("select count(*) from spring_session where principal_name is null")
                .query(Integer.class)
                .single();
    }

    @Test
    void whoSignsInElsewhereIsAskedForNoPasswordToAgreeToACommand() {
        var name = "cy-" + name();
        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", "it-commanders"));
        var browser = browser();
        signIn(browser);
        synced(tenant(1), ",'policy':{'commands':['restart']}");
        var command = jdbc.sql("""
                        insert into device_command (request_id, requested_by, asset_id, connection_id, source_id, serial,
                                                    platform, command, reason, state)
                        select 'waits-' || :name, 'ana', asset_id, connection_id, source_id, serial, 'Mac', 'restart',
                               'slow', 'awaiting-approval'
                        from device order by id desc limit 1
                        returning id
                        """).param("name", name).query(Long.class).single();
        var asset = jdbc.sql("select asset_id from device_command where id = ?")
                .param(command)
                .query(Long.class)
                .single();

        var page = browser.get("/assets/" + asset).expect(200).text();
        assertThat(page)
                .contains("Agree: send it", "You sign in with OpenID Connect")
                .doesNotContain("type=\"password\"");
        browser.submit("/commands/" + command + "/approve", Map.of()).expect(302);

        assertThat(api().get("/api/v1/commands/" + command).at("/approvedBy")).isEqualTo(name);
    }

    @Test
    void S6_rolesAreThoseOfTheLastSignIn() {
        var name = "bob-" + name();
        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", List.of("it-operators")));
        var first = browser();
        signIn(first);
        first.send("GET", API, "").expect(200);

        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", List.of("it-viewers")));
        signIn(browser());

        first.send("GET", API, "").expectProblem(401);
        assertThat(user(name).path("roles").toString()).isEqualTo("[\"viewer\"]");
        var id = user(name).path("id").asLong();
        api().patch("/api/v1/users/" + id, "{'roles':['admin']}").expectProblem(409);
        api().post("/api/v1/users/" + id + "/link").expectProblem(409);
    }

    @Test
    void S6_aDisabledUserIsNotLetIn() {
        var name = "mal-" + name();
        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", List.of("it-viewers")));
        signIn(browser());
        api().patch("/api/v1/users/" + user(name).path("id").asLong(), "{'enabled':false}")
                .expect(200);

        var browser = browser();
        assertThat(signIn(browser).location()).endsWith("/sign-in?sso=disabled");

        assertThat(browser.get("/sign-in?sso=disabled").text()).contains("Your account here is disabled");
        browser.send("GET", API, "").expectProblem(401);
    }

    @Test
    void S6_somebodyWithoutARoleIsNotLetIn() {
        var name = "guest-" + name();
        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", List.of("admin", "Everyone")));

        assertThat(signIn(browser()).location()).endsWith("/sign-in?sso=no-role");
    }

    @Test
    void S6_aLocalAccountOfTheSameNameIsSomebodyElse() {
        var local = user(Role.ADMIN);
        PROVIDER.vouchFor(
                Map.of("sub", "s-" + local.name(), "preferred_username", local.name(), "groups", List.of("it-admins")));

        assertThat(signIn(browser()).location()).endsWith("/sign-in?sso=name");
    }

    @Test
    void S6_takesNoForgedTokenNoForeignStateAndNoCodeTwice() {
        var name = "forged-" + name();
        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", List.of("it-admins")));
        PROVIDER.forge();
        assertThat(signIn(browser()).location()).endsWith("/sign-in?sso=failed");

        PROVIDER.vouchFor(Map.of("sub", name, "preferred_username", name, "groups", List.of("it-admins")));
        var browser = browser();
        var answer = back(browser.get("/oauth2/authorization/sso").location());
        assertThat(browser().get(answer).location()).contains("/sign-in?sso=");
        assertThat(browser.get(answer.replace("state=", "state=x")).location()).contains("/sign-in?sso=");
        assertThat(browser.get(answer).location()).endsWith(port + "/");

        // The same browser, with a state of its own and the code that was used.
        var another = back(browser.get("/oauth2/authorization/sso").location());
        var used = answer.replaceAll(".*[?&]code=([^&]+).*", "$1");
        assertThat(browser.get(another.replaceAll("code=[^&]+", "code=" + used)).location())
                .endsWith("/sign-in?sso=failed");
    }

    @Test
    void S6_takesNoTokenOfAnotherSignInForAnotherClientOrOfAnotherIssuer() {
        var name = "other-" + name();
        var person = Map.<String, Object>of("sub", name, "preferred_username", name, "groups", "it-viewers");
        for (var wrong : Map.<String, Object>of(
                        "nonce", "of-another-sign-in",
                        "aud", "another-client",
                        "iss", "https://evil.example",
                        "exp", new Date(0))
                .entrySet()) {
            var claims = new HashMap<>(person);
            claims.put(wrong.getKey(), wrong.getValue());
            PROVIDER.vouchFor(claims);

            assertThat(signIn(browser()).location()).as(wrong.getKey()).endsWith("/sign-in?sso=failed");
        }
        PROVIDER.vouchFor(person);
        assertThat(signIn(browser()).location()).endsWith(port + "/");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void S25_wordsOfAProviderMakeNoLineOfTheLog(CapturedOutput output) {
        var browser = browser();
        var asked = browser.get("/oauth2/authorization/sso").expect(302).location();
        var state = asked.replaceAll(".*[?&]state=([^&]+).*", "$1");

        var answer = browser.get(
                "/login/oauth2/code/sso?error=x&error_description=a%0D%0AFORGED%20line%C2%85FORGED%E2%80%A8FORGED&state="
                        + state);

        assertThat(answer.expect(302).location()).endsWith("/sign-in?sso=failed");
        assertThat(output)
                .contains("a FORGED line FORGED FORGED")
                .doesNotContainPattern("[\\r\\n\\x{85}\\x{2028}]FORGED");
    }

    @Test
    void S5_S34_answersThatNobodyAskedForAreNotWrittenDownAndOthersOnlyAFewTimes() {
        var before = refused();
        for (var i = 0; i < 8; i++) {
            assertThat(browser().get("/login/oauth2/code/sso?code=x&state=x").location())
                    .endsWith("/sign-in?sso=failed");
            assertThat(browser().get("/login/oauth2/code/sso").location()).endsWith("/sign-in?sso=failed");
        }
        assertThat(refused()).isEqualTo(before);

        for (var i = 0; i < 5; i++) {
            assertThat(denied(browser())).endsWith("/sign-in?sso=failed");
        }
        assertThat(denied(browser())).matches(".*/sign-in\\?wait=\\d+");
        assertThat(refused()).isEqualTo(before + 5);
    }

    /** Asks the provider, which says no. */
    private static String denied(SignedInClient browser) {
        var asked = browser.get("/oauth2/authorization/sso").expect(302).location();
        var state = asked.replaceAll(".*[?&]state=([^&]+).*", "$1");
        return browser.get("/login/oauth2/code/sso?error=access_denied&state=" + state)
                .expect(302)
                .location();
    }

    private int refused() {
        return jdbc.sql("select count(*) from audit where action = 'user.sign-in-refused'")
                .query(Integer.class)
                .single();
    }

    @Test
    void thePageOfSigningInOffersIt() {
        assertThat(browser().get("/sign-in").text()).contains("Sign in with ACME", "/oauth2/authorization/sso");
    }

    private Answer signIn(SignedInClient browser) {
        return browser.get(back(
                        browser.get("/oauth2/authorization/sso").expect(302).location()))
                .expect(302);
    }

    /** Where the provider sends the browser back to. */
    private String back(String asked) {
        try {
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(asked)).build(), BodyHandlers.discarding());
            var location = answer.headers().firstValue("Location").orElseThrow();
            return location.substring(location.indexOf("/login/oauth2/code/"));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode user(String name) {
        for (var user : api().get("/api/v1/users").expect(200).json()) {
            if (user.path("name").asText().equals(name)) {
                return user;
            }
        }
        throw new AssertionError("There is no user " + name);
    }
}
