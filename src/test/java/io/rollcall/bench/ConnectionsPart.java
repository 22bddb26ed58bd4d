package io.rollcall.bench;

import static io.rollcall.bench.BenchmarkMain.say;
import static io.rollcall.bench.BenchmarkMain.seconds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Many connections set in application.yaml: how long a start takes, and what the program needs while none of them has
 * anything to do. Memory and threads are read from {@code /proc}, so on Linux only.
 */
final class ConnectionsPart {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private ConnectionsPart() {}

    static void run(Path home, int connections) throws IOException {
        say("%n%,d connections in application.yaml, 10 devices each", connections);
        try (var tenant = SimulatorProcess.start(10, 0)) {
            var settings = settings(home, connections, tenant.baseUrl());
            try (var first = RollcallProcess.start(home, settings)) {
                awaitRoutes(first, connections, "first start (each is tested)");
                awaitFirstSyncs(first, connections);
            }
            try (var again = RollcallProcess.startAgain(home, settings)) {
                awaitRoutes(again, connections, "start");
                RollcallProcess.await(() -> again.memory().live() > 0);
                var started = System.nanoTime();
                var least = awaitQuiet(again);
                say(
                        "  idle after %.0f s more: %s of memory (RSS), %s threads; reachable heap %d MB; processor time in"
                                + " %d s: %.1f s",
                        (System.nanoTime() - started) / 1e9,
                        status(again, "VmRSS"),
                        status(again, "Threads"),
                        again.memory().live(),
                        IDLE.toSeconds(),
                        seconds(least));
                var before = System.nanoTime();
                again.syncToItsEnd("c00001");
                say("  a sync of one of them: %.1f s", (System.nanoTime() - before) / 1e9);
            }
        }
    }

    /** In a file, as numbers on the command line are texts, which a policy refuses. */
    private static List<String> settings(Path home, int connections, String baseUrl) throws IOException {
        var yaml = new StringBuilder("rollcall:\n  connections:\n");
        for (var number = 1; number <= connections; number++) {
            yaml.append("""
                        c%05d:
                          source: iru
                          base-url: %s
                          credentials: {token: "%s"}
                          policy: {schedule: {every: 24h}, limits: {per-second: 100000, per-hour: 100000000}}
                          enabled: true
                    """.formatted(number, baseUrl, SimulatorProcess.TOKEN));
        }
        var file = Files.writeString(home.resolveSibling("bench-connections.yaml"), yaml);
        return List.of("--rollcall.runs.rest-after=5s", "--spring.config.additional-location=" + file.toUri());
    }

    private static void awaitRoutes(RollcallProcess rollcall, int connections, String what) {
        RollcallProcess.await(() -> rollcall.says("its routes are running") >= connections);
        say(
                "  %s: %.1f s until it is started, %.1f s until all routes are there",
                what, seconds(rollcall.startedAfter()), seconds(rollcall.age()));
    }

    private static void awaitFirstSyncs(RollcallProcess rollcall, int connections) {
        RollcallProcess.await(
                () -> rollcall.value("select count(distinct connection_id) from run where state = 'succeeded'")
                        .equals(String.valueOf(connections)));
        say("  all first syncs have ended after %.1f s", seconds(rollcall.age()));
    }

    /** Waits until nothing comes to rest any more, and gives the processor time of a while in which nothing happens. */
    private static Duration awaitQuiet(RollcallProcess rollcall) throws IOException {
        while (true) {
            var threads = status(rollcall, "Threads");
            var before = rollcall.process().info().totalCpuDuration().orElse(Duration.ZERO);
            LockSupport.parkNanos(IDLE.toNanos());
            if (status(rollcall, "Threads").equals(threads)) {
                return rollcall.process()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .minus(before);
            }
        }
    }

    private static String status(RollcallProcess rollcall, String key) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + rollcall.process().pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.substring(key.length() + 1).strip())
                    .findFirst()
                    .orElse("?");
        }
    }
}
