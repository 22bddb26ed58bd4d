package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Role;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages about oneself, users and tokens, as their forms send them. */
class AccountPagesTests extends ApiTestBase {

    private static final Pattern TOKEN_SHOWN = Pattern.compile("rct_[A-Za-z0-9_-]{43}");
    private static final Pattern LINK_SHOWN = Pattern.compile("http://127\\.0\\.0\\.1:\\d+(/setup/[A-Za-z0-9_-]{43})");

    @AfterEach
    void forgetBadSignIns() {
        jdbc.sql("delete from sign_in_failure").update();
    }

    @Test
    void S7_anotherPasswordNeedsTheOldOneAndEndsAllSessions() {
        var user = user(Role.VIEWER);
        var here = signedIn(user);
        var there = signedIn(user);

        here.submit(
                        "/account/password",
                        Map.of("current", "wrong", "password", "a new one with words", "again", "a new one with words"))
                .expect(302);
        assertThat(here.get("/account").expect(200).text()).contains("the current password isn");
        here.submit("/account/password", Map.of("current", PASSWORD, "password", "short", "again", "short"))
                .expect(302);
        assertThat(here.get("/account").expect(200).text()).contains("at least 15");
        there.get("/account").expect(200);

        var changed = here.submit(
                "/account/password",
                Map.of("current", PASSWORD, "password", "a new one with words", "again", "a new one with words"));

        assertThat(changed.expect(302).location()).endsWith("/sign-in?changed");
        assertThat(here.get("/account").expect(302).location()).contains("/sign-in");
        assertThat(there.get("/account").expect(302).location()).contains("/sign-in");
        assertThat(browser().signIn(user.name(), "a new one with words").location())
                .endsWith("/");
    }

    @Test
    void S7_showsWhereOneIsSignedInAndEndsASession() {
        var user = user(Role.VIEWER);
        var here = signedIn(user);
        var there = signedIn(user);
        var page = here.get("/account").expect(200).text();
        assertThat(page).contains("this one", "127.0.0.1", "Java-http-client");
        var end = Pattern.compile("/account/sessions/[^/]+/end").matcher(page);
        assertThat(end.find()).isTrue();

        here.submit(end.group(), Map.of()).expect(302);

        assertThat(there.get("/account").expect(302).location()).contains("/sign-in");
        here.get("/account").expect(200);
    }

    @Test
    void S7_nobodyEndsTheSessionOfSomebodyElse() {
        var victim = user(Role.VIEWER);
        var theirs = signedIn(victim);
        var id = jdbc.sql("select primary_id from spring_session where principal_name = :id")
                .param("id", String.valueOf(victim.id()))
                .query(String.class)
                .single();
        var other = signedIn(Role.ADMIN);

        other.submit("/account/sessions/" + id + "/end", Map.of()).expect(302);

        theirs.get("/account").expect(200);
    }

    @Test
    void S12_ownTokensAllowNoMoreThanOneMayAtTheMoment() {
        var user = user(Role.OPERATOR);
        var browser = signedIn(user);
        browser.get("/account").expect(200);
        var page = browser.submit("/account/tokens", Map.of("name", "laptop", "scopes", "write", "days", "7"))
                .expect(200)
                .text();
        var shown = TOKEN_SHOWN.matcher(page);
        assertThat(shown.find()).isTrue();
        var program = anonymous().with("Authorization", "Bearer " + shown.group());

        var made =
                program.post("/api/v1/locations", "{'name':'L" + name() + "'}").expect(201);
        assertThat(api().get("/api/v1/audit?object=location/" + made.at("/id")).each("", "actor"))
                .containsExactly(user.name() + " (laptop)");
        program.post("/api/v1/connections", "{}").expectProblem(403);
        program.get("/api/v1/locations").expectProblem(403);
        assertThat(browser.get("/account").text()).contains("laptop").doesNotContain(shown.group());

        api().patch("/api/v1/users/" + user.id(), "{'roles':['viewer']}").expect(200);
        program.post("/api/v1/locations", "{'name':'L" + name() + "'}").expectProblem(403);
        api().patch("/api/v1/users/" + user.id(), "{'enabled':false}").expect(200);
        program.post("/api/v1/locations", "{'name':'L" + name() + "'}").expectProblem(401);
    }

    @Test
    void S12_nobodyRevokesTheTokenOfSomebodyElseButAnAdministrator() {
        var owner = signedIn(Role.VIEWER);
        owner.get("/account").expect(200);
        var shown = TOKEN_SHOWN.matcher(
                owner.submit("/account/tokens", Map.of("name", "mine", "scopes", "read", "days", "7"))
                        .expect(200)
                        .text());
        assertThat(shown.find()).isTrue();
        var program = anonymous().with("Authorization", "Bearer " + shown.group());
        var id = jdbc.sql("select max(id) from api_token where name = 'mine'")
                .query(Long.class)
                .single();
        var other = signedIn(Role.VIEWER);
        other.submit("/account/tokens/" + id + "/revoke", Map.of());
        program.get("/api/v1/connections").expect(200);

        var admin = signedIn(Role.ADMIN);
        assertThat(admin.get("/tokens").expect(200).text()).contains("mine");
        admin.submit("/tokens/" + id + "/revoke", Map.of()).expect(302);

        program.get("/api/v1/connections").expectProblem(401);
    }

    @Test
    void anAdministratorAddsSomebodyChangesThemAndPutsThemOut() {
        var admin = signedIn(Role.ADMIN);
        var name = "eve-" + name();
        admin.get("/users").expect(200);
        var page = admin.submit("/users", Map.of("name", name, "role", "viewer"))
                .expect(200)
                .text();
        var shown = LINK_SHOWN.matcher(page);
        assertThat(shown.find()).isTrue();
        var visitor = browser();
        visitor.get(shown.group(1)).expect(200);
        visitor.submit(shown.group(1), Map.of("name", "", "password", PASSWORD, "again", PASSWORD))
                .expect(302);
        assertThat(visitor.signIn(name, PASSWORD).location()).endsWith("/");

        var id = jdbc.sql("select id from app_user where name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
        assertThat(admin.get("/users/" + id).expect(200).text()).doesNotContain(shown.group(1));
        admin.submit("/users/" + id, Map.of("role", "operator")).expect(302);

        assertThat(visitor.get("/").expect(302).location()).contains("/sign-in");
        assertThat(admin.get("/users/" + id).text()).contains("is changed");
        assertThat(admin.get("/users").text()).contains("disabled");
        assertThat(admin.submit("/users", Map.of("name", name)).expect(200).text())
                .contains("There is a user", "value=\"" + name + "\"");
    }

    @Test
    void S10_thePagesOfAdministratorsAreTheirsAlone() {
        var operator = signedIn(Role.OPERATOR, Role.COMMANDER, Role.RESTRICTED);

        for (var path : new String[] {"/users", "/users/1", "/tokens", "/audit"}) {
            operator.get(path).expect(403);
        }
        assertThat(operator.get("/account").expect(200).text()).doesNotContain("f-scope-admin");
    }
}
