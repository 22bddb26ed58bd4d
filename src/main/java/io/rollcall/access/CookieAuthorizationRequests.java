package io.rollcall.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.secret.SecretBox;
import io.rollcall.secret.SecretUnreadable;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.jackson2.SecurityJackson2Modules;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.web.util.WebUtils;

/**
 * Keeps what was asked of the provider (state, nonce, PKCE verifier) with the browser that asked, until it answers: a cookie
 * of a few minutes, so that nobody fills the database with sessions by asking. It is encrypted: nobody reads the verifier in
 * it, and nobody writes one that would then be deserialised.
 */
final class CookieAuthorizationRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    /** So long somebody may take to sign in at the provider. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** The address to go to afterwards, as an attribute of what was asked. */
    static final String NEXT = "next";

    private static final String ANSWERED = CookieAuthorizationRequests.class.getName();

    private static final String SECURE = "__Host-rollcall-sso";
    private static final String PLAIN = "rollcall-sso";

    /** What the text is encrypted for: taken from anywhere else it is not believed. */
    private static final String PLACE = SecretBox.place("cookie", PLAIN, "asked");

    private final ObjectMapper json = new ObjectMapper()
            .registerModules(SecurityJackson2Modules.getModules(CookieAuthorizationRequests.class.getClassLoader()));

    private final SecretBox secrets;
    private final Clock clock;

    CookieAuthorizationRequests(SecretBox secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, name(request)))
                .map(Cookie::getValue)
                .flatMap(this::asked)
                .filter(asked -> String.valueOf(asked.getState()).equals(request.getParameter("state")))
                .orElse(null);
    }

    /** Empty where it is too old, or not what was written here. */
    private Optional<OAuth2AuthorizationRequest> asked(String cookie) {
        try {
            var parts = secrets.decrypt(cookie, PLACE).reveal().split(" ", 2);
            return Instant.parse(parts[0]).plus(LIFE).isBefore(clock.instant())
                    ? Optional.empty()
                    : Optional.of(json.readValue(parts[1], OAuth2AuthorizationRequest.class));
        } catch (SecretUnreadable e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A cookie of ours has an authorization request that can't be read", e);
        }
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        if (asked == null) {
            write("", Duration.ZERO, request, response);
            return;
        }
        try {
            var text = clock.instant() + " " + json.writeValueAsString(asked);
            write(secrets.encrypt(text, PLACE), LIFE, request, response);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        var asked = loadAuthorizationRequest(request);
        if (asked != null) {
            write("", Duration.ZERO, request, response);
            request.setAttribute(ANSWERED, asked);
        }
        return asked;
    }

    private static void write(String value, Duration life, HttpServletRequest request, HttpServletResponse response) {
        // Lax, not Strict: the answer comes from the provider's site.
        var cookie = ResponseCookie.from(name(request), value)
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .maxAge(life)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** Neither is ever taken for the other. */
    private static String name(HttpServletRequest request) {
        return request.isSecure() ? SECURE : PLAIN;
    }

    /** Whether this request is the answer to something that the same browser had asked of the provider. */
    static boolean wasAsked(HttpServletRequest request) {
        return request.getAttribute(ANSWERED) != null;
    }

    /** Where whom the provider vouches for with this request wanted to go; empty: it is no answer of the provider. */
    static Optional<String> next(HttpServletRequest request) {
        return request.getAttribute(ANSWERED) instanceof OAuth2AuthorizationRequest asked
                ? Optional.ofNullable(asked.getAttribute(NEXT))
                : Optional.empty();
    }
}
