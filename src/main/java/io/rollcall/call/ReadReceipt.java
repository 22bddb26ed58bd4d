package io.rollcall.call;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Reads what a posting was answered with: only the status counts. */
@Component("readReceipt")
class ReadReceipt implements Processor {

    private static final int ENOUGH = 8192;

    /** @throws IOException if it wasn't taken; it names the status and not the address */
    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        var body = message.getBody(InputStream.class);
        try (var stream = body == null ? InputStream.nullInputStream() : body) {
            // Read to its end, where it is short, the connection can be used again.
            stream.readNBytes(ENOUGH);
        }
        message.removeHeaders("*");
        message.setBody(null);
        if (status < 200 || status >= 300) {
            throw new IOException("It was answered with " + status + ".");
        }
    }
}
