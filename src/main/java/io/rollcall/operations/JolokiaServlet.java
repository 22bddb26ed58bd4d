package io.rollcall.operations;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jolokia.server.core.http.AgentServlet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Jolokia under {@link JolokiaPolicy}. A page of another server is refused, whoever is signed in. */
final class JolokiaServlet extends AgentServlet {

    private static final long serialVersionUID = 1L;

    JolokiaServlet() {
        super(new JolokiaPolicy());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !origin.isBlank() && !isHere(origin, request.getHeader(HttpHeaders.HOST))) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        // For the audit, which has the address that an order came from.
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        try {
            super.service(request, response);
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    private static boolean isHere(String origin, @Nullable String host) {
        try {
            var authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
