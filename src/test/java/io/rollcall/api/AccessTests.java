package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who gets in, and with which scope where. */
class AccessTests extends ApiTestBase {

    private static final String CONNECTIONS = "/api/v1/connections";

    /** What each scope of a token allows. */
    private static final Map<String, Set<String>> SCOPES = Map.of(
            "read", Set.of("read"),
            "sync", Set.of("sync"),
            "write", Set.of("write", "configure"),
            "command", Set.of("command"),
            "restricted", Set.of("restricted"),
            "admin", Set.of("admin"));

    /** What each role of a person allows. */
    private static final Map<Role, Set<String>> ROLES = Map.of(
            Role.VIEWER, Set.of("read"),
            Role.OPERATOR, Set.of("read", "sync", "write"),
            Role.COMMANDER, Set.of("read", "command"),
            Role.RESTRICTED, Set.of("read", "restricted"),
            Role.ADMIN, Set.of("read", "sync", "write", "configure", "admin"));

    /** What somebody must be able to reach who isn't signed in. */
    private static final Set<String> OPEN =
            Set.of("POST /hooks/{name}/{secret}", "GET /sign-in", "GET /setup/{secret}", "POST /setup/{secret}");

    /** Nobody may, with whatever token. */
    private static final String NOBODY = "nobody";

