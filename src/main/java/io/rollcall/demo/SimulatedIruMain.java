package io.rollcall.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a simulated Iru tenant as a process of its own, for benchmarks: {@code --port 18080 --devices 5000 --seed 42
 * --latency 0 (milliseconds) --token <uuid> --host 127.0.0.1 --per-second 50 --per-hour 10000}. Only counters are kept of
 * requests; it ends with the process.
 */
public final class SimulatedIruMain {

    private static final Set<String> OPTIONS =
            Set.of("port", "devices", "seed", "latency", "token", "host", "per-second", "per-hour");

    private SimulatedIruMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var options = options(arguments);
        var builder = SimulatedIru.builder()
                .host(options.getOrDefault("host", "127.0.0.1"))
                .port(number(options, "port", 18080))
                .devices(number(options, "devices", 5000))
                .seed(number(options, "seed", 42))
                .latency(Duration.ofMillis(number(options, "latency", 0)))
                .token("main", options.getOrDefault("token", "00000000-0000-4000-8000-000000000000"))
                .keepRequests(0);
        if (options.containsKey("per-second") || options.containsKey("per-hour")) {
            builder.limits(number(options, "per-second", 50), number(options, "per-hour", 10_000));
        }
        try (var sim = builder.start()) {
            sim.fleet().render();
            System.out.println("Simulated Iru tenant with " + sim.fleet().size() + " devices on " + sim.baseUrl());
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
