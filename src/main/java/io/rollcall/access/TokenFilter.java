package io.rollcall.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns a bearer token into what it allows. A request with one is its holder's, whatever cookies come with it. */
final class TokenFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFilter.class);

    private static final String PREFIX = "Bearer ";

    private final ApiTokens tokens;

    TokenFilter(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** Whether a request says by its header whose it is: no foreign page can make a browser do that. */
    static boolean hasToken(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hasToken(request)) {
            var context = SecurityContextHolder.createEmptyContext();
            try {
                token(request).flatMap(tokens::find).ifPresent(holder -> context.setAuthentication(signedIn(holder)));
            } catch (DataAccessException e) {
                LOG.warn(
                        "A token can't be looked up: {}",
                        e.getMostSpecificCause().getMessage());
                Refusals.DATABASE_AWAY.answer(request, response);
                return;
            }
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private static Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, PREFIX, 0, PREFIX.length()))
                .map(header -> header.substring(PREFIX.length()).strip());
    }

    private static UsernamePasswordAuthenticationToken signedIn(ApiTokens.Holder holder) {
        return UsernamePasswordAuthenticationToken.authenticated(
                holder.name(), null, PasswordSignIn.granted(holder.authorities()));
    }
}
