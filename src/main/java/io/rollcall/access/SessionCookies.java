package io.rollcall.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * The cookie of a session. Over https it is {@code __Host-rollcall}, which a browser sends to this host over https only,
 * and takes from nobody else; plain http, for localhost only, has another name, so that neither is ever taken for the
 * other.
 */
final class SessionCookies implements CookieSerializer {

    private final CookieSerializer secure = cookie("__Host-rollcall", true);
    private final CookieSerializer plain = cookie("rollcall", false);

    private static CookieSerializer cookie(String name, boolean secure) {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName(name);
        cookie.setUseSecureCookie(secure);
        cookie.setUseHttpOnlyCookie(true);
        // Lax, not Strict: a link in a mail or in a chat should find its reader signed in.
        cookie.setSameSite("Lax");
        cookie.setCookiePath("/");
        return cookie;
    }

    @Override
    public void writeCookieValue(CookieValue value) {
        of(value.getRequest()).writeCookieValue(value);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
        return of(request).readCookieValues(request);
    }

    private CookieSerializer of(HttpServletRequest request) {
        return request.isSecure() ? secure : plain;
    }
}
