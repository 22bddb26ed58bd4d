package io.rollcall.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rollcall.connection.Connection;
import io.rollcall.source.JsonText;
import java.io.InputStream;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Reads an answer: JSON becomes the body, anything else the exception that says what to do about it. */
@Component("readAnswer")
class ReadAnswer implements Processor {

    /** A tenant that counts requests is alive. */
    private static final int TOO_MANY = 429;

    private static final int NOT_SIGNED_IN = 401;

    private static final String GET = "GET";

    /** That this very request was sent once with a token that was refused. */
    static final String RENEWED = "tokenRenewed";

    private final ObjectReader json;
    private final RetryAfter retryAfter;
    private final AccessTokens tokens;

    ReadAnswer(ObjectMapper json, Clock clock, AccessTokens tokens) {
        this.tokens = tokens;
        this.json = json.reader().without(JsonParser.Feature.AUTO_CLOSE_SOURCE);
        this.retryAfter = new RetryAfter(clock);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var permit = exchange.getProperty(EnterCall.PERMIT, TenantGate.Permit.class);
        var status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        var method = exchange.getProperty(EnterCall.METHOD, GET, String.class);
        var request = method + " " + exchange.getProperty(EnterCall.PATH, "", String.class);
        var body = message.getBody(InputStream.class);
        try (var stream = body == null ? InputStream.nullInputStream() : body) {
            if (status >= 200 && status < 300) {
                var answer = parse(stream, message.getHeader(Exchange.CONTENT_TYPE, "", String.class), method);
                permit.answered();
                exchange.removeProperty(RENEWED);
                message.setBody(answer);
                return;
            }
            renewToken(exchange, status);
            var wait = retryAfter.of(status, name -> message.getHeader(name, String.class));
            var location = message.getHeader("Location", String.class);
            var failure = AnswerFailure.of(status, request, location, stream, text -> quotable(exchange, text), wait);
            if (!(failure instanceof SourceBusy) || status == TOO_MANY) {
                permit.answered();
            }
            wait.ifPresent(permit::pause);
            throw failure;
        }
    }

    /**
     * A token that was good a moment ago may have run out on the way or been revoked: the same request is sent once more
     * with another.
     */
    private void renewToken(Exchange exchange, int status) throws SourceBusy {
        var token = exchange.getProperty(EnterCall.TOKEN, AccessToken.class);
        if (status == NOT_SIGNED_IN && token != null && exchange.removeProperty(RENEWED) == null) {
            tokens.refused(connection(exchange), token);
            exchange.setProperty(RENEWED, true);
            exchange.getProperty(EnterCall.PERMIT, TenantGate.Permit.class).answered();
            throw SourceBusy.again("The access token is not taken any more (401).", status);
        }
    }

    private static String quotable(Exchange exchange, String text) {
        var token = exchange.getProperty(EnterCall.TOKEN, AccessToken.class);
        return connection(exchange).withoutCredentials(token == null ? text : text.replace(token.value(), "***"));
    }

    private static Connection connection(Exchange exchange) {
        return exchange.getProperty(EnterCall.ORIGIN, CallOrigin.class).connection();
    }

    /** What only reads must have an answer; what writes may be answered with a status alone. */
    private JsonNode parse(InputStream stream, String contentType, String method) throws Exception {
        try {
            var answer = json.readTree(stream);
            // Only an answer read to its end leaves the connection usable for the next request.
            stream.read();
            if ((answer == null || answer.isMissingNode()) && !method.equals(GET)) {
                return MissingNode.getInstance();
            }
            if (answer == null || answer.isMissingNode()) {
                throw new SourceBusy("The answer was empty where JSON was expected.");
            }
            return JsonText.clean(answer).node();
        } catch (JsonProcessingException e) {
            throw new SourceBusy("The answer was no complete JSON (" + (contentType.isBlank() ? "no type" : contentType)
                    + "); nothing was taken from it.");
        }
    }
}
