package io.rollcall.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses the console over plain http, but to a browser on this machine: a password or a session would be readable on its
 * way. What the browser calls this host is not enough: proxies send on under any name.
 */
final class Localhost extends OncePerRequestFilter {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1", "0:0:0:0:0:0:0:1");

    /** Who sends one of these passes on what somebody else asked. */
    private static final List<String> PASSED_ON = List.of(
            "Forwarded",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Real-IP");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.isSecure() || isFromHere(request)) {
            chain.doFilter(request, response);
        } else {
            Refusals.NEEDS_TLS.answer(request, response);
        }
    }

    private static boolean isFromHere(HttpServletRequest request) {
        return NAMES.contains(request.getServerName())
                && isLoopback(request.getRemoteAddr())
                && PASSED_ON.stream().allMatch(header -> request.getHeader(header) == null);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
