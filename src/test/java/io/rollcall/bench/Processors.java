package io.rollcall.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Processor time used so far by each of those that share the machine. */
record Processors(Duration benchmark, Duration rollcall, Duration database, Duration tenant) {

    static Processors of(RollcallProcess rollcall, SimulatorProcess tenant) {
        return new Processors(
                used(List.of(ProcessHandle.current())),
                used(List.of(rollcall.process())),
                used(rollcall.databaseProcesses()),
                used(List.of(tenant.process().toHandle())));
    }

    /** With what their children used that have ended, such as a database session. */
    private static Duration used(List<ProcessHandle> processes) {
        return processes.stream().map(Processors::used).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration used(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Stream.of(11, 12, 13, 14)
                    .map(field -> Duration.ofMillis(10 * Long.parseLong(fields[field])))
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    Processors since(Processors before) {
        return new Processors(
                benchmark.minus(before.benchmark),
                rollcall.minus(before.rollcall),
                database.minus(before.database),
                tenant.minus(before.tenant));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "benchmark %.1f s, Rollcall %.1f s, PostgreSQL %.1f s, simulated tenant %.1f s",
                benchmark.toMillis() / 1e3,
                rollcall.toMillis() / 1e3,
                database.toMillis() / 1e3,
                tenant.toMillis() / 1e3);
    }
}
