package io.rollcall.call;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What an answer other than success means. */
final class AnswerFailure {

    private static final int QUOTED = 200;

    private AnswerFailure() {}

    /**
     * @param path the request's path, for the message
     * @param location where a redirect points, or null
     * @param wait how long the answer asks to wait
     */
    static SourceException of(
            int status,
            String path,
            @org.jspecify.annotations.Nullable String location,
            InputStream body,
            Optional<Duration> wait) {
        if (status == 429) {
            return new SourceBusy("The limit on requests is reached (429).", wait, false);
        }
        if (status >= 500 || status == 408 || status == 425) {
            return new SourceBusy("The server answered GET " + path + " with error " + status + ".", wait, false);
        }
        if (status == 401) {
            return new SourceRefused(
                    status,
                    "The credentials were refused (401 for GET " + path
                            + "): wrong, revoked, expired, or without the permission this request needs. Check them in the "
                            + "MDM's web app and enter them again.");
        }
        if (status == 403) {
            return new SourceRefused(
                    status,
                    "The credentials lack the permission for GET " + path
                            + " (403). Give it to them in the MDM's web app; \"test\" names the permissions one by one.");
        }
        if (status >= 300 && status < 400) {
            return new SourceRefused(
                    status,
                    "The address redirects to " + host(location) + " (" + status
                            + "); redirects are not followed. Correct the connection's base URL.");
        }
        return new RequestRefused(
                status, "The server refused GET " + path + " with status " + status + quote(body) + ".");
    }

    private static String host(@org.jspecify.annotations.Nullable String location) {
        try {
            var host = location == null ? null : URI.create(location).getHost();
            return host == null ? "another place" : host;
        } catch (IllegalArgumentException e) {
            return "another place";
        }
    }

    private static String quote(InputStream body) {
        try {
            var text = new String(body.readNBytes(QUOTED), StandardCharsets.UTF_8)
                    .replaceAll("<[^>]*>", " ")
                    .replaceAll("\\s+", " ")
                    .strip();
            return text.isEmpty() ? "" : ": " + text;
        } catch (IOException e) {
            return "";
        }
    }
}
