package io.rollcall.call;

import io.opentelemetry.api.trace.Span;
import io.rollcall.metrics.Counts;
import io.rollcall.trace.Tracing;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives the request's permit back, counts it and takes every header off, so that none reaches another host; but the count of
 * retries stays, or they would never end.
 */
@Component("leaveCall")
class LeaveCall implements Processor {

    private final Counts counts;

    LeaveCall(Counts counts) {
        this.counts = counts;
    }

    @Override
    public void process(Exchange exchange) {
        var status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        EnterCall.clearHeaders(exchange.getMessage());
        exchange.removeProperty(EnterCall.PATH);
        exchange.removeProperty(EnterCall.QUERY);
        exchange.removeProperty(EnterCall.METHOD);
        exchange.removeProperty(EnterCall.CONTENT);
        exchange.removeProperty(EnterCall.TOKEN);
        if (exchange.removeProperty(EnterCall.SPAN) instanceof Span span) {
            end(span, status, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        }
        var permit = (TenantGate.Permit) exchange.removeProperty(EnterCall.PERMIT);
        if (permit != null) {
            permit.leave();
            counts.apiCall(
                    exchange.getProperty(EnterCall.ORIGIN, CallOrigin.class)
                            .connection()
                            .name(),
                    status);
        }
    }

    private static void end(Span span, int status, @Nullable Exception failure) {
        if (status == 0 && failure != null) {
            Tracing.fail(span, failure);
        } else {
            Tracing.endCall(span, status);
        }
    }
}
