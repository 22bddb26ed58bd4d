package io.rollcall.call;

import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Tokens come through the route {@code sign-in}. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {

    private static final int NOT_THERE = 404;

    @Bean
    AccessTokens accessTokens(@Lazy ProducerTemplate producer) {
        return new AccessTokens(origin -> ask(producer, origin), System::nanoTime);
    }

    private static AccessToken ask(ProducerTemplate producer, CallOrigin origin) throws Exception {
        var request = origin.connection().tokenRequest().orElseThrow();
        SourceException refused = unknown();
        for (var url : request.urls()) {
            try {
                return sent(producer, new SignInCall(origin, url, request));
            } catch (RequestRefused | SourceRefused e) {
                // A server may say 401 to a path it doesn't have. Of several refusals the first that knew the path
                // counts.
                refused = refused instanceof SourceRefused ? refused : e;
            }
        }
        throw refused instanceof RequestRefused ? unknown() : refused;
    }

    /**
     * Every path was answered with 404. To the request that needs the token that must not look like a 404 of its own,
     * which says that a device is gone; and what stands before a server answers so while the server starts.
     */
    private static SourceBusy unknown() {
        return new SourceBusy(
                "The server has no such sign-in (404): it may be starting, or the base URL is not the API's.",
                Optional.empty(),
                false,
                NOT_THERE);
    }

    private static AccessToken sent(ProducerTemplate producer, SignInCall call) throws Exception {
        try {
            return producer.requestBody("direct:sign-in", call, AccessToken.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
