package io.rollcall.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.util.UriUtils;

/** Where a browser is sent before, after and instead of signing in. */
final class ConsoleSignIn {

    static final String PAGE = "/sign-in";

    /** The parameter that says where one wanted to go. */
    private static final String NEXT = "next";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSignIn.class);

    private static final int LONGEST_LINE = 300;

    private final Users users;
    private final Audit audit;
    private final SignInFailures failures;
    private final SignInProperties properties;

    ConsoleSignIn(Users users, SignInFailures failures, Audit audit, SignInProperties properties) {
        this.users = users;
        this.failures = failures;
        this.audit = audit;
        this.properties = properties;
    }

    /** Nobody is signed in: to the page that lets one in, and from there to where one wanted to go. */
    void start(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        if (request.getRequestURI().equals(request.getContextPath() + OpenIdConnect.START)) {
            response.sendRedirect(PAGE + "?sso=away");
        } else if (Refusals.isForPart(request)) {
            sendPart(response, PAGE + next(currentUrl(request)));
        } else if (Refusals.isForPeople(request)) {
            response.sendRedirect(PAGE + (request.getMethod().equals("GET") ? next(path(request)) : "?again"));
        } else {
            Refusals.SIGN_IN.write(response);
        }
    }

    /** Signed in, but not allowed; or a form without its token, which mostly is one that was left open for long. */
    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) throws IOException {
        var signedIn = SecurityContextHolder.getContext().getAuthentication();
        var nobody = signedIn == null || signedIn instanceof AnonymousAuthenticationToken;
        if (nobody && Refusals.isForPart(request)) {
            sendPart(response, PAGE + "?again");
        } else if (nobody && Refusals.isForPeople(request)) {
            response.sendRedirect(PAGE + "?again");
        } else if (nobody) {
            Refusals.SIGN_IN.write(response);
        } else if (e instanceof CsrfException) {
            Refusals.FORM_TOO_OLD.answer(request, response);
        } else if (Refusals.isForPeople(request) && !Refusals.isForPart(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            Refusals.NOT_ALLOWED.answer(request, response);
        }
    }

    /** htmx follows a redirect within the part that it asked for: it is told to leave the page. */
    private static void sendPart(HttpServletResponse response, String address) {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("HX-Redirect", address);
    }

    void succeeded(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        var user = SignedIn.user(authentication).orElseThrow();
        request.getSession().setMaxInactiveInterval((int) properties.idle().toSeconds());
        users.signedIn(
                user,
                new Actor(user.name(), request.getRemoteAddr()),
                user.external() ? "open-id-connect" : "password");
        response.sendRedirect(CookieAuthorizationRequests.next(request).orElseGet(() -> wanted(request)));
    }

    /** Says that it failed and not why: neither names nor passwords can be tried out by what it says. */
    void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof OAuth2AuthenticationException external) {
            refuse(external, request, response);
            return;
        }
        var why = e instanceof PasswordSignIn.Wait wait ? "wait=" + wait.left().toSeconds() : "failed";
        var wanted = wanted(request);
        response.sendRedirect(
                PAGE + "?" + why + (wanted.equals("/") ? "" : "&" + next(wanted).substring(1)));
    }

    private void refuse(OAuth2AuthenticationException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var code = e.getError().getErrorCode();
        var ours = Set.of(ExternalUsers.NO_ROLE, ExternalUsers.DISABLED, ExternalUsers.NAME);
        if (!CookieAuthorizationRequests.wasAsked(request)) {
            // Nobody here asked for this answer: anybody can send as many as they like, and none is worth a row.
            response.sendRedirect(PAGE + "?sso=failed");
            return;
        }
        var wait = failures.begin(request.getRemoteAddr());
        if (wait.isPresent()) {
            response.sendRedirect(PAGE + "?wait=" + wait.get().toSeconds());
            return;
        }
        if (!ours.contains(code)) {
            LOG.warn("Signing in with OpenID Connect failed: {}", line(String.valueOf(e.getError())));
        }
        audit.add(
                new Actor("anonymous", request.getRemoteAddr()),
                "user.sign-in-refused",
                Users.object("unknown"),
                Map.of("by", "open-id-connect"));
        response.sendRedirect(PAGE + "?sso=" + (ours.contains(code) ? code : "failed"));
    }

    /** Who sends the answer chooses its words: they may not look like lines of the log. */
    static String line(String text) {
        var line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.substring(0, Math.min(line.length(), LONGEST_LINE));
    }

    /** The address in {@code next}, if it is one of this console; else the overview. */
    static String wanted(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter(NEXT))
                .filter(ConsoleSignIn::isOurs)
                .orElse("/");
    }

    /** A path and a query, and no way to another host: browsers take {@code //} and {@code /\} for one. */
    static boolean isOurs(String next) {
        return next.startsWith("/")
                && !next.startsWith("//")
                && !next.startsWith(PAGE)
                && next.indexOf('\\') < 0
                && next.chars().noneMatch(Character::isISOControl);
    }

    private static String next(String path) {
        return path.equals("/") || !isOurs(path) ? "" : "?next=" + UriUtils.encode(path, StandardCharsets.UTF_8);
    }

    private static String path(HttpServletRequest request) {
        var query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    /** Of the page that htmx works on, not of the part that it asks for. */
    private static String currentUrl(HttpServletRequest request) {
        try {
            var url = URI.create(
                    Optional.ofNullable(request.getHeader("HX-Current-URL")).orElse("/"));
            return Optional.ofNullable(url.getRawPath()).orElse("/")
                    + Optional.ofNullable(url.getRawQuery())
                            .map(query -> "?" + query)
                            .orElse("");
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }
}
