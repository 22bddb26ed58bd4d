package io.rollcall.call;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Addresses a posting: its own headers, and none that the message had. */
@Component("enterPosting")
class EnterPosting implements Processor {

    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var posting = message.getMandatoryBody(Posting.class);
        message.removeHeaders("*");
        posting.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_URI, posting.target().toString());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(posting.body());
    }
}
