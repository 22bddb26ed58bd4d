package io.rollcall.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * How the OpenID Connect provider is asked. It is who its address in the settings says: a redirect to another one is not
 * followed. An answer has a bound on its time and size, as whoever signs in waits for it.
 */
final class ProviderCalls {

    private static final Duration TIME = Duration.ofSeconds(10);

    /** In bytes; settings, keys and tokens have a few thousand. */
    private static final int LARGEST = 1024 * 1024;

    private final ClientHttpRequestFactory requests = requests();

    private static ClientHttpRequestFactory requests() {
        var client = HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(TIME)
                .build();
        var requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(TIME);
        return requests;
    }

    /** What the provider says of itself (OpenID Connect Discovery 1.0, 4); empty: nothing. */
    Optional<Map<String, Object>> settings(URI issuer) {
        var address = issuer.toString().replaceAll("/$", "") + "/.well-known/openid-configuration";
        return Optional.ofNullable(
                client().build().get().uri(URI.create(address)).retrieve().body(new ParameterizedTypeReference<>() {}));
    }

    /** Turns a code into tokens. */
    OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens() {
        var tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(client().messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return tokens;
    }

    /** Checks signatures with the provider's keys, which it keeps for a while. */
    NimbusJwtDecoder signatures(String keys) {
        return NimbusJwtDecoder.withJwkSetUri(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .restOperations(template())
                .build();
    }

    /** What the provider says of a person. */
    OidcUserService people() {
        var asking = template();
        asking.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        var claims = new DefaultOAuth2UserService();
        claims.setRestOperations(asking);
        var people = new OidcUserService();
        people.setOauth2UserService(claims);
        return people;
    }

    RestClient.Builder client() {
        return RestClient.builder().requestFactory(requests).requestInterceptor(ProviderCalls::bounded);
    }

    RestTemplate template() {
        var template = new RestTemplate(requests);
        template.setInterceptors(List.of(ProviderCalls::bounded));
        return template;
    }

    private static ClientHttpResponse bounded(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        try (var answer = execution.execute(request, body)) {
            if (answer.getStatusCode().is3xxRedirection()) {
                throw new IOException("The provider answers with a redirect, which is not followed: "
                        + request.getURI().getPath());
            }
            var read = answer.getBody().readNBytes(LARGEST + 1);
            if (read.length > LARGEST) {
                throw new IOException("The provider's answer has more than 1 MB: "
                        + request.getURI().getPath());
            }
            return new Answer(answer.getStatusCode(), answer.getStatusText(), answer.getHeaders(), read);
        }
    }

    /** An answer that was read whole. */
    private record Answer(HttpStatusCode status, String text, HttpHeaders headers, byte[] body)
            implements ClientHttpResponse {

        @Override
        public HttpStatusCode getStatusCode() {
            return status;
        }

        @Override
        public String getStatusText() {
            return text;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public void close() {
            // there is nothing left to read
        }
    }
}
