package io.rollcall.access;

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
    DATABASE_AWAY(503, "Database unreachable", "The database can't be reached at the moment. Try again soon.");

    private final int status;
    private final String title;
    private final String detail;

    Refusals(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
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
