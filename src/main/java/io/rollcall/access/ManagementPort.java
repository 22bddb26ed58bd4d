package io.rollcall.access;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.security.web.csrf.CsrfFilter;

/** What is on the management port beside health: Jolokia and Hawtio. */
public final class ManagementPort {

    /** Where Jolokia is. */
    public static final String JOLOKIA = "/actuator/jolokia";

    /** Where Hawtio is; it asks a Jolokia below itself. */
    public static final String HAWTIO = "/actuator/hawtio";

    /** The header in which Hawtio sends back what it finds in the cookie {@code XSRF-TOKEN}. */
    static final String CSRF_HEADER = "X-XSRF-TOKEN";

    private static final String MARK = ManagementPort.class.getName();

    private ManagementPort() {}

    /** Says of a server that it is the one of the management port. */
    static void mark(ServletContext server) {
        server.setAttribute(MARK, true);
    }

    static boolean isAsked(HttpServletRequest request) {
        return request.getServletContext().getAttribute(MARK) != null;
    }

    /**
     * Jolokia takes orders by GET as well, which a browser follows from any page with the session's cookie. Only its bare
     * address, which tells its version, is for everybody who is signed in.
     */
    static boolean couldBeRiddenOn(HttpServletRequest request) {
        if (TokenFilter.hasToken(request)) {
            return false;
        }
        return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request) || isOrder(request);
    }

    /** By the address as the servlets are found by it: {@code %6aolokia} leads to Jolokia as well. */
    private static boolean isOrder(HttpServletRequest request) {
        var path = request.getServletPath() + Objects.toString(request.getPathInfo(), "");
        var bare = path.equals(JOLOKIA)
                || path.equals(JOLOKIA + "/")
                || path.equals(HAWTIO + "/jolokia")
                || path.equals(HAWTIO + "/jolokia/");
        return path.contains("/jolokia") && !(bare && request.getQueryString() == null);
    }
}
