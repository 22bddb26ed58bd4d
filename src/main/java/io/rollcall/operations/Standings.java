package io.rollcall.operations;

import io.rollcall.alert.Alert;
import io.rollcall.alert.Alerts;
import io.rollcall.connection.Connections;
import io.rollcall.sync.Freshness;
import io.rollcall.sync.Freshness.Standing;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * How all connections stand, for attributes of MBeans: four statements, however many connections there are and however
 * many attributes are read within two seconds. Nothing is read while nobody looks.
 */
@Component
class Standings {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final int MOST_ALERTS = 500;

    private static final Standing NEVER = new Standing(Optional.empty(), Optional.empty(), 0, 0);

    private final Connections connections;
    private final Freshness freshness;
    private final RunReader runs;
    private final Alerts alerts;
    private final Clock clock;
    private Snapshot last = new Snapshot(Instant.MIN, Map.of(), Set.of(), Map.of(), List.of());

    Standings(Connections connections, Freshness freshness, RunReader runs, Alerts alerts, Clock clock) {
        this.connections = connections;
        this.freshness = freshness;
        this.runs = runs;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * What was read at a moment.
     *
     * @param byName every connection
     * @param enabled the names of those that sync
     * @param lastSyncs the newest sync of each connection that ever had one
     * @param alerts those that are open, at most 500
     */
    record Snapshot(
            Instant at,
            Map<String, Standing> byName,
            Set<String> enabled,
            Map<String, Run> lastSyncs,
            List<Alert> alerts) {

        Standing of(String connection) {
            return byName.getOrDefault(connection, NEVER);
        }

        /** What the open alert of a connection says; empty: there is none. */
        Optional<String> alertOf(String connection) {
            return alerts.stream()
                    .filter(alert ->
                            alert.connection().filter(connection::equals).isPresent())
                    .findFirst()
                    .map(Alert::message);
        }
    }

    synchronized Snapshot now() {
        var now = clock.instant();
        if (last.at().isBefore(now.minus(FRESH))) {
            last = new Snapshot(
                    now,
                    freshness.all(),
                    Set.copyOf(connections.enabledVersions().keySet()),
                    runs.lastSyncs(),
                    alerts.list(true, Long.MAX_VALUE, MOST_ALERTS));
        }
        return last;
    }
}