    /** Every endpoint and the authority it needs. An endpoint that isn't here fails the test. */
    private static final Map<String, String> NEEDED = Map.ofEntries(
            Map.entry("GET /api/v1/connections", "read"),
            Map.entry("POST /api/v1/connections", "configure"),
            Map.entry("GET /api/v1/connections/{name}", "read"),
            Map.entry("PATCH /api/v1/connections/{name}", "configure"),
            Map.entry("DELETE /api/v1/connections/{name}", "configure"),
            Map.entry("POST /api/v1/connections/{name}/test", "configure"),
            Map.entry("POST /api/v1/connections/{name}/enable", "configure"),
            Map.entry("POST /api/v1/connections/{name}/disable", "configure"),
            Map.entry("POST /api/v1/connections/{name}/sync", "sync"),
            Map.entry("POST /api/v1/connections/{name}/webhook", "configure"),
            Map.entry("DELETE /api/v1/connections/{name}/webhook", "configure"),
            Map.entry("POST /api/v1/connections/{name}/preview", "sync"),
            Map.entry("GET /api/v1/previews/{id}", "read"),
            Map.entry("GET /api/v1/connections/{name}/mapping", "read"),
            Map.entry("POST /api/v1/connections/{name}/mapping/proposal", "configure"),
            Map.entry("PUT /api/v1/connections/{name}/mapping", "configure"),
            Map.entry("GET /api/v1/custom-fields", "read"),
            Map.entry("POST /api/v1/custom-fields", "configure"),
            Map.entry("GET /api/v1/custom-fields/{key}", "read"),
            Map.entry("PATCH /api/v1/custom-fields/{key}", "configure"),
            Map.entry("DELETE /api/v1/custom-fields/{key}", "configure"),
            Map.entry("POST /api/v1/custom-fields/{key}/restore", "configure"),
            Map.entry("GET /api/v1/presets", "read"),
            Map.entry("GET /api/v1/presets/schema", "read"),
            Map.entry("GET /api/v1/runs", "read"),
            Map.entry("GET /api/v1/runs/{id}", "read"),
            Map.entry("GET /api/v1/runs/{id}/notices", "read"),
            Map.entry("POST /api/v1/runs/{id}/cancel", "sync"),
            Map.entry("POST /api/v1/runs/{id}/resume", "sync"),
            Map.entry("GET /api/v1/runs/{id}/removals", "read"),
            Map.entry("POST /api/v1/runs/{id}/approve-removals", "sync"),
            Map.entry("POST /api/v1/runs/{id}/reject-removals", "sync"),
            Map.entry("GET /api/v1/alerts", "read"),
            Map.entry("GET /api/v1/assets", "read"),
            Map.entry("GET /api/v1/assets/{id}", "read"),
            Map.entry("GET /api/v1/assets/{id}/history", "read"),
            Map.entry("GET /api/v1/assets/{id}/checkouts", "read"),
            Map.entry("GET /api/v1/assets/{id}/restricted", "restricted"),
            Map.entry("POST /api/v1/assets/{id}/restricted/{field}/reveal", "restricted"),
            Map.entry("GET /api/v1/assets/{id}/sources", "read"),
            Map.entry("POST /api/v1/assets", "write"),
            Map.entry("PATCH /api/v1/assets/{id}", "write"),
            Map.entry("POST /api/v1/assets/{id}/checkout", "write"),
            Map.entry("POST /api/v1/assets/{id}/checkin", "write"),
            Map.entry("POST /api/v1/assets/{id}/archive", "write"),
            Map.entry("POST /api/v1/assets/{id}/restore", "write"),
            Map.entry("GET /api/v1/assets/{id}/commands", "read"),
            Map.entry("POST /api/v1/assets/{id}/commands", "command"),
            Map.entry("GET /api/v1/commands/{id}", "read"),
            Map.entry("POST /api/v1/commands/{id}/approve", "command"),
            Map.entry("POST /api/v1/commands/{id}/reject", "command"),
            Map.entry("POST /api/v1/commands/{id}/close", "command"),
            Map.entry("GET /api/v1/automations", "read"),
            Map.entry("POST /api/v1/automations", "command"),
            Map.entry("GET /api/v1/automations/{id}", "read"),
            Map.entry("PATCH /api/v1/automations/{id}", "command"),
            Map.entry("DELETE /api/v1/automations/{id}", "command"),
            Map.entry("POST /api/v1/automations/{id}/enable", "command"),
            Map.entry("POST /api/v1/automations/{id}/disable", "command"),
            Map.entry("GET /api/v1/automations/{id}/dry-run", "read"),
            Map.entry("GET /api/v1/automations/{id}/deeds", "read"),
            Map.entry("GET /api/v1/assets/{id}/outbox", "read"),
            Map.entry("GET /api/v1/outbox", "read"),
            Map.entry("GET /api/v1/outbox/{id}", "read"),
            Map.entry("POST /api/v1/outbox/{id}/retry", "write"),
            Map.entry("POST /api/v1/outbox/retry", "write"),
            Map.entry("POST /api/v1/outbox/{id}/discard", "write"),
            Map.entry("GET /api/v1/dead-letters", "read"),
            Map.entry("GET /api/v1/dead-letters/{id}", "read"),
            Map.entry("POST /api/v1/dead-letters/{id}/replay", "sync"),
            Map.entry("POST /api/v1/dead-letters/{id}/close", "sync"),
            Map.entry("POST /api/v1/dead-letters/replay", "sync"),
            Map.entry("GET /api/v1/people", "read"),
            Map.entry("POST /api/v1/people", "write"),
            Map.entry("GET /api/v1/people/{id}", "read"),
            Map.entry("PATCH /api/v1/people/{id}", "write"),
            Map.entry("DELETE /api/v1/people/{id}", "write"),
            Map.entry("POST /api/v1/people/{id}/archive", "write"),
            Map.entry("POST /api/v1/people/{id}/restore", "write"),
            Map.entry("GET /api/v1/locations", "read"),
            Map.entry("POST /api/v1/locations", "write"),
            Map.entry("GET /api/v1/locations/{id}", "read"),
            Map.entry("PATCH /api/v1/locations/{id}", "write"),
            Map.entry("POST /api/v1/locations/{id}/archive", "write"),
            Map.entry("POST /api/v1/locations/{id}/restore", "write"),
            Map.entry("GET /api/v1/categories", "read"),
            Map.entry("POST /api/v1/categories", "write"),
            Map.entry("GET /api/v1/categories/{id}", "read"),
            Map.entry("PATCH /api/v1/categories/{id}", "write"),
            Map.entry("GET /api/v1/products", "read"),
            Map.entry("POST /api/v1/products", "write"),
            Map.entry("GET /api/v1/products/{id}", "read"),
            Map.entry("PATCH /api/v1/products/{id}", "write"),
            Map.entry("GET /api/v1/statuses", "read"),
            Map.entry("POST /api/v1/statuses", "write"),
            Map.entry("GET /api/v1/imports", "read"),
            Map.entry("POST /api/v1/imports", "write"),
            Map.entry("GET /api/v1/imports/{id}", "read"),
            Map.entry("POST /api/v1/imports/{id}/apply", "write"),
            Map.entry("GET /api/v1/secret-keys", "admin"),
            Map.entry("POST /api/v1/secret-keys/rotate", "admin"),
            Map.entry("GET /api/v1/audit", "admin"),
            Map.entry("GET /v3/api-docs", "read"),
            Map.entry("GET /v3/api-docs.yaml", "read"),
            Map.entry("GET /api/v1/assets.xlsx", "read"),
            Map.entry("GET /api/v1/assets.csv", "read"),
            Map.entry("GET /", "read"),
            Map.entry("GET /connections", "read"),
            Map.entry("GET /connections/_new", "configure"),
            Map.entry("POST /connections/_new", "configure"),
            Map.entry("GET /connections/{name}", "read"),
            Map.entry("GET /connections/{name}/address", "configure"),
            Map.entry("POST /connections/{name}/address", "configure"),
            Map.entry("GET /connections/{name}/test", "configure"),
            Map.entry("POST /connections/{name}/test", "configure"),
            Map.entry("GET /connections/{name}/preset", "configure"),
            Map.entry("POST /connections/{name}/preset", "configure"),
            Map.entry("GET /connections/{name}/options", "configure"),
            Map.entry("POST /connections/{name}/options", "configure"),
            Map.entry("GET /connections/{name}/mapping", "configure"),
            Map.entry("POST /connections/{name}/mapping", "configure"),
            Map.entry("POST /connections/{name}/mapping/proposal", "configure"),
            Map.entry("GET /connections/{name}/delete", "configure"),
            Map.entry("POST /connections/{name}/delete", "configure"),
            Map.entry("POST /connections/{name}/enable", "configure"),
            Map.entry("POST /connections/{name}/pause", "configure"),
            Map.entry("POST /connections/{name}/sync", "sync"),
            Map.entry("GET /connections/{name}/preview", "read"),
            Map.entry("POST /connections/{name}/preview", "sync"),
            Map.entry("GET /connections/{name}/preview/{id}", "read"),
            Map.entry("GET /runs", "read"),
            Map.entry("GET /runs/{id}", "read"),
            Map.entry("GET /runs/{id}/live", "read"),
            Map.entry("POST /runs/{id}/cancel", "sync"),
            Map.entry("POST /runs/{id}/resume", "sync"),
            Map.entry("POST /runs/{id}/approve-removals", "sync"),
            Map.entry("POST /runs/{id}/reject-removals", "sync"),
            Map.entry("GET /dead-letters", "read"),
            Map.entry("GET /dead-letters/{id}", "read"),
            Map.entry("POST /dead-letters/replay", "sync"),
            Map.entry("POST /dead-letters/close", "sync"),
            Map.entry("GET /alerts", "read"),
            Map.entry("GET /audit", "admin"),
            Map.entry("GET /audit/export.xlsx", "admin"),
            Map.entry("GET /audit/export.csv", "admin"),
            Map.entry("POST /connections/{name}/webhook", "configure"),
            Map.entry("POST /connections/{name}/webhook/close", "configure"),
            Map.entry("GET /imports", "read"),
            Map.entry("POST /imports", "write"),
            Map.entry("GET /imports/{id}", "read"),
            Map.entry("POST /imports/{id}/apply", "write"),
            Map.entry("POST /theme", "read"),
            Map.entry("GET /assets", "read"),
            Map.entry("GET /assets/progress", "read"),
            Map.entry("GET /assets.xlsx", "read"),
            Map.entry("GET /assets.csv", "read"),
            Map.entry("POST /assets/sync", "sync"),
            Map.entry("POST /assets/columns", "read"),
            Map.entry("POST /assets/searches", "read"),
            Map.entry("POST /assets/searches/delete", "read"),
            Map.entry("POST /assets/bulk", "write"),
            Map.entry("POST /assets/bulk/apply", "write"),
            Map.entry("POST /assets/bulk/{id}/undo", "write"),
            Map.entry("GET /assets/new", "write"),
            Map.entry("POST /assets/new", "write"),
            Map.entry("GET /assets/{id}", "read"),
            Map.entry("GET /assets/{id}/reading", "read"),
            Map.entry("GET /assets/{id}/edit", "write"),
            Map.entry("POST /assets/{id}/edit", "write"),
            Map.entry("POST /assets/{id}/archive", "write"),
            Map.entry("GET /assets/{id}/check-out", "write"),
            Map.entry("POST /assets/{id}/check-out", "write"),
            Map.entry("POST /assets/{id}/check-in", "write"),
            Map.entry("GET /assets/{id}/commands/{command}", "command"),
            Map.entry("POST /assets/{id}/commands/{command}", "command"),
            Map.entry("POST /commands/{id}/approve", "command"),
            Map.entry("POST /commands/{id}/reject", "command"),
            Map.entry("POST /commands/{id}/close", "command"),
            Map.entry("GET /assets/{id}/restricted/{field}", "restricted"),
            Map.entry("POST /assets/{id}/restricted/{field}", "restricted"),
            Map.entry("POST /assets/{asset}/pushes/{id}/retry", "write"),
            Map.entry("POST /assets/{asset}/pushes/{id}/discard", "write"),
            Map.entry("POST /connections/{name}/pushes/retry", "write"),
            Map.entry("GET /people", "read"),
            Map.entry("GET /people/new", "write"),
            Map.entry("POST /people/new", "write"),
            Map.entry("GET /people/{id}", "read"),
            Map.entry("GET /people/{id}/edit", "write"),
            Map.entry("POST /people/{id}/edit", "write"),
            Map.entry("POST /people/{id}/archive", "write"),
            Map.entry("POST /people/{id}/erase", "write"),
            Map.entry("GET /custom-fields", "configure"),
            Map.entry("POST /custom-fields", "configure"),
            Map.entry("POST /custom-fields/{key}", "configure"),
            Map.entry("GET /custom-fields/{key}/delete", "configure"),
            Map.entry("POST /custom-fields/{key}/delete", "configure"),
            Map.entry("POST /custom-fields/{key}/restore", "configure"),
            Map.entry("GET /products", "read"),
            Map.entry("GET /products/new", "write"),
            Map.entry("POST /products/new", "write"),
            Map.entry("GET /products/{id}/edit", "write"),
            Map.entry("POST /products/{id}/edit", "write"),
            Map.entry("GET /categories", "read"),
            Map.entry("POST /categories", "write"),
            Map.entry("POST /categories/{id}/rename", "write"),
            Map.entry("GET /locations", "read"),
            Map.entry("POST /locations", "write"),
            Map.entry("POST /locations/{id}/rename", "write"),
            Map.entry("POST /locations/{id}/archive", "write"),
            Map.entry("GET /api/v1/users", "admin"),
            Map.entry("POST /api/v1/users", "admin"),
            Map.entry("GET /api/v1/users/{id}", "admin"),
            Map.entry("PATCH /api/v1/users/{id}", "admin"),
            Map.entry("POST /api/v1/users/{id}/link", "admin"),
            Map.entry("GET /api/v1/tokens", "admin"),
            Map.entry("POST /api/v1/tokens", "admin"),
            Map.entry("DELETE /api/v1/tokens/{id}", "admin"),
            Map.entry("GET /account", "read"),
            Map.entry("POST /account/password", "read"),
            Map.entry("POST /account/sessions/{id}/end", "read"),
            Map.entry("POST /account/tokens", "read"),
            Map.entry("POST /account/tokens/{id}/revoke", "read"),
            Map.entry("GET /users", "admin"),
            Map.entry("POST /users", "admin"),
            Map.entry("GET /users/{id}", "admin"),
            Map.entry("POST /users/{id}", "admin"),
            Map.entry("POST /users/{id}/link", "admin"),
            Map.entry("GET /settings", "admin"),
            Map.entry("POST /settings/test-mail", "admin"),
            Map.entry("POST /settings/test-webhook", "admin"),
            Map.entry("GET /tokens", "admin"),
            Map.entry("POST /tokens", "admin"),
            Map.entry("POST /tokens/{id}/revoke", "admin"),
            Map.entry("GET /error", NOBODY),
            Map.entry("POST /error", NOBODY));

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping endpoints;

