package io.rollcall.call;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Gives the request's permit back and takes every header off, so that none reaches another host; but the count of
 * retries stays, or they would never end.
 */
@Component("leaveCall")
class LeaveCall implements Processor {

    @Override
    public void process(Exchange exchange) {
        EnterCall.clearHeaders(exchange.getMessage());
        exchange.removeProperty(EnterCall.PATH);
        exchange.removeProperty(EnterCall.QUERY);
        exchange.removeProperty(EnterCall.METHOD);
        exchange.removeProperty(EnterCall.CONTENT);
        exchange.removeProperty(EnterCall.TOKEN);
        var permit = (TenantGate.Permit) exchange.removeProperty(EnterCall.PERMIT);
        if (permit != null) {
            permit.leave();
        }
    }
}
