package io.rollcall.bench;

import static io.rollcall.bench.BenchmarkMain.say;
import static io.rollcall.bench.BenchmarkMain.seconds;

import java.time.Duration;

/** First syncs of a Jamf Pro server, turn by turn with the floor. */
final class JamfPart {

    private static final String NO_PEOPLE =
            ", \"people\": {\"create\": \"never\"}, \"assignee\": {\"create\": \"none\"}";

    private JamfPart() {}

    static void besideTheFloor(RollcallProcess rollcall, String limits, int computers, int mobiles, int rounds)
            throws Exception {
        var people = Boolean.getBoolean("bench.people");
        say(
                "%nJamf Pro: %,d computers, %,d mobile devices, no latency (limits raised), %s",
                computers, mobiles, people ? "people created and assets checked out to them" : "without people");
        var policy = "{%s, \"page-size\": %d%s}".formatted(limits, JamfFloor.PAGE, people ? "" : NO_PEOPLE);
        try (var tenant = SimulatorProcess.startJamf(computers, mobiles)) {
            var floor = new JamfFloor(tenant.baseUrl(), rollcall.database());
            var memory = rollcall.memory();
            for (var round = 1; round <= rounds; round++) {
                rollcall.empty();
                var idle = Processors.of(rollcall, tenant);
                var started = System.nanoTime();
                var stored = floor.run();
                var least = Duration.ofNanos(System.nanoTime() - started);
                var usedByFloor = Processors.of(rollcall, tenant).since(idle);
                rollcall.empty();
                var processors = Processors.of(rollcall, tenant);
                rollcall.connectJamf(tenant.baseUrl(), policy);
                var run = rollcall.ended();
                var used = Processors.of(rollcall, tenant).since(processors);
                say(
                        "  round %d: floor %.2f s (%,d devices, %,.0f/s), Rollcall %.2f s (%,d seen, %,.0f/s), ratio "
                                + "%.2f; %,d API calls, %d pages, created %,d; heap in use %d MB, reachable %d MB",
                        round,
                        seconds(least),
                        stored,
                        stored / seconds(least),
                        seconds(run.took()),
                        run.count("seen"),
                        run.count("seen") / seconds(run.took()),
                        seconds(least) * run.count("seen") / stored / seconds(run.took()),
                        run.apiCalls(),
                        run.pages(),
                        run.count("created"),
                        memory.used(),
                        memory.live());
                say("           processor time of the round: floor %s; Rollcall %s", usedByFloor, used);
            }
        }
    }
}
