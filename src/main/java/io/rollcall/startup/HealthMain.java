package io.rollcall.startup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * Whether the Rollcall on this machine is well: exit code 0 if it is. For the image's health check, where there is no other
 * program that could ask.
 */
public final class HealthMain {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int OK = 200;

    private HealthMain() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(isWell(System.getenv()) ? 0 : 1);
    }

    /** Asks at the port that the process beside this one has by the same environment. */
    static boolean isWell(Map<String, String> environment) throws InterruptedException {
        var port = environment.getOrDefault("MANAGEMENT_SERVER_PORT", "8081");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .timeout(PATIENCE)
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false;
        }
    }
}
