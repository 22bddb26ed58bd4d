package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class RateLimitTests {

    private Clock clock = Clock.fixed(Instant.parse("2026-11-21T12:00:10Z"), ZoneOffset.UTC);

    private final RateLimit limit = new RateLimit(3, new Clock() {
        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }
    });

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void S32_asksForPatienceAfterTheAllowedOnesOfAMinute() throws Exception {
        for (var i = 0; i < 3; i++) {
            assertThat(ask("ada", "POST", "/api/v1/connections/acme/sync").getStatus())
                    .isEqualTo(200);
        }

        var refused = ask("ada", "GET", "/assets.xlsx");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("60");
        assertThat(refused.getContentAsString()).contains("wait a minute");

        clock = Clock.offset(clock, Duration.ofMinutes(1));
        assertThat(ask("ada", "POST", "/connections/acme/sync").getStatus()).isEqualTo(200);
    }

    @Test
    void S32_countsEverybodyForThemselvesAndOnlyWhatIsDear() throws Exception {
        for (var i = 0; i < 4; i++) {
            ask("ada", "POST", "/api/v1/connections/acme/preview");
        }

        assertThat(ask("bob", "POST", "/api/v1/connections/acme/preview").getStatus())
                .isEqualTo(200);
        assertThat(ask("ada", "GET", "/api/v1/connections/acme").getStatus()).isEqualTo(200);
        assertThat(ask("ada", "POST", "/api/v1/connections/acme/test").getStatus())
                .isEqualTo(429);
    }

    private MockHttpServletResponse ask(String name, String method, String path) throws Exception {
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, null, List.of()));
        var request = new MockHttpServletRequest(method, path);
        var response = new MockHttpServletResponse();
        limit.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
