package io.rollcall.call;

import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionChanged;
import io.rollcall.connection.Connections;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Forgets the gates of tenants whose last connection was deleted or has moved, and what deleted connections asked for: their
 * limits must not bind the next connection. A request that was under way when its connection went may have asked once more,
 * so this is done whenever a connection changes.
 */
@Component
class UnusedGates {

    private final TenantGates gates;
    private final Connections connections;

    UnusedGates(TenantGates gates, Connections connections) {
        this.gates = gates;
        this.connections = connections;
    }

    @EventListener
    void forget(ConnectionChanged changed) {
        if (changed.justEnabled()) {
            return;
        }
        gates.keepOnly(connections.all().stream()
                .collect(Collectors.groupingBy(
                        Connection::tenant, Collectors.mapping(Connection::id, Collectors.toSet()))));
    }
}
