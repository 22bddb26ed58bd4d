package io.rollcall.console;

import io.rollcall.alert.Alert;
import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.sync.Freshness;
import io.rollcall.sync.Freshness.Standing;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How connections stand: four statements, however many there are. */
@Component
class ConnectionRows {

    private static final int MOST_ALERTS = 500;

    private static final Standing NEVER = new Standing(Optional.empty(), Optional.empty(), 0, 0);

    private final Connections connections;
    private final Freshness freshness;
    private final RunReader runs;
    private final Alerts alerts;

    ConnectionRows(Connections connections, Freshness freshness, RunReader runs, Alerts alerts) {
        this.connections = connections;
        this.freshness = freshness;
        this.runs = runs;
        this.alerts = alerts;
    }

    /** By name. */
    List<ConnectionRow> all() {
        return rows(connections.all());
    }

    ConnectionRow of(Connection connection) {
        return rows(List.of(connection)).get(0);
    }

    private List<ConnectionRow> rows(List<Connection> shown) {
        var standings = freshness.all();
        var syncs = runs.lastSyncs();
        var incidents = incidents();
        return shown.stream()
                .map(connection -> row(
                        connection,
                        standings.getOrDefault(connection.name(), NEVER),
                        Optional.ofNullable(syncs.get(connection.name())),
                        Optional.ofNullable(incidents.get(connection.name()))))
                .toList();
    }

    private ConnectionRow row(
            Connection connection, Standing standing, Optional<Run> lastSync, Optional<Alert> incident) {
        var late = connection.enabled()
                && standing.goodAt()
                        .filter(good -> freshness.isLate(connection.policy().schedule(), good))
                        .isPresent();
        return new ConnectionRow(connection, standing, lastSync, incident, late);
    }

    private Map<String, Alert> incidents() {
        return alerts.list(true, Long.MAX_VALUE, MOST_ALERTS).stream()
                .filter(alert -> alert.kind() == AlertKind.CONNECTION_FAILING)
                .filter(alert -> alert.connection().isPresent())
                .collect(Collectors.toMap(
                        alert -> alert.connection().orElseThrow(), Function.identity(), (one, other) -> one));
    }
}
