package io.rollcall.bench;

import io.rollcall.demo.SimulatedIru;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures the packaged program. {@code mvn -Pbench verify}; single parts: {@code -Dbench.parts=floor,latency}. All on one
 * machine: the program, its PostgreSQL and the simulated tenant share the processors.
 */
public final class BenchmarkMain {

    private static final int AT_ONCE = 16;

    private static final String RAISED =
            "\"limits\": {\"per-second\": 100000, \"per-hour\": 100000000, \"at-once\": " + AT_ONCE + "}";
    private static final String ALWAYS = "{" + RAISED + ", \"page-size\": 300, \"details\": {\"mode\": \"always\"}}";
    private static final String CHANGED = "{" + RAISED + ", \"page-size\": 300, \"details\": {\"mode\": \"changed\"}}";

    /** An hour that can't be used up in a short run; the pace and the number at once are the source's own. */
    private static final String VENDOR = "{\"page-size\": 300, \"details\": {\"mode\": \"always\"}}";

    /** Whether the users of the devices are people here already, so that assets are checked out to them. */
    private static final boolean PEOPLE = Boolean.getBoolean("bench.people");

    private static final String MAKING_PEOPLE =
            "{" + RAISED + ", \"page-size\": 300, \"people\": {\"create\": \"always\"}}";

    private static final Set<String> PARTS =
            Set.of(System.getProperty("bench.parts", "floor,jamf,latency,large,limits,console")
                    .split(","));

    private static final Set<String> OF_SYNCS = Set.of("floor", "jamf", "latency", "limits");

    private final RollcallProcess rollcall;

    private BenchmarkMain(RollcallProcess rollcall) {
        this.rollcall = rollcall;
    }

    public static void main(String[] arguments) throws Exception {
        var home = Path.of(System.getProperty("bench.home", "target/bench")).toAbsolutePath();
        say("Java %s, %d processors", Runtime.version(), Runtime.getRuntime().availableProcessors());
        if (PARTS.stream().anyMatch(OF_SYNCS::contains)) {
            syncs(home);
        }
        if (PARTS.contains("connections")) {
            ConnectionsPart.run(home, number("bench.connections", 100));
        }
        if (PARTS.contains("console")) {
            try (var rollcall = RollcallProcess.start(home)) {
                ConsolePart.measure(rollcall, number("bench.assets", 100_000));
            }
        }
        if (PARTS.contains("large")) {
            try (var rollcall = RollcallProcess.start(home, "-Xmx512m")) {
                new BenchmarkMain(rollcall).large(number("bench.large", 100_000));
            }
        }
    }

    private static void syncs(Path home) throws Exception {
        try (var rollcall = RollcallProcess.start(home)) {
            var benchmark = new BenchmarkMain(rollcall);
            if (PARTS.contains("floor")) {
                benchmark.besideTheFloor(number("bench.devices", 20_000), number("bench.rounds", 6));
            }
            if (PARTS.contains("jamf")) {
                JamfPart.besideTheFloor(rollcall, RAISED, 20_000, 5_000, number("bench.rounds", 3));
            }
            if (PARTS.contains("latency")) {
                benchmark.withLatency(3_350, 50);
            }
            if (PARTS.contains("limits")) {
                benchmark.underTheVendorsLimits(3_000);
            }
        }
    }

    private static int number(String property, int otherwise) {
        return Integer.getInteger(property, otherwise);
    }

    /** First syncs with all details, turn by turn with the floor. */
    private void besideTheFloor(int devices, int rounds) throws Exception {
        say("%n%,d devices, details always, no latency, %d at once (limits raised)", devices, AT_ONCE);
        try (var tenant = SimulatorProcess.start(devices, 0);
                var floor = new Floor(tenant.baseUrl(), rollcall.database(), AT_ONCE)) {
            if (PEOPLE) {
                rollcall.connect(tenant.baseUrl(), MAKING_PEOPLE);
                rollcall.ended();
                say("  people known beforehand: %s", rollcall.value("select count(*) from person"));
            }
            var ratios = new ArrayList<Double>();
            for (var round = 1; round <= rounds; round++) {
                rollcall.empty();
                var idle = Processors.of(rollcall, tenant);
                var started = System.nanoTime();
                floor.run();
                var least = Duration.ofNanos(System.nanoTime() - started);
                var usedByFloor = Processors.of(rollcall, tenant).since(idle);
                rollcall.empty();
                var processors = Processors.of(rollcall, tenant);
                rollcall.connect(tenant.baseUrl(), ALWAYS);
                var run = rollcall.ended();
                var used = Processors.of(rollcall, tenant).since(processors);
                ratios.add(seconds(least) / seconds(run.took()));
                say(
                        "  round %d: floor %.2f s (%,.0f/s), Rollcall %.2f s (%,.0f/s), ratio %.2f; %,d API calls, "
                                + "%d pages, created %,d, checked out %s",
                        round,
                        seconds(least),
                        devices / seconds(least),
                        seconds(run.took()),
                        devices / seconds(run.took()),
                        ratios.get(ratios.size() - 1),
                        run.apiCalls(),
                        run.pages(),
                        run.count("created"),
                        rollcall.value("select count(*) from checkout where checked_in_at is null"));
                say("           processor time of the round: floor %s; Rollcall %s", usedByFloor, used);
            }
            var warm = ratios.subList(ratios.size() / 2, ratios.size()).stream()
                    .sorted()
                    .toList();
            say("  warm (median of the last %d rounds): ratio %.2f, promised 0.50", warm.size(), median(warm));
            rollcall.empty();
            var statements = rollcall.statementsDuring(() -> {
                rollcall.connect(tenant.baseUrl(), ALWAYS);
                rollcall.ended();
            });
            var pages = rollcall.ended().pages();
            say(
                    "  SQL statements a page, with the list's and the heartbeats: %.1f (a page alone takes at most 15)",
                    (double) statements / pages);
        }
    }

