package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a simulated tenant as a client of it would. */
record TenantClient(String baseUrl, String token) {

    static final String TOKEN = "5f0c9c1e-6d0a-4a57-9c07-2b6a1f1d7e10";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    static TenantClient of(SimulatedIru sim) {
        return new TenantClient(sim.baseUrl(), TOKEN);
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException {
        return send(request(pathAndQuery).GET().build());
    }

    JsonNode json(String pathAndQuery) throws IOException {
        var answer = get(pathAndQuery);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException {
        return send(request(path).method(method, BodyPublishers.ofString(body)).build());
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(baseUrl + pathAndQuery))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException {
        return interruptibly(() -> HTTP.send(request, BodyHandlers.ofString()));
    }

    HttpResponse<InputStream> stream(String path) throws IOException {
        return interruptibly(() -> HTTP.send(request(path).build(), BodyHandlers.ofInputStream()));
    }

    /** All pages of the device list, in the order of the ids. */
    List<JsonNode> allDevices() throws IOException {
        var all = new ArrayList<JsonNode>();
        for (var offset = 0; ; offset += 300) {
            var page = json("/api/v1/devices?ordering=device_id&limit=300&offset=" + offset);
            page.forEach(all::add);
            if (page.size() < 300) {
                return all;
            }
        }
    }

    static String resource(String path) {
        try (var file = TenantClient.class.getResourceAsStream("/iru/" + path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode example(String name) throws IOException {
        return JSON.readTree(resource("examples/" + name + ".json"));
    }

    private interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    private static <T> T interruptibly(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
