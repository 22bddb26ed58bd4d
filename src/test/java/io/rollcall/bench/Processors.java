package io.rollcall.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Processor time used so far by each of those that share the machine. */
record Processors(Duration benchmark, Duration rollcall, Duration database, Duration tenant) {

    static Processors of(RollcallProcess rollcall, SimulatorProcess tenant) {
        return new Processors(
                used(List.of(ProcessHandle.current())),
                used(List.of(rollcall.process())),
                used(rollcall.databaseProcesses()),
                used(List.of(tenant.process().toHandle())));
    }

    private static Duration used(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
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
