package io.rollcall.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Figures of the whole inventory, read from the database now and then: every process shows the same, and a scrape costs
 * the database nothing. While the database is away the last ones stand; how old they are is a figure as well.
 */
@Component
class Figures {

    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

    /** As many requests as no tenant allows: there is no limit that could run out. */
    private static final int NO_LIMIT = 10_000_000;

    private final FigureSql sql;
    private final Connections connections;
    private final Counts counts;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private volatile Instant readAt;
    private volatile boolean ready;

    Figures(FigureSql sql, Connections connections, Counts counts, MeterRegistry registry, Clock clock) {
        this.sql = sql;
        this.connections = connections;
        this.counts = counts;
        this.registry = registry;
        this.clock = clock;
        this.readAt = clock.instant();
        TimeGauge.builder("rollcall.figures.age", this, TimeUnit.MILLISECONDS, Figures::age)
                .description("How long ago the figures were read from the database")
                .register(registry);
    }

    private double age() {
        return clock.millis() - readAt.toEpochMilli();
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
    }

    @Scheduled(fixedDelayString = "${rollcall.metrics.every:15s}")
    void read() {
        if (!ready) {
            return;
        }
        try {
            var rows = sql.connections();
            show(rows);
            showAlerts();
            showQuotas();
            counts.keepOnly(rows.stream().map(FigureSql.Row::connection).collect(Collectors.toSet()));
            readAt = clock.instant();
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("The figures stay as they are: {}", e.getMessage());
        }
    }

    private void show(List<FigureSql.Row> rows) {
        gauge(
                "rollcall.sync.last.success.timestamp",
                "seconds",
                "When the last good sync ended, as a Unix time",
                rows.stream()
                        .filter(row -> row.succeededAt().isPresent())
                        .map(row -> row(row, row.succeededAt().orElseThrow().toEpochMilli() / 1000.0))
                        .toList());
        gauge(
                "rollcall.sync.last.duration",
                "seconds",
                "How long the last good sync took",
                rows.stream()
                        .filter(row -> row.succeededAt().isPresent())
                        .map(row -> row(row, row.seconds()))
                        .toList());
        each(rows, "rollcall.connection.enabled", "Whether the connection syncs", row -> row.enabled() ? 1 : 0);
        each(rows, "rollcall.sync.running", "Whether a run is under way", row -> row.running() ? 1 : 0);
        each(rows, "rollcall.devices.known", "Devices that the source has", FigureSql.Row::devices);
        each(rows, "rollcall.dead.letters.open", "Devices that failed", FigureSql.Row::deadLetters);
        each(rows, "rollcall.removals.held", "Devices whose removal waits for a person", FigureSql.Row::held);
        each(rows, "rollcall.outbox.pending", "Changes to be sent to the source", FigureSql.Row::pending);
        each(rows, "rollcall.outbox.failed", "Changes that couldn't be sent", FigureSql.Row::failed);
        each(
                rows,
                "rollcall.commands.unknown",
                "Commands of which nobody knows whether they were carried out",
                FigureSql.Row::unclear);
    }

    private void showAlerts() {
        gauge(
                "rollcall.alerts.open",
                "",
                "Alerts that are not over",
                sql.openAlerts().stream()
                        .map(open ->
                                Row.of(Tags.of("kind", open.kind(), "connection", open.connection()), open.number()))
                        .toList());
    }

    private void showQuotas() {
        var taken = sql.taken();
        var limits = connections.all().stream()
                .collect(Collectors.toMap(
                        Connection::tenant, connection -> connection.limits().perHour(), Math::min));
        gauge(
                "rollcall.api.quota.remaining",
                "",
                "Requests that may still be sent to the tenant in this rolling hour",
                limits.entrySet().stream()
                        .filter(limit -> limit.getValue() < NO_LIMIT)
                        .map(limit -> Row.of(
                                Tags.of("tenant", limit.getKey()),
                                Math.max(0, limit.getValue() - taken.getOrDefault(limit.getKey(), 0L))))
                        .toList());
    }

    private void each(
            List<FigureSql.Row> rows, String name, String description, Function<FigureSql.Row, Number> value) {
        gauge(
                name,
                "",
                description,
                rows.stream().map(row -> row(row, value.apply(row))).toList());
    }

    private static Row<Number> row(FigureSql.Row row, Number value) {
        return Row.of(Tags.of("connection", row.connection()), value);
    }

    /** Takes the place of the rows before: what is gone is not shown any more. */
    private void gauge(String name, String unit, String description, List<Row<Number>> rows) {
        gauges.computeIfAbsent(
                        name,
                        gauge -> MultiGauge.builder(gauge)
                                .description(description)
                                .baseUnit(unit.isEmpty() ? null : unit)
                                .register(registry))
                .register(rows, true);
    }
}
