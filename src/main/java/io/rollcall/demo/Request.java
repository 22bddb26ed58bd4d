package io.rollcall.demo;

import com.sun.net.httpserver.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request as the simulation sees it.
 *
 * @param path without a trailing slash: the vendor accepts both
 * @param target path and query as sent
 * @param query the decoded parameters; of a repeated one the last counts
 */
record Request(String method, String path, String target, Map<String, String> query, Headers headers, byte[] body) {

    static Request of(String method, String rawPath, Optional<String> rawQuery, Headers headers, byte[] body) {
        var path = rawPath.length() > 1 && rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        var target = rawQuery.map(query -> rawPath + "?" + query).orElse(rawPath);
        return new Request(method, path, target, rawQuery.map(Request::parse).orElse(Map.of()), headers, body);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** The parameter as a number of at least {@code least}; what isn't one counts as not given. */
    int number(String name, int least, int otherwise) {
        return parameter(name)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .filter(number -> number >= least)
                .orElse(otherwise);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** A request that only reads what this one changes. */
    Request reading() {
        return new Request("GET", path, target, query, headers, new byte[0]);
    }

    /** The same request for the first page of its list. */
    Request firstPage() {
        var first = new LinkedHashMap<>(query);
        first.keySet().removeAll(Set.of("offset", "page", "cursor"));
        return new Request(method, path, target, first, headers, body);
    }

    private static Map<String, String> parse(String rawQuery) {
        var query = new LinkedHashMap<String, String>();
        for (var pair : rawQuery.split("&")) {
            var at = pair.indexOf('=');
            query.put(decode(at < 0 ? pair : pair.substring(0, at)), at < 0 ? "" : decode(pair.substring(at + 1)));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
