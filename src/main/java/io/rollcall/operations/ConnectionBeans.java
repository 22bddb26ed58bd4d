package io.rollcall.operations;

import io.rollcall.connection.ConnectionChanged;
import io.rollcall.connection.Connections;
import java.util.HashMap;
import java.util.Map;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jmx.export.MBeanExporter;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps an MBean for each connection, enabled or not: {@code io.rollcall:type=Connection,name="acme"}. The database is
 * looked at again and again, as another process may have made or deleted one.
 */
@Component
@ConditionalOnProperty(name = "spring.jmx.enabled", havingValue = "true")
class ConnectionBeans {

    private final MBeanExporter exporter;
    private final Connections connections;
    private final Standings standings;
    private final Deeds deeds;
    private final Map<String, ObjectName> registered = new HashMap<>();

    ConnectionBeans(MBeanExporter exporter, Connections connections, Standings standings, Deeds deeds) {
        this.exporter = exporter;
        this.connections = connections;
        this.standings = standings;
        this.deeds = deeds;
    }

    @EventListener
    void follow(ConnectionChanged change) {
        keep();
    }

    @Scheduled(fixedDelayString = "${rollcall.runs.heartbeat:3s}")
    void look() {
        try {
            keep();
        } catch (DataAccessException e) {
            // Runs say so where it matters; the MBeans stay as they are meanwhile.
            return;
        }
    }

    private synchronized void keep() {
        var names = connections.names();
        registered.keySet().removeIf(name -> {
            if (names.contains(name)) {
                return false;
            }
            exporter.unregisterManagedResource(registered.get(name));
            return true;
        });
        names.stream().filter(name -> !registered.containsKey(name)).forEach(name -> {
            var bean = new ConnectionOperations(name, connections, standings, deeds);
            var at = name(name);
            exporter.registerManagedResource(bean, at);
            registered.put(name, at);
        });
    }

    /** A connection's name has letters, digits and hyphens only; it is quoted as Camel quotes the names of routes. */
    private static ObjectName name(String connection) {
        try {
            return new ObjectName("io.rollcall:type=Connection,name=" + ObjectName.quote(connection));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("No name for an MBean: " + connection, e);
        }
    }
}
