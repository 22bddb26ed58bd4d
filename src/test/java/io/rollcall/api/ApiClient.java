package io.rollcall.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Talks to a running Rollcall as a program would. Bodies may have single quotes for double ones. */
public final class ApiClient {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String root;
    private final List<String> headers;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param headers name, value, name, value … */
    public ApiClient(String root, String... headers) {
        this.root = root;
        this.headers = List.of(headers);
    }

    ApiClient with(String... others) {
        return new ApiClient(root, others);
    }

    /** The same client, with this header as well. */
    public ApiClient and(String name, String value) {
        var others = new ArrayList<>(headers);
        others.addAll(List.of(name, value));
        return new ApiClient(root, others.toArray(String[]::new));
    }

    /** The same client, whose requests are only for a record of this version. */
    ApiClient ifMatch(String etag) {
        return and("If-Match", etag);
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer post(String path) {
        return send("POST", path, "");
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    public Answer patch(String path, String body) {
        return send("PATCH", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, "");
    }

    public Answer send(String method, String path, String body) {
        return sendAs("application/json", method, path, body);
    }

    /** Sends a CSV file as it is. */
    Answer sendCsv(String path, String csv) {
        return sendBytes(path, csv.getBytes(StandardCharsets.UTF_8));
    }

    Answer sendBytes(String path, byte[] csv) {
        return send(request(path).header("Content-Type", "text/csv").method("POST", BodyPublishers.ofByteArray(csv)));
    }

    Answer sendAs(String contentType, String method, String path, String body) {
        var request = request(path)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(quoted(body)));
        if (!body.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(60));
    }

    private Answer send(HttpRequest.Builder request) {
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            heard.add(answer.headers().map() + answer.body());
            return Answer.of(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Headers and bodies of all answers so far. */
    List<String> heard() {
        return heard;
    }

    private static String quoted(String body) {
        return body.replace('\'', '"');
    }
}
