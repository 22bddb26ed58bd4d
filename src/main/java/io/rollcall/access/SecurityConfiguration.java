package io.rollcall.access;

import io.rollcall.access.Rules.Rule;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who gets in, by which way: programs with API tokens to REST, people with sessions to the console and from its pages to
 * REST as well. Both ways end at the same {@link Rules}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Only what this server serves, no script or style within a page, no frames around it. */
    private static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " object-src 'none'; frame-ancestors 'none'";

    /** Hawtio makes its styles as it goes, and its editor's helpers; scripts are the server's own here, too. */
    private static final String HAWTIO_CONTENT = "default-src 'none'; script-src 'self';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
            + " worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none';"
            + " frame-ancestors 'none'";

    /** Addresses of the console that nobody has to be signed in for. */
    private static final String[] OPEN = {ConsoleSignIn.PAGE, "/setup/*", "/ui/**", "/webjars/**"};

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

    /** Hawtio and Jolokia, for administrators; of the console there is nothing on that port but the way in. */
    @Bean
    @Order(2)
    SecurityFilterChain operations(
            HttpSecurity http,
            ApiTokens tokens,
            SessionContexts sessions,
            Users users,
            SignInFailures failures,
            Audit audit,
            SignInProperties properties,
            MultipartProperties files)
            throws Exception {
        var signIn = new ConsoleSignIn(users, failures, audit, properties);
        return http.securityMatcher(ManagementPort::isAsked)
                .authorizeHttpRequests(requests -> {
                    answers(requests);
                    requests.requestMatchers(path(ConsoleSignIn.PAGE)).permitAll();
                    requests.requestMatchers(path(ManagementPort.JOLOKIA + "/**"), path(ManagementPort.HAWTIO + "/**"))
                            .hasAuthority(Authority.ADMIN.key());
                    requests.anyRequest().denyAll();
                })
                .addFilterBefore(new Localhost(), SecurityContextHolderFilter.class)
                .addFilterBefore(new BodyLimit(files.getMaxRequestSize()), SecurityContextHolderFilter.class)
                .addFilterBefore(new TokenFilter(tokens), BasicAuthenticationFilter.class)
                .securityContext(context -> context.securityContextRepository(sessions))
                .csrf(csrf -> csrf.csrfTokenRepository(new CsrfTokens(ManagementPort.CSRF_HEADER))
                        .requireCsrfProtectionMatcher(ManagementPort::couldBeRiddenOn))
                .formLogin(form -> form.loginPage(ConsoleSignIn.PAGE)
                        .usernameParameter("name")
                        .securityContextRepository(sessions)
                        .successHandler(signIn::succeeded)
                        .failureHandler(signIn::failed))
                .logout(out -> out.logoutRequestMatcher(
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/sign-out"))
                        .addLogoutHandler((request, response, who) -> signedOut(audit, request, who))
                        .logoutSuccessUrl(ConsoleSignIn.PAGE + "?out"))
                .headers(headers -> headers(headers, HAWTIO_CONTENT))
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(signIn::start)
                        .accessDeniedHandler((request, response, e) -> {
                            if (e instanceof CsrfException) {
                                signIn.denied(request, response, e);
                            } else {
                                Refusals.NOT_ALLOWED.answer(request, response);
                            }
                        }))
                .build();
    }

    /** More than one servlet answers on that port, so a path has to say that it is one. */
    private static RequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(pattern);
    }

    @Bean
    SessionContexts sessionContexts(Users users, Clock clock, SignInProperties properties) {
        return new SessionContexts(users, clock, properties.idle(), properties.longest());
    }

    /** REST: a bearer token, or the session of the console with its CSRF token. */
    @Bean
    @Order(3)
    SecurityFilterChain rest(
            HttpSecurity http,
            ApiTokens tokens,
            SessionContexts sessions,
            RateProperties rate,
            Clock clock,
            MultipartProperties files)
            throws Exception {
        return http.securityMatcher("/api/**", "/v3/**", "/hooks/**")
                .authorizeHttpRequests(requests -> {
                    answers(requests);
                    // The secret in the path takes the place of a token.
                    requests.requestMatchers(HttpMethod.POST, "/hooks/*/*").permitAll();
                    apply(Rules.REST, requests);
                })
                .addFilterBefore(new BodyLimit(files.getMaxRequestSize()), SecurityContextHolderFilter.class)
                .addFilterBefore(new TokenFilter(tokens), BasicAuthenticationFilter.class)
                .addFilterAfter(new RateLimit(rate.dearPerMinute(), clock), AuthorizationFilter.class)
                .securityContext(context -> context.securityContextRepository(sessions))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .csrf(csrf -> csrf.csrfTokenRepository(new CsrfTokens(CsrfTokens.HEADER))
                        .requireCsrfProtectionMatcher(SecurityConfiguration::couldBeRiddenOn))
                .headers(headers -> headers(headers, CONTENT))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(
                                (request, response, e) -> Refusals.SIGN_IN.write(response))
                        .accessDeniedHandler((request, response, e) -> (e instanceof CsrfException
                                        ? Refusals.FORM_TOO_OLD
                                        : Refusals.NOT_ALLOWED)
                                .write(response)))
                .build();
    }

    /** A browser sends a session's cookie along by itself; the header with a token it doesn't. */
    private static boolean couldBeRiddenOn(HttpServletRequest request) {
        return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request)
                && !TokenFilter.hasToken(request)
                && request.getSession(false) != null;
    }

    /** For the way in by OpenID Connect, which finds it here. */
    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens(OpenIdConnect openIdConnect) {
        return openIdConnect::idTokens;
    }

    /** The console, and whatever else: what isn't listed is denied. */
    @Bean
    @Order(4)
    SecurityFilterChain console(
            HttpSecurity http,
            SessionContexts sessions,
            OpenIdConnect openIdConnect,
            RateProperties rate,
            Clock clock,
            Users users,
            SignInFailures failures,
            Audit audit,
            SignInProperties properties,
            MultipartProperties files)
            throws Exception {
        var signIn = new ConsoleSignIn(users, failures, audit, properties);
        openIdConnect.configure(http, sessions, signIn);
        return http.authorizeHttpRequests(requests -> {
                    answers(requests);
                    requests.requestMatchers("/error").denyAll();
                    requests.requestMatchers(OPEN).permitAll();
                    apply(Rules.CONSOLE, requests);
                })
                .addFilterBefore(new Localhost(), SecurityContextHolderFilter.class)
                .addFilterBefore(new BodyLimit(files.getMaxRequestSize()), SecurityContextHolderFilter.class)
                .addFilterAfter(new RateLimit(rate.dearPerMinute(), clock), AuthorizationFilter.class)
                .securityContext(context -> context.securityContextRepository(sessions))
                .csrf(csrf -> csrf.csrfTokenRepository(new CsrfTokens(CsrfTokens.HEADER)))
                .formLogin(form -> form.loginPage(ConsoleSignIn.PAGE)
                        .usernameParameter("name")
                        .securityContextRepository(sessions)
                        .successHandler(signIn::succeeded)
                        .failureHandler(signIn::failed))
                .logout(out -> out.logoutRequestMatcher(
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/sign-out"))
                        .addLogoutHandler((request, response, who) -> signedOut(audit, request, who))
                        .logoutSuccessUrl(ConsoleSignIn.PAGE + "?out"))
                .headers(headers -> headers(headers, CONTENT))
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(signIn::start).accessDeniedHandler(signIn::denied))
                .build();
    }

    private static void signedOut(Audit audit, HttpServletRequest request, @Nullable Authentication who) {
        Optional.ofNullable(who)
                .flatMap(SignedIn::user)
                .ifPresent(user -> audit.add(
                        new Actor(user.name(), request.getRemoteAddr()),
                        "user.sign-out",
                        Users.object(user.name()),
                        Map.of()));
    }

    /** What comes of a request that was refused before, or let in; asking for /error itself is denied. */
    private static void answers(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll();
    }

    private static void apply(
            List<Rule> rules,
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        rules.forEach(rule -> requests.requestMatchers(rule.method(), rule.pattern())
                .hasAuthority(rule.needed().key()));
        requests.anyRequest().denyAll();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, String content) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(content))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false))
                .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(policy -> policy.policy("camera=(), geolocation=(), microphone=()"));
    }
}
