package io.rollcall.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a simulated Jamf Pro server as a process of its own, for benchmarks: {@code --port 18081 --computers 4000 --mobiles
 * 1000 --seed 42 --latency 0 (milliseconds) --token-life 1200 (seconds) --client-id rollcall --client-secret secret
 * --host 127.0.0.1}. Only counters are kept of requests; it ends with the process.
 */
public final class SimulatedJamfMain {

    private static final Set<String> OPTIONS = Set.of(
            "port", "computers", "mobiles", "seed", "latency", "token-life", "client-id", "client-secret", "host");

    private SimulatedJamfMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var options = options(arguments);
        var builder = SimulatedJamf.builder()
                .host(options.getOrDefault("host", "127.0.0.1"))
                .port(number(options, "port", 18081))
                .computers(number(options, "computers", 4000))
                .mobiles(number(options, "mobiles", 1000))
                .seed(number(options, "seed", 42))
                .latency(Duration.ofMillis(number(options, "latency", 0)))
                .tokenLife(Duration.ofSeconds(number(options, "token-life", 1200)))
                .client(options.getOrDefault("client-id", "rollcall"), options.getOrDefault("client-secret", "secret"))
                .keepRequests(0);
        try (var sim = builder.start()) {
            System.out.println("Simulated Jamf Pro server with " + sim.fleet().size() + " devices on " + sim.baseUrl());
            new CountDownLatch(1).await();
        }
    }

    private static Map<String, String> options(String... arguments) {
        var options = new HashMap<String, String>();
        for (var i = 0; i < arguments.length; i += 2) {
            var name = arguments[i].replaceFirst("^--", "");
            if (!OPTIONS.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("Options are pairs of --name and value, with the names "
                        + OPTIONS.stream().sorted().toList() + "; got " + Arrays.toString(arguments));
            }
            options.put(name, arguments[i + 1]);
        }
        return options;
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return options.containsKey(name) ? Integer.parseInt(options.get(name)) : otherwise;
    }
}
