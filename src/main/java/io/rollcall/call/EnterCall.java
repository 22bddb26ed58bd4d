package io.rollcall.call;

import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Waits until the request may leave and addresses it: the connection's base URL, the path and query the source's route
 * set, the connection's credentials, and no other header.
 */
@Component("enterCall")
class EnterCall implements Processor {

    static final String ORIGIN = "origin";
    static final String PERMIT = "permit";

    static final String PATH = "path";
    static final String QUERY = "query";

    /** Camel counts the retries in headers: without them it would try for ever. No header named Camel* leaves. */
    private static final String REDELIVERY = "CamelRedeliver";

    private final TenantGates gates;

    EnterCall(TenantGates gates) {
        this.gates = gates;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var origin = message.getMandatoryBody(CallOrigin.class);
        var connection = origin.connection();
        exchange.setProperty(ORIGIN, origin);
        exchange.removeProperty(PERMIT);
        exchange.setProperty(PERMIT, gates.of(connection).enter(origin));
        origin.countCall();
        clearHeaders(message);
        message.setHeader(Exchange.HTTP_URI, connection.baseUrl() + path(exchange));
        var query = exchange.getProperty(QUERY, String.class);
        if (query != null && !query.isBlank()) {
            message.setHeader(Exchange.HTTP_QUERY, query);
        }
        message.setHeader("Authorization", connection.authorization());
        message.setHeader("Accept", "application/json");
        message.setBody(null);
    }

    private static String path(Exchange exchange) {
        var path = exchange.getProperty(PATH, "", String.class);
        if (!path.startsWith("/") || URI.create(path).isAbsolute()) {
            throw new IllegalStateException(
                    "The property \"path\" of a request must begin with \"/\"; the route set \"" + path + "\".");
        }
        return path;
    }

    /** Takes every header off but the count of retries. */
    static void clearHeaders(Message message) {
        message.getHeaders().keySet().removeIf(name -> !name.startsWith(REDELIVERY));
    }
}
