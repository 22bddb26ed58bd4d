package io.rollcall.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.Span;
import io.rollcall.trace.Tracing;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
    static final String SPAN = "span";

    /** The token that was sent, where the source's tokens run out. */
    static final String TOKEN = "token";

    static final String PATH = "path";
    static final String QUERY = "query";

    /** What the request does; without it, it reads. Set by the routes that write. */
    static final String METHOD = "method";

    /** The JSON that a request takes along. */
    static final String CONTENT = "content";

    /** Camel counts the retries in headers: without them it would try for ever. No header named Camel* leaves. */
    private static final String REDELIVERY = "CamelRedeliver";

    private final TenantGates gates;
    private final AccessTokens tokens;
    private final Tracing tracing;

    EnterCall(TenantGates gates, AccessTokens tokens, Tracing tracing) {
        this.gates = gates;
        this.tokens = tokens;
        this.tracing = tracing;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var origin = message.getMandatoryBody(CallOrigin.class);
        var connection = origin.connection();
        exchange.setProperty(ORIGIN, origin);
        exchange.setProperty(SPAN, span(exchange, origin));
        exchange.removeProperty(PERMIT);
        exchange.removeProperty(TOKEN);
        var authorization = enter(exchange, origin);
        origin.countCall();
        leave(exchange, origin);
        clearHeaders(message);
        message.setHeader(Exchange.HTTP_URI, connection.baseUrl() + path(exchange));
        var query = exchange.getProperty(QUERY, String.class);
        if (query != null && !query.isBlank()) {
            message.setHeader(Exchange.HTTP_QUERY, query);
        }
        message.setHeader("Authorization", authorization);
        message.setHeader("Accept", "application/json");
        message.setBody(null);
        var content = exchange.getProperty(CONTENT, JsonNode.class);
        if (content != null) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(content.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private Span span(Exchange exchange, CallOrigin origin) {
        return tracing.call(
                origin.trace(),
                origin.connection().name(),
                exchange.getProperty(METHOD, "GET", String.class),
                origin.connection().baseUrl().getHost());
    }

    private static void leave(Exchange exchange, CallOrigin origin) {
        try {
            origin.leaving();
        } catch (RuntimeException e) {
            ((TenantGate.Permit) exchange.removeProperty(PERMIT)).giveBack();
            throw e;
        }
    }

    /** Waits for the request's turn and gives its authorization: a token may run out while it waits. */
    private String enter(Exchange exchange, CallOrigin origin) throws Exception {
        var gate = gates.of(origin.connection());
        var fixed = origin.connection().authorization();
        if (fixed.isPresent()) {
            exchange.setProperty(PERMIT, gate.enter(origin));
            return fixed.get();
        }
        while (true) {
            var token = tokens.of(origin);
            var permit = gate.enter(origin);
            if (tokens.isCurrent(origin.connection(), token)) {
                exchange.setProperty(PERMIT, permit);
                exchange.setProperty(TOKEN, token);
                return token.header();
            }
            permit.giveBack();
        }
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
