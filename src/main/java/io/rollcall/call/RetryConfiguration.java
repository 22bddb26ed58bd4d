package io.rollcall.call;

import io.rollcall.call.CallProperties.Retries;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the routes' error handlers try again: see {@code routes/errors.camel.yaml}. */
@Configuration(proxyBeanMethods = false)
class RetryConfiguration {

    @Bean
    RedeliveryPolicy listRetries(CallProperties properties) {
        return policy(properties.listRetries());
    }

    @Bean
    RedeliveryPolicy detailRetries(CallProperties properties) {
        return policy(properties.detailRetries());
    }

    @Bean
    RedeliveryPolicy storeRetries(StoreProperties properties) {
        return policy(properties.retries());
    }

    static RedeliveryPolicy policy(Retries retries) {
        var policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(retries.attempts());
        policy.setRedeliveryDelay(retries.delay().toMillis());
        policy.setMaximumRedeliveryDelay(retries.longestDelay().toMillis());
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        policy.setUseCollisionAvoidance(true);
        policy.setCollisionAvoidanceFactor(0.3);
        policy.setAllowRedeliveryWhileStopping(false);
        policy.setLogExhausted(false);
        policy.setLogExhaustedMessageHistory(false);
        policy.setLogStackTrace(false);
        return policy;
    }

    /**
     * A server that says how long to wait is believed: its gate waits, where a cancelled run can stop waiting. Here only a
     * little jitter is left, so that not all come back at once.
     */
    @Bean
    Processor retryDelay() {
        return exchange -> {
            var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
            if (failure instanceof SourceBusy busy) {
                busy.retryAfter()
                        .ifPresent(wait -> exchange.getMessage()
                                .setHeader(
                                        Exchange.REDELIVERY_DELAY,
                                        busy.everything() ? wait.toMillis() : 1 + jitter(wait)));
            }
        };
    }

    private static long jitter(Duration wait) {
        return ThreadLocalRandom.current().nextLong(Math.max(1, Math.min(1000, wait.toMillis() / 10)));
    }
}
