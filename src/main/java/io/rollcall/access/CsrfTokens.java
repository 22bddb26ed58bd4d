package io.rollcall.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * The token that every form must send back: kept in the session of somebody who is signed in; before that in a cookie that
 * no script reads, so that nobody fills the database by looking at the page of signing in.
 */
final class CsrfTokens implements CsrfTokenRepository {

    private static final String ATTRIBUTE = "csrf";
    /** What the console's scripts send the token in. */
    static final String HEADER = "X-CSRF-TOKEN";

    private static final String FIELD = "_csrf";

    private final String header;
    private final CookieCsrfTokenRepository secure;
    private final CookieCsrfTokenRepository plain;

    /** @param header the header that a page's scripts send the token in */
    CsrfTokens(String header) {
        this.header = header;
        this.secure = cookie("__Host-rollcall-form");
        this.plain = cookie("rollcall-form");
    }

    private CookieCsrfTokenRepository cookie(String name) {
        var cookie = new CookieCsrfTokenRepository();
        cookie.setCookieName(name);
        cookie.setCookiePath("/");
        cookie.setHeaderName(header);
        cookie.setParameterName(FIELD);
        cookie.setCookieCustomizer(made -> made.httpOnly(true).sameSite("Lax"));
        return cookie;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(Randoms.secret());
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        var session = signedIn(request);
        if (session.isEmpty()) {
            cookie(request).saveToken(token, request, response);
        } else if (token != null) {
            session.get().setAttribute(ATTRIBUTE, token.getToken());
        } else {
            session.get().removeAttribute(ATTRIBUTE);
        }
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        var session = signedIn(request);
        if (session.isEmpty()) {
            return cookie(request).loadToken(request);
        }
        return session.get().getAttribute(ATTRIBUTE) instanceof String value ? token(value) : null;
    }

    private static Optional<HttpSession> signedIn(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false)).filter(SessionContexts::isSomebodys);
    }

    /** Neither is ever taken for the other. */
    private CookieCsrfTokenRepository cookie(HttpServletRequest request) {
        return request.isSecure() ? secure : plain;
    }

    private CsrfToken token(String value) {
        return new DefaultCsrfToken(header, FIELD, value);
    }
}
