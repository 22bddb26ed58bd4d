package io.rollcall.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops routes of connections that have nothing to do, and starts them again when there is: a route that waits has threads
 * that wait, six a connection, and a thousand connections sync once in a while. Routes that need each other rest and are
 * roused as a group. What is sent meanwhile stays in the route's queue. A route that somebody stopped is left as it is.
 */
final class RestingRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(RestingRoutes.class);

    /** Each stop takes a moment in which nothing is roused that was sent something unasked. */
    private static final Duration MOST_AT_ONCE = Duration.ofSeconds(10);

    private static final int STOP_SECONDS = 2;

    /** What was sent by then has been taken. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final CamelContext camel;
    private final Clock clock;
    private final Duration after;
    private final int mostAwake;

    private final Map<String, Routes> groups = new ConcurrentHashMap<>();

    private record Waiting(String route, SedaEndpoint queue) {}

    /** Routes that take from queues of this process, which alone can rest. Guarded by itself. */
    private static final class Routes {

        private final List<Waiting> able;

        /** Those that rest; empty: the group is awake. */
        private volatile Optional<Set<String>> resting;

        private Instant busyAt = Instant.MIN;

        /** Other routes may have the same ids by now. */
        private boolean gone;

        Routes(List<Waiting> able) {
            this.able = List.copyOf(able);
            this.resting = Optional.of(able.stream().map(Waiting::route).collect(Collectors.toSet()));
        }
    }

    /**
     * @param after how long a group has nothing to do before its routes rest
     * @param mostAwake how many groups may be awake for runs that can wait; from half of it on each rests at once
     */
    RestingRoutes(CamelContext camel, Clock clock, Duration after, int mostAwake) {
        this.camel = camel;
        this.clock = clock;
        this.after = after;
        this.mostAwake = mostAwake;
    }

    /** Whether another group can be roused for what may wait. */
    boolean hasRoom() {
        return awake() < mostAwake;
    }

    private long awake() {
        return groups.values().stream()
                .filter(routes -> routes.resting.isEmpty())
                .count();
    }

    /** New routes. Those that can rest do; others are started. */
    void added(String group, List<String> ids) {
        var able = new ArrayList<Waiting>();
        for (var id : ids) {
            if (camel.getRoute(id).getEndpoint() instanceof SedaEndpoint queue) {
                able.add(new Waiting(id, queue));
            } else {
                start(id);
            }
        }
        groups.put(group, new Routes(able));
    }

    /** The group's routes are going. */
    void removed(String group) {
        var routes = groups.remove(group);
        if (routes != null) {
            synchronized (routes) {
                routes.gone = true;
            }
        }
    }

    /**
     * There is something to do for a group: to be called before it is sent. Its routes don't rest for a while, so that
     * none is being stopped when it takes what is sent.
     */
    void rouse(String group) {
        var routes = groups.get(group);
        if (routes != null) {
            synchronized (routes) {
                rouse(routes);
            }
        }
    }

    private void rouse(Routes routes) {
        routes.busyAt = clock.instant();
        var resting = routes.resting;
        routes.resting = Optional.empty();
        resting.ifPresent(ids -> ids.forEach(this::start));
    }

    /**
     * Rouses groups that were sent something, and lets others rest.
     *
     * @param atWork groups with a run in this process
     */
    void tend(Collection<String> atWork) {
        var idleSince = clock.instant().minus(awake() < mostAwake / 2 ? after : LEAST);
        var until = System.nanoTime() + MOST_AT_ONCE.toNanos();
        for (var group : groups.entrySet()) {
            var routes = group.getValue();
            synchronized (routes) {
                if (atWork.contains(group.getKey()) || hasWork(routes)) {
                    rouse(routes);
                } else if (routes.resting.isEmpty() && routes.busyAt.isBefore(idleSince) && System.nanoTime() < until) {
                    rest(routes);
                }
            }
        }
    }

    private void rest(Routes routes) {
        if (routes.gone) {
            return;
        }
        routes.resting = Optional.of(routes.able.stream()
                .map(Waiting::route)
                .filter(this::isStarted)
                .filter(this::stop)
                .collect(Collectors.toSet()));
        if (hasWork(routes)) {
            // Sent by somebody who didn't rouse it first.
            rouse(routes);
        }
    }

    private boolean hasWork(Routes routes) {
        return routes.able.stream()
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
