package io.rollcall.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Every request needs an API token with the scope its method and path ask for; what isn't listed is denied. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String API = "/api/v1/**";

    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) throws Exception {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(EndpointRequest.to("health", "info", "prometheus"))
                                .permitAll()
                                .anyRequest()
                                .denyAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    /** No cookie carries any right, so that there is nothing a foreign page could ride on (CSRF). */
    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, ApiTokens tokens) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll() // the answer to a request that was refused before; asking for /error is denied
                        .requestMatchers(HttpMethod.POST, "/hooks/*/*")
                        .permitAll() // the secret in the path takes the place of a token
                        .requestMatchers(HttpMethod.GET, API, "/v3/api-docs", "/v3/api-docs.yaml")
                        .hasAuthority(Scope.READ.key())
                        .requestMatchers(
                                HttpMethod.POST,
                                "/api/v1/connections/*/sync",
                                "/api/v1/connections/*/preview",
                                "/api/v1/runs/*/*",
                                "/api/v1/dead-letters/**")
                        .hasAuthority(Scope.SYNC.key())
                        .requestMatchers(
                                HttpMethod.POST,
                                "/api/v1/assets/*/commands",
                                "/api/v1/commands/*/*",
                                "/api/v1/automations/**")
                        .hasAuthority(Scope.COMMAND.key())
                        .requestMatchers(HttpMethod.PATCH, "/api/v1/automations/*")
                        .hasAuthority(Scope.COMMAND.key())
                        .requestMatchers(HttpMethod.DELETE, "/api/v1/automations/*")
                        .hasAuthority(Scope.COMMAND.key())
                        .requestMatchers(HttpMethod.POST, API)
                        .hasAuthority(Scope.WRITE.key())
                        .requestMatchers(HttpMethod.PATCH, API)
                        .hasAuthority(Scope.WRITE.key())
                        .requestMatchers(HttpMethod.DELETE, API)
                        .hasAuthority(Scope.WRITE.key())
                        .anyRequest()
                        .denyAll())
                .addFilterBefore(new TokenFilter(tokens), BasicAuthenticationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, e) ->
                                problem(response, 401, "Sign-in needed", "Send an API token: Authorization: Bearer …"))
                        .accessDeniedHandler((request, response, e) -> problem(
                                response,
                                403,
                                "Not allowed",
                                "This API token lacks the scope for this, or there is no such thing.")))
                .build();
    }

    /** There are no users yet: without this Boot makes one up and prints its password. */
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager();
    }

    private static void problem(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        response.setStatus(status);
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter()
                .write("{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(title, status, detail));
    }

    /** Turns a bearer token into its holder's scopes. */
    private static final class TokenFilter extends OncePerRequestFilter {

        private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

        private static final String PREFIX = "Bearer ";

        private final ApiTokens tokens;

        TokenFilter(ApiTokens tokens) {
            this.tokens = tokens;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            try {
                Optional.ofNullable(request.getHeader("Authorization"))
                        .filter(header -> header.regionMatches(true, 0, PREFIX, 0, PREFIX.length()))
                        .flatMap(header ->
                                tokens.find(header.substring(PREFIX.length()).strip()))
                        .ifPresent(TokenFilter::signIn);
            } catch (DataAccessException e) {
                LOG.warn(
                        "A token can't be looked up: {}",
                        e.getMostSpecificCause().getMessage());
                problem(
                        response,
                        503,
                        "Database unreachable",
                        "The database can't be reached at the moment. Try again soon.");
                return;
            }
            chain.doFilter(request, response);
        }

        private static void signIn(ApiTokens.Holder holder) {
            var authorities = holder.scopes().stream()
                    .map(Scope::key)
                    .map(SimpleGrantedAuthority::new)
                    .toList();
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(holder.name(), null, authorities));
            SecurityContextHolder.setContext(context);
        }
    }
}