    @Test
    void S10_everyEndpointHasItsAuthorityInThisTest() {
        var mapped = new TreeSet<String>();
        endpoints
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().forEach(path -> {
                    var methods = mapping.getMethodsCondition().getMethods();
                    methods.forEach(method -> mapped.add(method + " " + path));
                    if (methods.isEmpty()) {
                        mapped.add("GET " + path);
                        mapped.add("POST " + path);
                    }
                }));

        assertThat(mapped).containsAll(OPEN);
        mapped.removeAll(OPEN);
        assertThat(mapped).isEqualTo(new TreeSet<>(NEEDED.keySet()));
    }

    @Test
    void S10_everyEndpointIsClosedToAnybodyWhoIsNotSignedIn() {
        NEEDED.keySet().forEach(endpoint -> call(anonymous(), endpoint).expectProblem(401));
    }

    @Test
    void S10_aTokenOpensWhatItsScopeAllowsAndNothingElse() {
        SCOPES.forEach((scope, allowed) -> {
            var client = anonymous().with("Authorization", "Bearer " + tokenWith(scope));
            NEEDED.forEach((endpoint, needed) -> {
                if (!isRest(endpoint)) {
                    assertThat(call(client, endpoint).status())
                            .as(endpoint + " with a token")
                            .isEqualTo(401);
                } else if (allowed.contains(needed)) {
                    assertThat(call(client, endpoint).status())
                            .as(endpoint + " with " + scope)
                            .isNotIn(401, 403, 500);
                } else {
                    assertThat(call(client, endpoint).status())
                            .as(endpoint + " with " + scope)
                            .isEqualTo(403);
                }
            });
        });
    }

    @Test
    void S10_aRoleOpensWhatItAllowsAndNothingElse() {
        ROLES.forEach((role, allowed) -> {
            var person = signedIn(role);
            NEEDED.forEach((endpoint, needed) -> {
                var answer = person.send(method(endpoint), path(endpoint), "{}");
                if (allowed.contains(needed)) {
                    assertThat(answer.status()).as(endpoint + " as " + role).isNotIn(401, 403, 500);
                    assertThat(answer.location()).as(endpoint + " as " + role).doesNotContain("/sign-in");
                } else {
                    assertThat(answer.status()).as(endpoint + " as " + role).isEqualTo(403);
                    assertThat(answer.text()).as(endpoint + " as " + role).contains("Not allowed");
                }
            });
        });
    }

    @Test
    void S10_somebodyWithoutARoleGetsNowhere() {
        var nobody = signedIn();
        NEEDED.keySet()
                .forEach(endpoint -> assertThat(nobody.send(method(endpoint), path(endpoint), "{}")
                                .status())
                        .as(endpoint)
                        .isEqualTo(403));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /nothing",
        "PUT, /",
        "DELETE, /",
        "PATCH, /nothing",
        "POST, /",
        "PUT, /api/v1/assets/1",
        "GET, /error"
    })
    void S10_deniesWhatIsNotListedToAPersonWithAllRoles(String method, String path) {
        assertThat(signedIn(Role.values()).send(method, path, "{}").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /index.html",
        "GET, /api",
        "GET, /api/v2/connections",
        "GET, /actuator/health",
        "GET, /actuator/env",
        "GET, /swagger-ui/index.html",
        "GET, /v3/api-docs/swagger-config",
        "GET, /error",
        "PUT, /api/v1/connections/acme",
        "OPTIONS, /api/v1/connections",
        "TRACE, /api/v1/connections",
        "HEAD, /api/v1/connections",
        "POST, /v3/api-docs",
        "GET, /jolokia",
        "GET, /h2-console"
    })
    void deniesWhatIsNotListedEvenToATokenWithAllScopes(String method, String path) {
        assertThat(api().send(method, path, "").status()).isIn(400, 401, 403, 405);
        assertThat(anonymous().send(method, path, "").status()).isIn(400, 401, 405);
    }

    @Test
    void anUnknownPathOfTheApiIsNotThere() {
        api().get("/api/v1/nothing").expectProblem(404);
        anonymous().get("/api/v1/nothing").expectProblem(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?access_token=", "?token=", "?Authorization=Bearer%20", "?api_key="})
    void takesNoTokenFromTheQuery(String query) {
        anonymous().get(CONNECTIONS + query + TOKEN).expectProblem(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Cookie, token=",
        "Cookie, JSESSIONID=",
        "Cookie, Authorization=",
        "X-Api-Key, ''",
        "Proxy-Authorization, Bearer ",
        "Authorization, Basic ",
        "Authorization, ''",
        "Authorization, Bearer x",
        "Authorization, 'Bearer '' '"
    })
    void S9_takesATokenFromNoOtherPlace(String header, String before) {
        anonymous().with(header, before + TOKEN).get(CONNECTIONS).expectProblem(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer wrong", "Bearer ' or 1=1 --", "Bearer null"})
    void refusesAWrongTokenAndSaysHowToSignIn(String value) {
        var refused = anonymous().with("Authorization", value).get(CONNECTIONS).expectProblem(401);

        assertThat(refused.at("/detail")).contains("Authorization: Bearer");
    }

    @Test
    void acceptsTheSchemeInAnyCase() {
        anonymous().with("Authorization", "bearer " + TOKEN).get(CONNECTIONS).expect(200);
    }

    @Test
    void S12_refusesExpiredAndRevokedTokens() {
        var expired = tokenWith("read");
        var revoked = tokenWith("read");
        var later = tokenWith("read");
        set(expired, "expires_at = now() - interval '1 second'");
        set(revoked, "revoked_at = now()");
        set(later, "expires_at = now() + interval '1 hour'");

        anonymous().with("Authorization", "Bearer " + expired).get(CONNECTIONS).expectProblem(401);
        anonymous().with("Authorization", "Bearer " + revoked).get(CONNECTIONS).expectProblem(401);
        anonymous().with("Authorization", "Bearer " + later).get(CONNECTIONS).expect(200);
    }

    @Test
    void S12_storesTokensHashed() {
        var stored =
                jdbc.sql("select t::text from api_token t").query(String.class).list();

        assertThat(stored).isNotEmpty().noneMatch(row -> row.contains(TOKEN));
        assertThat(jdbc.sql("select count(*) from api_token where token_hash = :hash and name = 'bootstrap'")
                        .param("hash", hash(TOKEN))
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void S12_notesWhenATokenWasUsed() {
        var token = tokenWith("read");
        anonymous().with("Authorization", "Bearer " + token).get(CONNECTIONS).expect(200);

        assertThat(jdbc.sql("select last_used_at is not null from api_token where token_hash = :hash")
                        .param("hash", hash(token))
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void setsNoCookie() {
        api().get(CONNECTIONS);
        anonymous().get(CONNECTIONS);

        assertThat(api().heard())
                .isNotEmpty()
                .noneMatch(answer -> answer.toLowerCase().contains("set-cookie"));
    }

    private static Answer call(ApiClient client, String endpoint) {
        return client.send(method(endpoint), path(endpoint), method(endpoint).equals("GET") ? "" : "{}");
    }

    private static boolean isRest(String endpoint) {
        return path(endpoint).startsWith("/api/") || path(endpoint).startsWith("/v3/");
    }

    private static String method(String endpoint) {
        return endpoint.split(" ")[0];
    }

    private static String path(String endpoint) {
        return endpoint.split(" ")[1].replace("{name}", "no-such-connection").replaceAll("\\{\\w+}", "999999999");
    }

    private String tokenWith(String scope) {
        var token = "token-with-" + scope + "-and-more-characters-" + name();
        jdbc.sql("insert into api_token (name, token_hash, prefix, scopes) values (:name, :hash, 'toke', :scopes)")
                .param("name", scope + " " + name())
                .param("hash", hash(token))
                .param("scopes", new String[] {scope})
                .update();
        return token;
    }

    private void set(String token, String what) {
        jdbc.sql("update api_token set " + what + " where token_hash = :hash")
                .param("hash", hash(token))
                .update();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
