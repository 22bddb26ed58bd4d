package io.rollcall.call;

import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Sends a posting for somebody who waits for it: once, by the route that all of them take. */
@Component
public class Postings {

    private final ProducerTemplate producer;

    Postings(@Lazy ProducerTemplate producer) {
        this.producer = producer;
    }

    /**
     * Sends it, and waits for the answer.
     *
     * @return why it wasn't taken, for people; it may name the target. Empty: it was taken
     */
    public Optional<String> send(Posting posting) {
        try {
            producer.requestBody("direct:send-posting", posting);
            return Optional.empty();
        } catch (CamelExecutionException e) {
            return Optional.of(Failures.explain(e.getCause() == null ? e : e.getCause()));
        }
    }
}
