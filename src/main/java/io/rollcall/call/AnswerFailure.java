package io.rollcall.call;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an answer other than success means. */
final class AnswerFailure {

    private static final int QUOTED = 200;

    /** More than is quoted, so that no part of a secret is left at the end of it. */
    private static final int READ = 4000;

    private AnswerFailure() {}

    /**
     * @param request the request's method and path, for the message
     * @param location where a redirect points, or null
     * @param quotable strikes out of the body what no message may hold
     * @param wait how long the answer asks to wait
     */
    static SourceException of(
            int status,
            String request,
            @org.jspecify.annotations.Nullable String location,
            InputStream body,
            UnaryOperator<String> quotable,
            Optional<Duration> wait) {
        if (status == 429) {
            return new SourceBusy("The limit on requests is reached (429).", wait, false, status);
        }
        if (status >= 500 || status == 408 || status == 425) {
            return new SourceBusy(
                    "The server answered " + request + " with error " + status + ".", wait, false, status);
        }
        if (status == 401) {
            return new SourceRefused(
                    status,
                    "The credentials were refused (401 for " + request
                            + "): wrong, revoked, expired, or without the permission this request needs. Check them in the "
                            + "MDM's web app and enter them again.");
        }
        if (status == 403) {
            return new SourceRefused(
                    status,
                    "The credentials lack the permission for " + request
                            + " (403). Give it to them in the MDM's web app; \"test\" names the permissions one by one.");
        }
        if (status >= 300 && status < 400) {
            return new SourceRefused(
                    status,
                    "The address redirects to " + host(location) + " (" + status
                            + "); redirects are not followed. Correct the connection's base URL.");
        }
        return new RequestRefused(
                status, "The server refused " + request + " with status " + status + quote(body, quotable) + ".");
    }

    private static String host(@org.jspecify.annotations.Nullable String location) {
        try {
            var host = location == null ? null : URI.create(location).getHost();
            return host == null ? "another place" : host;
        } catch (IllegalArgumentException e) {
            return "another place";
        }
    }

    private static String quote(InputStream body, UnaryOperator<String> quotable) {
        try {
            var text = quotable.apply(new String(body.readNBytes(READ), StandardCharsets.UTF_8))
                    .replaceAll("<[^>]*>", " ")
                    .replaceAll("\\s+", " ")
                    .strip();
            return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(QUOTED, text.length()));
        } catch (IOException e) {
            return "";
        }
    }
}
