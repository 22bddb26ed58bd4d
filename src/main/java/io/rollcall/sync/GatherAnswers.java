package io.rollcall.sync;

import io.rollcall.call.Failures;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.springframework.stereotype.Component;

/** Gathers what the look-ups of missing devices came to. Nothing of a look-up's exchange may reach the run's. */
@Component("gatherAnswers")
class GatherAnswers implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        throw new UnsupportedOperationException("The split gives the run's exchange as well");
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange, Exchange inputExchange) {
        var missing = newExchange.getProperty("missing", MissingDevices.class);
        var failure = newExchange.getException();
        if (failure == null) {
            missing.gather(newExchange.getMessage().getBody());
        } else if (Failures.stopsEverything(failure)) {
            missing.interrupt(failure);
        }
        if (oldExchange != null) {
            return oldExchange;
        }
        var gathered = new DefaultExchange(newExchange.getContext());
        gathered.getMessage().setBody(missing);
        return gathered;
    }
}
