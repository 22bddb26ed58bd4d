package io.rollcall.call;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Tokens come through the route {@code sign-in}. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {

    @Bean
    AccessTokens accessTokens(@Lazy ProducerTemplate producer) {
        return new AccessTokens(origin -> ask(producer, origin), System::nanoTime);
    }

    private static AccessToken ask(ProducerTemplate producer, CallOrigin origin) throws Exception {
        var request = origin.connection().tokenRequest().orElseThrow();
        RequestRefused missing = new RequestRefused(404, "The server has no sign-in of this kind.");
        for (var path : request.paths()) {
            try {
                return sent(producer, new SignInCall(origin, path, request));
            } catch (RequestRefused e) {
                missing = e;
            }
        }
        throw missing;
    }

    private static AccessToken sent(ProducerTemplate producer, SignInCall call) throws Exception {
        try {
            return producer.requestBody("direct:sign-in", call, AccessToken.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
