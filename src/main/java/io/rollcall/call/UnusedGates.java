package io.rollcall.call;

import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionChanged;
import io.rollcall.connection.Connections;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Forgets the gates of tenants whose last connection was deleted: their limits must not bind the next connection. */
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
        if (connections.find(changed.name()).isEmpty()) {
            gates.keepOnly(connections.all().stream()
                    .collect(Collectors.groupingBy(
                            Connection::tenant, Collectors.mapping(Connection::id, Collectors.toSet()))));
        }
    }
}
