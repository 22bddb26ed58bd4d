package io.rollcall.sync;

import io.rollcall.call.Failures;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.springframework.stereotype.Component;

/**
 * Gathers what the steps for each device of a page came to. The page's own exchange goes on as it was: nothing of a
 * device's exchange (its failure, its headers) may reach the page.
 */
@Component("gatherResults")
class GatherResults implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        throw new UnsupportedOperationException("The split gives the page's exchange as well");
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange, Exchange inputExchange) {
        var page = newExchange.getProperty("page", Page.class);
        page.gather(newExchange.getProperty(Exchange.SPLIT_INDEX, Integer.class), result(newExchange));
        if (oldExchange != null) {
            return oldExchange;
        }
        var gathered = new DefaultExchange(newExchange.getContext());
        gathered.getMessage().setBody(page);
        return gathered;
    }

    /** A device whose steps were broken off, because the routes are being stopped, has not failed on its own. */
    private static Object result(Exchange device) {
        var failure = device.getException();
        return failure != null && Failures.stopsEverything(failure)
                ? new DeviceResult.Interrupted(failure)
                : device.getMessage().getBody();
    }
}
