package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Actor;
import io.rollcall.access.Role;
import io.rollcall.access.SignInLinks;
import io.rollcall.access.User;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.context.WebApplicationContext;

/** How people get in, stay in, and are put out. */
class SignInTests extends ApiTestBase {

    private static final String API = "/api/v1/connections";

    @Autowired
    private SignInLinks links;

    @Autowired
    private WebApplicationContext context;

    @Autowired
    @Qualifier("springSecurityFilterChain")
    private Filter security;

    /** All tests come from one address, and some are bad on purpose. */
    @AfterEach
    void forgetBadSignIns() {
        jdbc.sql("delete from sign_in_failure").update();
    }

    @Test
    void S1_thereIsNoAccountBeforeSomebodyMakesOne() {
        for (var guess : List.of("admin", "root", "user", "rollcall", "demo")) {
            assertThat(browser().signIn(guess, guess).location()).endsWith("/sign-in?failed");
            assertThat(browser().signIn(guess, "for this machine only").location())
                    .contains("/sign-in?");
            forgetBadSignIns();
        }
    }

    @Test
    void S1_aLinkMakesTheFirstAdministratorOnce() {
        withoutAdministrators(() -> {
            var link = "/setup/" + links.forFirstAdministrator();
            var name = "first-" + name();
            var visitor = browser();
            assertThat(visitor.get(link).expect(200).text()).contains("Make the first account");

            assertThat(choose(visitor, link, name, PASSWORD).expect(302).location())
                    .endsWith("/sign-in?changed");

            assertThat(browser().signIn(name, PASSWORD).location()).endsWith("/");
            assertThat(browser().get(link).expect(404).text()).contains("no good any more");
            assertThat(choose(visitor, link, "second", PASSWORD).expect(404).text())
                    .contains("no good any more");
            assertThat(audit("user/" + name)).contains("user.create", "user.password", "user.sign-in");
        });
    }

    @Test
    void S1_aNewerLinkTakesThePlaceOfTheOneBefore() {
        withoutAdministrators(() -> {
            var first = links.forFirstAdministrator();
            var second = links.forFirstAdministrator();

            browser().get("/setup/" + first).expect(404);
            browser().get("/setup/" + second).expect(200);
        });
    }

    @Test
    void S1_aLinkEndsByItself() {
        withoutAdministrators(() -> {
            var link = links.forFirstAdministrator();
            jdbc.sql("update sign_in_link set expires_at = now() - interval '1 second'")
                    .update();

            browser().get("/setup/" + link).expect(404);
        });
    }

