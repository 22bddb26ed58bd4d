package io.rollcall.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the routes of connections that have nothing to do, and starts them again when there is: a route that waits has
 * threads that wait, six a connection, and a thousand connections sync once in a while. What is sent meanwhile stays in the
 * route's queue. A route that somebody stopped is left as it is.
 */
final class RestingRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(RestingRoutes.class);

    /** A stop takes a moment in which nothing else is looked after. */
    private static final int MOST_AT_ONCE = 5;

    private static final int STOP_SECONDS = 2;

    private final CamelContext camel;
    private final Clock clock;
    private final Duration after;

    /** A connection → its routes that take from queues of this process, which alone can rest. */
    private final Map<String, List<Waiting>> routes = new ConcurrentHashMap<>();

    /** A connection → those of them that rest. */
    private final Map<String, Set<String>> resting = new ConcurrentHashMap<>();

    private final Map<String, Instant> busyAt = new ConcurrentHashMap<>();

    private record Waiting(String route, SedaEndpoint queue) {}

    /** @param after how long a connection has nothing to do before its routes rest */
    RestingRoutes(CamelContext camel, Clock clock, Duration after) {
        this.camel = camel;
        this.clock = clock;
        this.after = after;
    }

    /** A connection got its routes. Those that can rest do; others are started. */
    void added(String connection, List<String> ids) {
        var able = new ArrayList<Waiting>();
        for (var id : ids) {
            if (camel.getRoute(id).getEndpoint() instanceof SedaEndpoint queue) {
                able.add(new Waiting(id, queue));
            } else {
                start(id);
            }
        }
        routes.put(connection, List.copyOf(able));
        resting.put(connection, able.stream().map(Waiting::route).collect(Collectors.toSet()));
    }

    /** A connection's routes are going. */
    void removed(String connection) {
        routes.remove(connection);
        resting.remove(connection);
        busyAt.remove(connection);
    }

    /** There is something to do for a connection. */
    void rouse(String connection) {
        busyAt.put(connection, clock.instant());
        var ids = resting.remove(connection);
        if (ids != null) {
            ids.forEach(this::start);
        }
    }

    /**
     * Rouses connections that were sent something, and lets others rest.
     *
     * @param atWork connections with a run in this process
     */
    void tend(Collection<String> atWork) {
        routes.keySet().stream()
                .filter(connection -> atWork.contains(connection) || hasWork(connection))
                .forEach(this::rouse);
        var idleSince = clock.instant().minus(after);
        routes.keySet().stream()
                .filter(connection -> !resting.containsKey(connection))
                .filter(connection ->
                        busyAt.getOrDefault(connection, Instant.MIN).isBefore(idleSince))
                .limit(MOST_AT_ONCE)
                .forEach(this::rest);
    }

    private void rest(String connection) {
        var stopped = routes.getOrDefault(connection, List.of()).stream()
                .map(Waiting::route)
                .filter(this::isStarted)
                .filter(this::stop)
                .collect(Collectors.toSet());
        // Unless it was given new routes meanwhile, which rest already.
        resting.putIfAbsent(connection, stopped);
        if (hasWork(connection)) {
            // Sent while its routes were being stopped.
            rouse(connection);
        }
    }

    private boolean hasWork(String connection) {
        return routes.getOrDefault(connection, List.of()).stream()
                .anyMatch(waiting -> waiting.queue().getCurrentQueueSize() > 0
                        || camel.getInflightRepository().size(waiting.route()) > 0);
    }

    private boolean isStarted(String id) {
        var status = camel.getRouteController().getRouteStatus(id);
        return status != null && status.isStarted();
    }

    private void start(String id) {
        try {
            camel.getRouteController().startRoute(id);
        } catch (Exception e) {
            LOG.warn("The route {} can't be started: {}", id, e.getMessage(), e);
        }
    }

    private boolean stop(String id) {
        try {
            camel.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (Exception e) {
            LOG.debug("The route {} can't rest: {}", id, e.getMessage(), e);
            return false;
        }
    }
}