    private static double median(List<Double> sorted) {
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The same where the network is what takes the time. */
    private void withLatency(int devices, int latency) {
        say("%n%,d devices, details always, %d ms a request, %d at once (limits raised)", devices, latency, AT_ONCE);
        try (var tenant = SimulatorProcess.start(devices, latency)) {
            for (var round = 1; round <= 2; round++) {
                rollcall.empty();
                rollcall.connect(tenant.baseUrl(), ALWAYS);
                var run = rollcall.ended();
                var bound = run.apiCalls() * latency / 1000.0 / AT_ONCE;
                say(
                        "  first sync: %.2f s (%,.0f/s, %.1f ms a device), %,d API calls; the requests alone take %.2f "
                                + "s; ratio %.2f, promised 1.10",
                        seconds(run.took()),
                        devices / seconds(run.took()),
                        1000 * seconds(run.took()) / devices,
                        run.apiCalls(),
                        bound,
                        seconds(run.took()) / bound);
            }
            rollcall.empty();
            rollcall.connect(tenant.baseUrl(), CHANGED);
            rollcall.ended();
            rollcall.sync();
            var again = rollcall.ended();
            say(
                    "  nothing changed, details changed: %.2f s (%.2f ms a device), %,d API calls",
                    seconds(again.took()), 1000 * seconds(again.took()) / devices, again.apiCalls());
            say("  the peer (kandji2snipe, measured): 168 ms a device at first, 167 ms a device with nothing changed");
        }
    }

    /** A large fleet in a small heap. */
    private void large(int devices) {
        say("%n%,d devices, details changed, no latency, heap 512 MB (limits raised)", devices);
        try (var tenant = SimulatorProcess.start(devices, 0)) {
            rollcall.empty();
            var memory = rollcall.memory();
            rollcall.connect(tenant.baseUrl(), CHANGED);
            for (var seen = devices / 10; seen < devices; seen += devices * 3 / 10 - 1) {
                rollcall.awaitSeen(seen);
                say(
                        "  live after %,d devices: %d MB",
                        rollcall.newest().at("/counts/seen").asInt(), memory.live());
            }
            var first = rollcall.ended();
            say(
                    "  first sync: %.1f s (%,.0f/s), %,d API calls, heap at most 512 MB, of it reachable at the end %d MB",
                    seconds(first.took()), devices / seconds(first.took()), first.apiCalls(), memory.live());
            var rows = versions();
            rollcall.sync();
            var second = rollcall.ended();
            say(
                    "  unchanged second sync: %.1f s (%,.0f/s), %,d API calls (list pages: %,d), heap at most 512 MB, "
                            + "unchanged %,d, skipped %,d, rows of devices, assets and history: %s",
                    seconds(second.took()),
                    devices / seconds(second.took()),
                    second.apiCalls(),
                    (devices + 299) / 300 + (devices % 300 == 0 ? 1 : 0),
                    second.count("unchanged"),
                    second.count("skipped"),
                    rows.equals(versions()) ? "none rewritten" : "REWRITTEN");
        }
    }

    /** Changes with each write of any row of the inventory. */
    private String versions() {
        return rollcall.value("""
                select (select md5(string_agg(xmin::text || ctid::text, ',' order by id)) from device) || ' '
                    || (select md5(string_agg(xmin::text || ctid::text, ',' order by id)) from asset) || ' '
                    || (select count(*) from asset_event)
                """);
    }

    /** Where the tenant's limits decide how long it takes. */
    private void underTheVendorsLimits(int devices) {
        say("%n%,d devices, details always, no latency, the vendor's limits (50/s, 10,000/h, 16 at once)", devices);
        try (var tenant = SimulatedIru.builder()
                .devices(devices)
                .limits(50, 10_000)
                .token("bench", SimulatorProcess.TOKEN)
                .keepRequests(100_000)
                .start()) {
            rollcall.empty();
            rollcall.connect(tenant.baseUrl(), VENDOR);
            var run = rollcall.ended();
            var refused = tenant.requests().all().stream()
                    .filter(request -> request.status() == 429)
                    .count();
            say(
                    "  first sync: %.2f s, %,d API calls, %.2f/s: %.3f of 50/s, promised 0.98; refused by the tenant: "
                            + "%d; most in any second: %d",
                    seconds(run.took()),
                    run.apiCalls(),
                    run.apiCalls() / seconds(run.took()),
                    run.apiCalls() / seconds(run.took()) / 50,
                    refused,
                    tenant.requests().mostWithin(Duration.ofSeconds(1)));
        }
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
