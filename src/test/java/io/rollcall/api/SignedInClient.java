package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Does what a browser does, without following redirects: keeps cookies, sends forms with the token that stands in them. */
public final class SignedInClient {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http;
    private final String root;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String csrf = "";

    /** @param root for example {@code http://127.0.0.1:8080} */
    public SignedInClient(String root) {
        this(HTTP, root);
    }

    /** With a client that knows a certificate. */
    public SignedInClient(HttpClient http, String root) {
        this.http = http;
        this.root = root;
    }

    /** Signs in as somebody would; the answer leads to the overview or back to the page. */
    public Answer signIn(String name, String password) {
        get("/sign-in").expect(200);
        return submit("/sign-in", Map.of("name", name, "password", password));
    }

    /** A page. The token in its forms is sent with what follows. */
    public Answer get(String path) {
        return get(path, Map.of());
    }

    public Answer get(String path, Map<String, String> headers) {
        var request = request(path).header("Accept", "text/html").GET();
        headers.forEach(request::setHeader);
        var answer = send(request);
        var found = CSRF.matcher(answer.text());
        if (found.find()) {
            csrf = found.group(1);
        }
        return answer;
    }

    /** A part of a page, as htmx asks for it. */
    Answer getPart(String path) {
        return send(request(path).header("HX-Request", "true").GET());
    }

    /** Sends a form, with the token of the last page. */
    public Answer submit(String path, Map<String, String> form) {
        var fields = new LinkedHashMap<>(form);
        fields.put("_csrf", csrf);
        return submitAsIs(path, fields);
    }

    /** Sends a form without a token, as a foreign page would have it sent. */
    public Answer submitAsIs(String path, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Sends JSON, as a script of a page would. */
    public Answer send(String method, String path, String body) {
        return send(json(method, path, body).header("X-CSRF-TOKEN", csrf));
    }

    Answer send(String method, String path, String body, Map<String, String> headers) {
        var request = json(method, path, body).header("X-CSRF-TOKEN", csrf);
        headers.forEach(request::setHeader);
        return send(request);
    }

    /** The same without the token. */
    public Answer sendWithoutToken(String method, String path, String body) {
        return send(json(method, path, body));
    }

    private HttpRequest.Builder json(String method, String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    }

    /** The cookies, as they would be sent. */
    public String cookies() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The value of the session's cookie, to give to a real browser under the name {@code rollcall}. */
    public String session() {
        assertThat(cookies).containsKey("rollcall");
        return cookies.get("rollcall");
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(60));
        return cookies.isEmpty() ? request : request.header("Cookie", cookies());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            keep(answer);
            return Answer.of(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(HttpResponse<String> answer) {
        answer.headers().allValues("Set-Cookie").forEach(line -> {
            var pair = line.split(";")[0].split("=", 2);
            if (line.contains("Max-Age=0") || pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        });
    }
}
