package io.rollcall.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Reads the answer to a sign-in: the token becomes the body, anything else the exception that says what to do about it. */
@Component("readToken")
class ReadToken implements Processor {

    private static final int NOT_THERE = 404;
    private static final int TOO_MANY = 429;

    private final ObjectReader json;
    private final Clock clock;
    private final RetryAfter retryAfter;

    ReadToken(ObjectMapper json, Clock clock) {
        this.json = json.reader();
        this.clock = clock;
        this.retryAfter = new RetryAfter(clock);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var message = exchange.getMessage();
        var permit = exchange.getProperty(EnterCall.PERMIT, TenantGate.Permit.class);
        var status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        var body = message.getBody(InputStream.class);
        try (var stream = body == null ? InputStream.nullInputStream() : body) {
            if (status >= 200 && status < 300) {
                var now = serversTime(message.getHeader("Date", "", String.class));
                var asked = exchange.getProperty(EnterSignIn.ASKED, 0L, Long.class);
                message.setBody(TokenAnswer.read(json.readTree(stream), now, asked));
                permit.answered();
                return;
            }
        } catch (JsonProcessingException e) {
            throw new SourceBusy("The sign-in was answered with something that is no JSON.");
        }
        if (status < 500) {
            permit.answered();
        }
        var wait = retryAfter.of(status, name -> message.getHeader(name, String.class));
        wait.ifPresent(permit::pause);
        throw failure(status, wait);
    }

    /** Nothing of the answer is quoted: some servers show what they were sent. */
    private static SourceException failure(int status, Optional<java.time.Duration> wait) {
        if (status == NOT_THERE) {
            return new RequestRefused(status, "The server has no such sign-in (404). Is the base URL the API's?");
        }
        if (status == TOO_MANY || status == 408 || status == 425 || status >= 500) {
            return new SourceBusy("The server answered the sign-in with status " + status + ".", wait, false, status);
        }
        if (status >= 300 && status < 400) {
            return new SourceRefused(
                    status,
                    "The sign-in redirects to another place (" + status + "). Correct the connection's base URL.");
        }
        return new SourceRefused(
                401,
                "The sign-in was refused (" + status
                        + "): the credentials are wrong, expired or disabled. Check them in "
                        + "the MDM's web app and enter them again.");
    }

    private Instant serversTime(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }
}