    @Test
    void S1_aLinkIsNoGoodOnceThereIsAnAdministrator() {
        withoutAdministrators(() -> {
            var link = "/setup/" + links.forFirstAdministrator();
            var visitor = browser();
            visitor.get(link).expect(200);
            user(Role.ADMIN);

            assertThat(choose(visitor, link, "late", PASSWORD).text()).contains("There is an administrator already");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"short", "passwordpassword", "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "rollcall-rollcall-1"
            })
    void S3_refusesPasswordsThatAreShortOrGuessed(String password) {
        var user = user(Role.VIEWER);
        var link = "/setup/" + links.forUser(user, Actor.ROLLCALL);
        var visitor = browser();
        visitor.get(link).expect(200);

        var refused = choose(visitor, link, "", password).expect(200);

        assertThat(refused.text()).contains("role=\"alert\"").doesNotContain(password);
        assertThat(browser().signIn(user.name(), PASSWORD).location()).endsWith("/");
    }

    @Test
    void S5_fiveBadSignInsMakeTheNextOneWaitWhetherAnybodyHasTheName() {
        for (var name : List.of(user(Role.VIEWER).name(), "nobody-" + name())) {
            for (var i = 0; i < 5; i++) {
                assertThat(browser().signIn(name, "wrong").location()).endsWith("/sign-in?failed");
            }

            // Not because of the address that all came from.
            jdbc.sql("delete from sign_in_failure where key like 'address %'").update();
            assertThat(browser().signIn(name, PASSWORD).location()).matches(".*/sign-in\\?wait=\\d+");
            assertThat(browser().get("/sign-in?wait=8").text()).contains("Wait 8 s");
            forgetBadSignIns();
        }
    }

    @Test
    void S5_namesThatNobodyHasAreCheckedLikeOthersAndNotWrittenDown() {
        var typed = "a-password-in-the-wrong-field-" + name();

        assertThat(browser().signIn(typed, "wrong").location()).endsWith("/sign-in?failed");

        assertThat(audit("user/unknown")).contains("user.sign-in-refused");
        assertThat(api().get("/api/v1/audit").text()).doesNotContain(typed);
    }

    @Test
    void S7_theSessionIdChangesAtSignIn() {
        var user = user(Role.VIEWER);
        var browser = browser();
        browser.signIn(user.name(), PASSWORD).expect(302);
        var before = browser.session();

        browser.signIn(user.name(), PASSWORD).expect(302);

        assertThat(browser.session()).isNotEqualTo(before);
        browser.send("GET", API, "").expect(200);
    }

    @Test
    void S7_lookingAtThePageOfSigningInMakesNoSession() {
        var browser = browser();
        browser.get("/sign-in").expect(200);
        browser.get("/setup/no-such-link").expect(404);
        browser.signIn("nobody-" + name(), "wrong").expect(302);

        assertThat(browser.cookies()).startsWith("rollcall-form=").doesNotContain("rollcall=");
    }

    @Test
    void S9_theTokenOfTheFormIsAnotherOneAfterSignIn() {
        var user = user(Role.VIEWER);
        var browser = browser();
        browser.signIn(user.name(), PASSWORD).expect(302);

        // It still has the token of the page before.
        assertThat(browser.submit("/sign-out", Map.of()).status()).isEqualTo(403);
        browser.get("/sign-in").expect(200);
        assertThat(browser.submit("/sign-out", Map.of()).status()).isEqualTo(302);
    }

    @Test
    void S7_signingOutEndsTheSessionForEverybodyWhoHasItsCookie() {
        var browser = signedIn(Role.VIEWER);
        var stolen = anonymous().with("Cookie", browser.cookies());
        stolen.get(API).expect(200);

        assertThat(browser.submit("/sign-out", Map.of()).expect(302).location()).endsWith("/sign-in?out");

        stolen.get(API).expectProblem(401);
    }

    @Test
    void S7_disablingEndsAllSessionsAtOnceAndLetsNobodyIn() {
        var user = user(Role.VIEWER);
        var here = signedIn(user);
        var there = signedIn(user);

        change(user, "{'enabled':false}");

        here.send("GET", API, "").expectProblem(401);
        there.send("GET", API, "").expectProblem(401);
        assertThat(browser().signIn(user.name(), PASSWORD).location()).endsWith("/sign-in?failed");
        change(user, "{'enabled':true}");
        assertThat(browser().signIn(user.name(), PASSWORD).location()).endsWith("/");
    }

    @Test
    void S7_otherRolesEndAllSessionsAtOnce() {
        var user = user(Role.ADMIN);
        var browser = signedIn(user);
        user(Role.ADMIN);

        change(user, "{'roles':['viewer']}");

        browser.send("GET", API, "").expectProblem(401);
        var again = signedIn(user);
        again.send("GET", API, "").expect(200);
        again.send("GET", "/api/v1/users", "").expectProblem(403);
    }

    @Test
    void S7_anotherPasswordEndsAllSessionsAtOnce() {
        var user = user(Role.VIEWER);
        var browser = signedIn(user);
        var link =
                api().post("/api/v1/users/" + user.id() + "/link").expect(200).at("/path");
        var visitor = browser();
        visitor.get(link).expect(200);
        browser.send("GET", API, "").expect(200);

        choose(visitor, link, "", "quite another one than before").expect(302);

        browser.send("GET", API, "").expectProblem(401);
        assertThat(browser().signIn(user.name(), PASSWORD).location()).endsWith("/sign-in?failed");
        assertThat(browser()
                        .signIn(user.name(), "quite another one than before")
                        .location())
                .endsWith("/");
    }

    @Test
    void S7_aSessionEndsAfterThirtyMinutesWithoutARequest() {
        var user = user(Role.VIEWER);
        var browser = signedIn(user);
        assertThat(jdbc.sql("select max_inactive_interval from spring_session where principal_name = :id")
                        .param("id", String.valueOf(user.id()))
                        .query(Integer.class)
                        .single())
                .isEqualTo(30 * 60);

        session(user, "last_access_time = last_access_time - 1801000, expiry_time = expiry_time - 1801000");

        browser.send("GET", API, "").expectProblem(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/progress?run={run}",
                "/assets/{asset}/reading",
                "/runs/{run}/live",
                "/connections/from-file/preview/gone"
            })
    void S7_whatAPageAsksForByItselfKeepsNobodySignedIn(String path) {
        var run = firstRun("from-file");
        finished(run);
        var asset = jdbc.sql("select min(id) from asset").query(Long.class).single();
        var user = user(Role.VIEWER);
        var browser = signedIn(user);
        var before = Instant.now().minusSeconds(20 * 60);
        attribute(user, "used-at", before);

        var part = path.replace("{run}", String.valueOf(run)).replace("{asset}", String.valueOf(asset));
        assertThat(browser.getPart(part).status()).isIn(200, 302);
        assertThat(uses(user)).containsExactly(before.toString());

        browser.get("/assets").expect(200);
        assertThat(uses(user))
                .singleElement()
                .satisfies(at -> assertThat(Instant.parse(at)).isAfter(before));
    }

    @Test
    void S7_aSessionWhoseOpenPageKeepsAskingEndsAllTheSame() {
        var user = user(Role.VIEWER);
        var browser = signedIn(user);
        attribute(user, "used-at", Instant.now().minusSeconds(33 * 60 + 1));

        browser.send("GET", API, "").expectProblem(401);
    }

    @Test
    void S7_aSessionOfAReleaseThatNotedNoUseGoesOnAndIsNotedFromNowOn() {
        var user = user(Role.VIEWER);
        var browser = signedIn(user);
        var begun = Instant.now().minusSeconds(2 * 3600);
        attribute(user, "signed-in-at", begun);
        jdbc.sql("delete from spring_session_attributes where attribute_name = 'used-at' and session_primary_id in "
                        + "(select primary_id from spring_session where principal_name = :id)")
                .param("id", String.valueOf(user.id()))
                .update();

        browser.send("GET", API, "").expect(200);
        assertThat(uses(user))
                .singleElement()
                .satisfies(at -> assertThat(Instant.parse(at)).isAfter(begun));
    }

    private List<String> uses(User user) {
        return jdbc.sql("""
                        select convert_from(a.attribute_bytes, 'UTF8') from spring_session_attributes a
                        join spring_session s on s.primary_id = a.session_primary_id
                        where s.principal_name = :id and a.attribute_name = 'used-at'
                        """)
                .param("id", String.valueOf(user.id()))
                .query(String.class)
                .list();
    }

    private void attribute(User user, String name, Instant at) {
        jdbc.sql("update spring_session_attributes set attribute_bytes = convert_to(:at, 'UTF8') "
                        + "where attribute_name = :name and session_primary_id in "
                        + "(select primary_id from spring_session where principal_name = :id)")
                .param("at", at.toString())
                .param("name", name)
                .param("id", String.valueOf(user.id()))
                .update();
    }

    @Test
    void S7_aSessionEndsAfterTwelveHoursAnyway() {
        var user = user(Role.VIEWER);
        var browser = signedIn(user);
        attribute(user, "signed-in-at", Instant.now().minusSeconds(12 * 3600 + 1));

        browser.send("GET", API, "").expectProblem(401);
    }

    @Test
    void S8_theCookieIsForThisHostAndNotForScripts() {
        var form = browser().get("/sign-in").header("Set-Cookie");
        var asked = browser().get("/oauth2/authorization/sso").header("Set-Cookie");
        var browser = browser();
        browser.get("/sign-in").expect(200);
        var session = browser
                .submit("/sign-in", Map.of("name", user(Role.VIEWER).name(), "password", PASSWORD))
                .headers()
                .allValues("Set-Cookie")
                .stream()
                .filter(set -> set.startsWith("rollcall="))
                .findFirst()
                .orElseThrow();

        assertThat(form).startsWith("rollcall-form=");
        assertThat(asked).startsWith("rollcall-sso=");
        for (var set : List.of(form, asked, session)) {
            assertThat(set).contains("; HttpOnly", "; SameSite=Lax", "; Path=/").doesNotContain("Domain");
        }
    }

    @Test
    void S8_overTlsBrowsersAreToldToComeBackThatWayAndGetCookiesOfThisHostOnly() throws Exception {
        var request = new MockHttpServletRequest(context.getServletContext(), "GET", "/sign-in");
        request.setSecure(true);
        var answer = new MockHttpServletResponse();

        security.doFilter(
                request,
                answer,
                (asked, response) -> ((CsrfToken) asked.getAttribute(CsrfToken.class.getName())).getToken());

        assertThat(answer.getHeader("Strict-Transport-Security")).startsWith("max-age=31536000");
        assertThat(answer.getHeader("Set-Cookie"))
                .startsWith("__Host-rollcall-form=")
                .contains("; Secure", "; HttpOnly", "; Path=/")
                .doesNotContain("Domain");
    }

    @Test
    void S9_noFormWithoutItsTokenChangesAnything() {
        var user = user(Role.ADMIN);
        var browser = signedIn(user);

        assertThat(browser.submitAsIs("/sign-out", Map.of()).status()).isEqualTo(403);
        assertThat(browser.submitAsIs("/sign-out", Map.of("_csrf", "guessed")).status())
                .isEqualTo(403);
        browser.sendWithoutToken("POST", "/api/v1/locations", "{'name':'L" + name() + "'}")
                .expectProblem(403);
        browser.sendWithoutToken("DELETE", API + "/x", "").expectProblem(403);
        browser.sendWithoutToken("PATCH", API + "/x", "{}").expectProblem(403);
        browser.send("GET", API, "").expect(200);
        browser.send("POST", "/api/v1/locations", "{'name':'L" + name() + "'}").expect(201);
    }

    @Test
    void S9_aPageOfSignInThatWasOpenForLongSaysSo() {
        var answer = browser().submitAsIs("/sign-in", Map.of("name", "ada", "password", PASSWORD));

        assertThat(answer.expect(302).location()).endsWith("/sign-in?again");
    }

    @Test
    void S9_aTokenInTheHeaderIsNotHelpedByACookieOfSomebodyElse() {
        var browser = signedIn(Role.ADMIN);

        anonymous()
                .with("Cookie", browser.cookies(), "Authorization", "Bearer wrong")
                .post("/api/v1/locations", "{'name':'L" + name() + "'}")
                .expectProblem(401);
        anonymous()
                .with("Cookie", "rollcall=" + TOKEN + "; __Host-rollcall=" + TOKEN)
                .get(API)
                .expectProblem(401);
    }

    @Test
    void goesOnToThePageOneWanted() {
        var user = user(Role.VIEWER);
        var browser = browser();

        var toSignIn =
                browser.get("/assets?q=mac%20book&type=laptop").expect(302).location();
        assertThat(toSignIn).endsWith("/sign-in?next=%2Fassets%3Fq%3Dmac%2520book%26type%3Dlaptop");
        browser.get(toSignIn.substring(toSignIn.indexOf("/sign-in"))).expect(200);
        var answer = browser.submit(
                "/sign-in",
                Map.of("name", user.name(), "password", PASSWORD, "next", "/assets?q=mac%20book&type=laptop"));

        assertThat(answer.expect(302).location()).endsWith("/assets?q=mac%20book&type=laptop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"
            })
    void goesNowhereElseAfterSignIn(String next) {
        var user = user(Role.VIEWER);
        var browser = browser();
        browser.get("/sign-in").expect(200);

        var answer = browser.submit("/sign-in", Map.of("name", user.name(), "password", PASSWORD, "next", next));

        assertThat(answer.expect(302).location()).endsWith(port + "/");
        assertThat(answer.header("X")).isEmpty();
    }

    @Test
    void htmxIsSentToTheSignInOfThePageItWorksOn() {
        var answer = browser()
                .get(
                        "/assets",
                        Map.of("HX-Request", "true", "HX-Current-URL", "http://127.0.0.1:" + port + "/assets?q=a"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("HX-Redirect")).isEqualTo("/sign-in?next=%2Fassets%3Fq%3Da");
    }

    @Test
    void S8_refusesThePagesOverPlainHttpElsewhereThanAtLocalhost() throws IOException {
        for (var host :
                List.of("rollcall.example.com", "192.0.2.7", "localhost.example.com", "127.0.0.1.example.com")) {
            assertThat(raw("GET /sign-in HTTP/1.1", "Host: " + host))
                    .startsWith("HTTP/1.1 403")
                    .contains("Only over https", "docs/tls.md")
                    .doesNotContain("Set-Cookie");
        }
        assertThat(raw("GET /sign-in HTTP/1.1", "Host: localhost:" + port)).startsWith("HTTP/1.1 200");
        assertThat(raw("GET /sign-in HTTP/1.1", "Host: [::1]:" + port)).startsWith("HTTP/1.1 200");
    }

    /** The JDK's client doesn't let one choose the host's name. */
    private String raw(String... lines) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            var request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void S9_htmxIsToldWhereItsFormIsRefused() {
        var browser = signedIn(Role.VIEWER);

        var refused = browser.getPart("/users");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("HX-Retarget")).isEqualTo("#messages");
        assertThat(refused.header("HX-Reselect")).isEqualTo(".message");
        assertThat(refused.text()).contains("role=\"alert\"", "Not allowed");
    }

    @Test
    void S22_S23_everyAnswerCarriesTheHeadersThatKeepItSafe() {
        var browser = signedIn(Role.VIEWER);
        for (var answer : List.of(browser().get("/sign-in"), browser.get("/sign-in"), browser.send("GET", API, ""))) {
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'")
                    .contains("base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("unsafe-inline", "unsafe-eval");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        }
    }

    @Test
    void S8_S33_whatAProxyPassesOnIsNotThisMachineAndWhatItSaysIsNotBelieved() {
        for (var header : Map.of(
                        "X-Forwarded-For", "127.0.0.1",
                        "X-Forwarded-Proto", "https",
                        "X-Forwarded-Host", "evil.example",
                        "Forwarded", "for=203.0.113.7;proto=https;host=evil.example",
                        "Via", "1.1 proxy")
                .entrySet()) {
            var answer = browser().get("/sign-in", Map.of(header.getKey(), header.getValue()));

            assertThat(answer.expect(403).text()).contains("Only over https").doesNotContain("evil.example");
            assertThat(answer.header("Set-Cookie")).isEmpty();
            assertThat(answer.header("Strict-Transport-Security")).isEmpty();
        }
    }

    private void change(User user, String body) {
        api().patch("/api/v1/users/" + user.id(), body).expect(200);
    }

    private void session(User user, String what) {
        jdbc.sql("update spring_session set " + what + " where principal_name = :id")
                .param("id", String.valueOf(user.id()))
                .update();
    }

    private static Answer choose(SignedInClient visitor, String link, String name, String password) {
        return visitor.submit(link, Map.of("name", name, "password", password, "again", password));
    }

    private List<String> audit(String object) {
        return api().get("/api/v1/audit?object=" + object).expect(200).each("", "action");
    }

    /** Others in this Rollcall have made some. */
    private void withoutAdministrators(Runnable test) {
        jdbc.sql("update app_user set disabled_at = now() where 'admin' = any(roles)")
                .update();
        test.run();
    }
}
