package io.rollcall.call;

import io.rollcall.trace.Tracing;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Waits until the request for a token may leave, as any other request of the tenant, and writes it. */
@Component("enterSignIn")
class EnterSignIn implements Processor {

    static final String ASKED = "asked";

    private final TenantGates gates;
    private final Tracing tracing;

    EnterSignIn(TenantGates gates, Tracing tracing) {
        this.gates = gates;
        this.tracing = tracing;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var call = message.getMandatoryBody(SignInCall.class);
        var connection = call.origin().connection();
        exchange.setProperty(EnterCall.ORIGIN, call.origin());
        exchange.setProperty(
                EnterCall.SPAN,
                tracing.call(
                        call.origin().trace(),
                        connection.name(),
                        "sign-in",
                        URI.create(call.url()).getHost()));
        exchange.setProperty(EnterCall.PERMIT, gates.of(connection).enter(call.origin()));
        call.origin().countCall();
        EnterCall.clearHeaders(message);
        message.setHeader(Exchange.HTTP_URI, call.url());
        message.setHeader("Accept", "application/json");
        call.request().authorization().ifPresent(value -> message.setHeader("Authorization", value));
        message.setBody(null);
        if (!call.request().form().isEmpty()) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/x-www-form-urlencoded");
            message.setBody(form(call.request().form()));
        }
        exchange.setProperty(ASKED, System.nanoTime());
    }

    private static byte[] form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
