package io.rollcall.sync;

import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Raises an alert when a connection's run fails for good, and closes it when one reads the list again (E13). */
@Component
class RunAlerts {

    private final Alerts alerts;
    private final Connections connections;

    RunAlerts(Alerts alerts, Connections connections) {
        this.alerts = alerts;
        this.connections = connections;
    }

    @EventListener
    void follow(RunEnded ended) {
        var run = ended.run();
        connections.find(run.connection()).map(Connection::id).ifPresent(connection -> follow(run, connection));
    }

    /** A replay that goes well says nothing of the list: it may need no request at all. */
    private void follow(Run run, long connection) {
        if (run.state() == RunState.FAILED && !run.kind().isAboutSingleDevices()) {
            alerts.open(
                    AlertKind.CONNECTION_FAILING,
                    connection,
                    run.id(),
                    "The connection " + run.connection() + " can't sync. " + run.message());
        } else if (run.kind() == RunKind.SYNC && run.pagesComplete()) {
            alerts.close(AlertKind.CONNECTION_FAILING, connection, "run " + run.id());
        }
    }
}
