package io.rollcall.demo;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request that arrived and what became of it.
 *
 * @param target path and query as sent
 * @param at the time it arrived, by the simulation's clock
 * @param nanos {@link System#nanoTime()} when it arrived
 * @param status as sent; 0 where the connection was closed without an answer
 * @param authorized whether there was an {@code Authorization} header at all
 * @param token the name of the token; empty where none or an unknown one was sent. The token itself is never kept.
 * @param headers all others, names in lower case
 * @param body as sent, as UTF-8; empty where there was none
 */
public record LoggedRequest(
        String method,
        String target,
        Instant at,
        long nanos,
        int status,
        boolean authorized,
        Optional<String> token,
        Map<String, String> headers,
        String body) {

    /** The target without its query and without a trailing slash. */
    public String path() {
        var query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
