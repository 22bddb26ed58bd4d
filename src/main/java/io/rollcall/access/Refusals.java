package io.rollcall.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Why a request is not answered, as problem+json (RFC 9457). */
enum Refusals {
    SIGN_IN(401, "Sign-in needed", "Send an API token: Authorization: Bearer …"),
    NOT_ALLOWED(
            403,
            "Not allowed",
            "This needs a right that the API token or the person who is signed in doesn't have, or there is no such thing."),
    FORM_TOO_OLD(
            403,
            "Not sent from this console",
            "The request lacks the token that every form of the console has (CSRF). Load the page again and repeat it."),
    NEEDS_TLS(
            403,
            "Only over https",
            "Signing in over plain http is for localhost only: everybody on the way could read along. Set up TLS, or tell"
                    + " Rollcall of the proxy that has it: docs/tls.md."),
    TOO_LARGE(413, "Too large", "A request may have 1 MB, a file for an import 20 MB. Nothing was changed."),
    TOO_OFTEN(
            429,
            "Too often",
            "Syncs, previews, tests and exports can't be asked for as fast as this. Nothing was changed; wait a minute."),
    DATABASE_AWAY(503, "Database unreachable", "The database can't be reached at the moment. Try again soon.");

    private final int status;
    private final String title;
    private final String detail;

    Refusals(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    /** Whether htmx asks for a part of a page. */
    static boolean isForPart(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }

    /** Whether somebody looks at what is answered. */
    static boolean isForPeople(HttpServletRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    /** For people as a page that needs nothing else or as a message on theirs, for programs as JSON. */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isForPart(request)) {
            response.setHeader("HX-Retarget", "#messages");
            response.setHeader("HX-Reswap", "innerHTML");
            // else the part that was asked for is looked for in the message
            response.setHeader("HX-Reselect", ".message");
            html(
                    response,
                    "<div class=\"message message-failed\" role=\"alert\"><strong>%s</strong> <span>%s</span></div>"
                            .formatted(title, detail));
        } else if (isForPeople(request)) {
            html(
                    response,
                    "<!doctype html><html lang=\"en\"><title>%1$s</title><main><h1>%1$s</h1><p>%2$s</p></main></html>"
                            .formatted(title, detail));
        } else {
            write(response);
        }
    }

    private void html(HttpServletResponse response, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getWriter().write(text);
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (this == SIGN_IN) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter()
                .write("{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(title, status, detail));
    }
}
