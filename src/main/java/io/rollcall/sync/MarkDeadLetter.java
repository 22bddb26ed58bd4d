package io.rollcall.sync;

import io.rollcall.call.Failures;
import io.rollcall.call.RequestRefused;
import io.rollcall.call.SourceException;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Marks a device that failed; the store writes the dead letter with its page. */
@Component("markDeadLetter")
class MarkDeadLetter implements Processor {

    @Override
    public void process(Exchange exchange) {
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var device = exchange.getProperty("device", SourceDevice.class);
        if (Failures.stopsEverything(failure)) {
            exchange.getMessage().setBody(new DeviceResult.Interrupted(failure));
            return;
        }
        if (failure instanceof RequestRefused refused && refused.isGone()) {
            exchange.getMessage().setBody(Devices.gone(device));
            return;
        }
        var reading = failure instanceof SourceException || failure instanceof IOException;
        exchange.getMessage()
                .setBody(new DeviceResult.Failed(
                        device.sourceId(),
                        device.serial(),
                        device.name(),
                        reading ? "details" : "map",
                        failure.getClass().getSimpleName(),
                        Failures.explain(failure),
                        device.list()));
    }
}
