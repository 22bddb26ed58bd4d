package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.secret.BoxOfTests;
import io.rollcall.secret.SecretBox;
import jakarta.servlet.http.Cookie;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

class CookieAuthorizationRequestsTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final OAuth2AuthorizationRequest ASKED = OAuth2AuthorizationRequest.authorizationCode()
            .authorizationUri("https://login.example.com/authorize")
            .clientId("rollcall")
            .redirectUri("https://rollcall.example.com/login/oauth2/code/sso")
            .scopes(Set.of("openid", "profile"))
            .state("state-1")
            .additionalParameters(Map.of("code_challenge", "abc", "nonce", "hash"))
            .attributes(Map.of(
                    "registration_id", "sso", "code_verifier", "the-verifier", "nonce", "plain", "next", "/assets?q=a"))
            .build();

    @TempDir
    private Path folder;

    private SecretBox secrets;

    @BeforeEach
    void makeKey() {
        secrets = BoxOfTests.of(folder.resolve("secret.key"), false);
    }

    private CookieAuthorizationRequests at(Instant now) {
        return new CookieAuthorizationRequests(secrets, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** The cookie that somebody gets who asks. */
    private Cookie asked(boolean secure) {
        var request = new MockHttpServletRequest();
        request.setSecure(secure);
        var response = new MockHttpServletResponse();
        at(NOW).saveAuthorizationRequest(ASKED, request, response);
        assertThat(request.getSession(false)).isNull();
        return response.getCookies()[0];
    }

    private static MockHttpServletRequest answer(String state, Cookie... cookies) {
        var request = new MockHttpServletRequest("GET", "/login/oauth2/code/sso");
        request.setParameter("state", state);
        request.setCookies(cookies);
        return request;
    }

    @Test
    void S6_whatWasAskedIsKeptInACookieThatNobodyReads() {
        var cookie = asked(true);

        assertThat(cookie.getName()).isEqualTo("__Host-rollcall-sso");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSecure()).isTrue();
        assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
        assertThat(cookie.getMaxAge()).isEqualTo(600);
        assertThat(cookie.getValue()).doesNotContain("verifier", "state-1").hasSizeLessThan(3_000);
    }

    @Test
    void S6_theAnswerFindsWhatWasAskedAndTheCookieGoes() {
        var request = answer("state-1", asked(false));
        var response = new MockHttpServletResponse();

        var found = at(NOW.plusSeconds(60)).removeAuthorizationRequest(request, response);

        assertThat(found).usingRecursiveComparison().isEqualTo(ASKED);
        assertThat(CookieAuthorizationRequests.wasAsked(request)).isTrue();
        assertThat(CookieAuthorizationRequests.next(request)).contains("/assets?q=a");
        assertThat(response.getCookies()[0].getMaxAge()).isZero();
    }

    @Test
    void S6_noOtherAnswerFindsIt() {
        var cookie = asked(false);
        var text = cookie.getValue();
        var changed = new Cookie(
                cookie.getName(), text.substring(0, 40) + (text.charAt(40) == 'A' ? 'B' : 'A') + text.substring(41));
        var secure = answer("state-1", cookie);
        secure.setSecure(true);
        var late = NOW.plus(CookieAuthorizationRequests.LIFE).plus(Duration.ofSeconds(1));

        assertThat(at(NOW).loadAuthorizationRequest(answer("state-2", cookie))).isNull();
        assertThat(at(NOW).loadAuthorizationRequest(answer("state-1"))).isNull();
        assertThat(at(NOW).loadAuthorizationRequest(answer("state-1", changed))).isNull();
        assertThat(at(NOW).loadAuthorizationRequest(answer("state-1", new Cookie(cookie.getName(), "{}"))))
                .isNull();
        assertThat(at(NOW).loadAuthorizationRequest(secure)).as("of plain http").isNull();
        assertThat(at(late).loadAuthorizationRequest(answer("state-1", cookie))).isNull();
        assertThat(CookieAuthorizationRequests.wasAsked(answer("state-1", cookie)))
                .isFalse();
    }
}
