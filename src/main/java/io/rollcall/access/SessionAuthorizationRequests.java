package io.rollcall.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.jackson2.SecurityJackson2Modules;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Keeps what was asked of the provider (state, nonce, PKCE verifier) in the session, as a text, until it answers. */
final class SessionAuthorizationRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    private static final String ATTRIBUTE = "open-id-connect";

    private static final String ASKED = SessionAuthorizationRequests.class.getName();

    private final ObjectMapper json = new ObjectMapper()
            .registerModules(SecurityJackson2Modules.getModules(SessionAuthorizationRequests.class.getClassLoader()));

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof String text)) {
            return null;
        }
        try {
            var asked = json.readValue(text, OAuth2AuthorizationRequest.class);
            return String.valueOf(asked.getState()).equals(request.getParameter("state")) ? asked : null;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A session has an authorization request that can't be read", e);
        }
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        if (asked == null) {
            removeAuthorizationRequest(request, response);
            return;
        }
        try {
            request.getSession().setAttribute(ATTRIBUTE, json.writeValueAsString(asked));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        var asked = loadAuthorizationRequest(request);
        if (asked != null) {
            request.getSession().removeAttribute(ATTRIBUTE);
            request.setAttribute(ASKED, true);
        }
        return asked;
    }

    /** Whether this request is the answer to something that was asked of the provider in the same session. */
    static boolean wasAsked(HttpServletRequest request) {
        return request.getAttribute(ASKED) != null;
    }
}
