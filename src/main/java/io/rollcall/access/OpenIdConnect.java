package io.rollcall.access;

import io.rollcall.secret.SecretBox;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.stereotype.Component;

/**
 * Signing in with OpenID Connect: authorization code with PKCE. The provider's own settings are read when somebody signs in
 * for the first time, so that a provider that is away doesn't keep Rollcall from starting.
 */
@Component
public class OpenIdConnect {

    /** Where the link of the sign-in page leads. */
    public static final String START = "/oauth2/authorization/" + OpenIdConnect.ID;

    private static final String ID = "sso";

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdConnect.class);

    /** A browser keeps 4 KB in a cookie, and most of it is the request itself. */
    private static final int LONGEST_NEXT = 500;

    private final OpenIdConnectProperties settings;
    private final Users users;
    private final SecretBox secrets;
    private final Clock clock;
    private final ProviderCalls calls = new ProviderCalls();
    private final Map<String, JwtDecoder> decoders = new ConcurrentHashMap<>();

    OpenIdConnect(OpenIdConnectProperties settings, Users users, SecretBox secrets, Clock clock) {
        this.settings = settings;
        this.users = users;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Whether people can sign in this way. */
    public boolean isUsed() {
        return settings.issuer().isPresent();
    }

    /** What the link says behind "Sign in with". */
    public String label() {
        return settings.label();
    }

    void configure(HttpSecurity http, SessionContexts sessions, ConsoleSignIn signIn) throws Exception {
        if (!isUsed()) {
            return;
        }
        var registrations = new SupplierClientRegistrationRepository(
                () -> new InMemoryClientRegistrationRepository(List.of(registration())));
        http.oauth2Login(login -> login.loginPage(ConsoleSignIn.PAGE)
                .clientRegistrationRepository(registrations)
                .authorizedClientRepository(new Nowhere())
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(asking(registrations))
                        .authorizationRequestRepository(new CookieAuthorizationRequests(secrets, clock)))
                .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(calls.tokens()))
                .userInfoEndpoint(info -> info.oidcUserService(new ExternalUsers(calls, new Claims(settings), users)))
                .securityContextRepository(sessions)
                .successHandler(signIn::succeeded)
                .failureHandler(signIn::failed));
    }

    private ClientRegistration registration() {
        return ClientRegistrations.fromOidcConfiguration(configuration())
                .registrationId(ID)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .clientAuthenticationMethod(
                        settings.clientSecret().isBlank()
                                ? ClientAuthenticationMethod.NONE
                                : ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .scope(settings.scopes())
                .build();
    }

    private Map<String, Object> configuration() {
        var issuer = settings.issuer().orElseThrow();
        return calls.settings(issuer)
                .filter(said -> issuer.toString().equals(said.get("issuer")))
                .orElseThrow(
                        () -> new IllegalStateException("What it says of itself is of another issuer than " + issuer));
    }

    /** Checks ID tokens (OpenID Connect Core 1.0, 3.1.3.7). */
    JwtDecoder idTokens(ClientRegistration registration) {
        return decoders.computeIfAbsent(registration.getRegistrationId(), id -> {
            var decoder = calls.signatures(registration.getProviderDetails().getJwkSetUri());
            decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
            return decoder;
        });
    }

    private static OAuth2AuthorizationRequestResolver asking(SupplierClientRegistrationRepository registrations) {
        var usual = new DefaultOAuth2AuthorizationRequestResolver(registrations, "/oauth2/authorization");
        usual.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        return new OAuth2AuthorizationRequestResolver() {
            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
                if (!request.getRequestURI().equals(request.getContextPath() + START)) {
                    return null;
                }
                try {
                    return Optional.ofNullable(usual.resolve(request))
                            .map(asked -> OAuth2AuthorizationRequest.from(asked)
                                    .attributes(kept -> kept.put(CookieAuthorizationRequests.NEXT, next(request)))
                                    .build())
                            .orElse(null);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "The OpenID Connect provider can't be asked: {}",
                            ConsoleSignIn.line(String.valueOf(e.getMessage())));
                    return null;
                }
            }

            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
                return resolve(request);
            }
        };
    }

    private static String next(HttpServletRequest request) {
        var wanted = ConsoleSignIn.wanted(request);
        return wanted.length() > LONGEST_NEXT ? "/" : wanted;
    }

    /** The provider's tokens are for signing in only: nobody needs them afterwards. */
    private static final class Nowhere implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {
            // on purpose
        }

        @Override
        public void removeAuthorizedClient(
                String registration,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {
            // there is none
        }
    }
}
