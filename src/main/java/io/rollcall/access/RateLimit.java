package io.rollcall.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds how often somebody may ask for what is dear: a sync, a preview, a test, an export. Counted a minute at a time, in this
 * process: it is against a script that runs wild, not against many.
 */
final class RateLimit extends OncePerRequestFilter {

    private static final int MINUTE = 60_000;

    /** More names than people and tokens there are; beyond it the oldest counts are forgotten. */
    private static final int NAMES = 10_000;

    private static final RequestMatcher DEAR = new OrRequestMatcher(
            post("/api/v1/connections/*/sync"),
            post("/api/v1/connections/*/preview"),
            post("/api/v1/connections/*/test"),
            post("/connections/*/sync"),
            post("/connections/*/preview"),
            post("/connections/*/test"),
            post("/connections/*/mapping/proposal"),
            post("/api/v1/connections/*/mapping/proposal"),
            post("/assets/sync"),
            post("/settings/*"),
            get("/assets.xlsx"),
            get("/assets.csv"),
            get("/audit/export.*"),
            get("/api/v1/assets.xlsx"),
            get("/api/v1/assets.csv"));

    private final int perMinute;
    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    RateLimit(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    private static RequestMatcher post(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, pattern);
    }

    private static RequestMatcher get(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, pattern);
    }

    private record Count(long minute, int requests) {}

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null && DEAR.matches(request) && isTooMuch(who.getName())) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "60");
            Refusals.TOO_OFTEN.answer(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isTooMuch(String name) {
        var minute = clock.millis() / MINUTE;
        synchronized (counts) {
            var before = counts.remove(name);
            var requests = before != null && before.minute() == minute ? before.requests() + 1 : 1;
            counts.put(name, new Count(minute, requests));
            if (counts.size() > NAMES) {
                counts.remove(counts.keySet().iterator().next());
            }
            return requests > perMinute;
        }
    }
}
