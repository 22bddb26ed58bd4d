package io.rollcall.sync;

import io.rollcall.command.CommandDesk;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionChanged;
import io.rollcall.connection.Connections;
import io.rollcall.outbound.Pushes;
import io.rollcall.policy.Policy.Schedule;
import io.rollcall.settings.InvalidSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives each enabled connection its routes ({@code schedule-}, {@code sync-}, {@code page-}, {@code outbox-} and
 * {@code commands-<name>}) from the templates
 * in {@code routes/connection.camel.yaml}, and takes them away again. What the database says is looked at again and
 * again, so that every process follows it.
 */
@Component
public class ConnectionRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRoutes.class);

    private static final int STOP_SECONDS = 10;

    /** How long a thread of a connection's pools waits for more to do. */
    private static final long IDLE_SECONDS = 10;

    /** The route empties the outbox: that it is asked to once more is enough, however often it was. */
    private static final String OUTBOX = "seda:outbox-%s?size=1&discardWhenFull=true&waitForTaskToComplete=Never";

    /** Pushes are few, and each is two requests or three. */
    private static final int MOST_PUSHES_AT_ONCE = 4;

    /** Connections that are awake, for each that may sync at once: those that have just ended are among them. */
    private static final int MOST_AWAKE = 3;

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final Connections connections;
    private final RunLedger ledger;
    private final RunReader reader;
    private final ActiveRuns active;
    private final Pushes pushes;
    private final Node node;
    private final Clock clock;
    private final RestingRoutes resting;
    private final Turns turns;

    /** The version of each connection that its routes were made for. */
    private final Map<String, Long> made = new ConcurrentHashMap<>();

    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    ConnectionRoutes(
            CamelContext camel,
            @Lazy ProducerTemplate producer,
            Connections connections,
            RunLedger ledger,
            RunReader reader,
            ActiveRuns active,
            Pushes pushes,
            Node node,
            Clock clock,
            SyncProperties properties) {
        this.camel = camel;
        this.producer = producer;
        this.connections = connections;
        this.ledger = ledger;
        this.reader = reader;
        this.active = active;
        this.pushes = pushes;
        this.node = node;
        this.clock = clock;
        this.resting = new RestingRoutes(camel, clock, properties.restAfter(), MOST_AWAKE * properties.atOnce());
        this.turns = new Turns(properties.atOnce(), clock);
    }

    /** Follows a change made by this process at once. */
    @EventListener
    void follow(ConnectionChanged change) {
        if (change.otherTenant()) {
            connections
                    .find(change.name())
                    .ifPresent(connection -> ledger.forgetPositions(
                            connection.id(), "The connection leads to another address now; a new sync begins anew."));
        }
        reconcile();
        if (change.justEnabled()) {
            connections
                    .find(change.name())
                    .flatMap(connection -> ledger.queue(connection.id(), RunKind.SYNC, Trigger.ENABLED, ""))
                    .flatMap(reader::find)
                    .ifPresent(run -> send(SyncRequest.queued(run)));
        }
    }

    /** Makes the routes what the database says they should be. */
    synchronized void reconcile() {
        if (!camel.isStarted()) {
            return;
        }
        var wanted = connections.enabledVersions();
        made.forEach((name, version) -> {
            if (!version.equals(wanted.get(name))) {
                remove(name);
            }
        });
        wanted.keySet().stream().filter(name -> !made.containsKey(name)).forEach(this::addIfReadable);
    }

    /**
     * Takes the routes of all connections away, changes what they are made of, and makes them anew. A page under way is
     * finished before; its run is taken up again at the next page.
     */
    synchronized void renew(Runnable change) {
        try {
            made.keySet().forEach(active::leave);
            made.keySet().forEach(this::remove);
            change.run();
        } finally {
            reconcile();
        }
    }

    /** A connection whose preset or source is gone must not keep the others from being cared for. */
    private void addIfReadable(String name) {
        try {
            connections.find(name).ifPresent(this::add);
        } catch (InvalidSettings e) {
            if (unreadable.add(name)) {
                LOG.error("{}: it can't sync, its settings are not right any more: {}", name, e.getMessage());
            }
        }
    }

    /** Has the routes of connections with nothing to do rest, and rouses those that were sent something. */
    void tend() {
        resting.tend(atWork().stream().map(Waiting.SYNC::of).collect(Collectors.toSet()));
    }

    private Set<String> atWork() {
        return active.all().stream().map(run -> run.connection().name()).collect(Collectors.toSet());
    }

    /** The routes of a connection that rest and are roused together, by their names' beginnings. */
    private enum Waiting {
        SYNC("sync-", "page-"),
        OUTBOX("outbox-"),
        COMMANDS("commands-");

        private final List<String> routes;

        Waiting(String... routes) {
            this.routes = List.of(routes);
        }

        /** Named after the first of them, which takes what is sent. */
        String of(String connection) {
            return routes.get(0) + connection;
        }

        List<String> routesOf(String connection) {
            return routes.stream().map(route -> route + connection).toList();
        }
    }

    /** The connections that have routes in this process. */
    Set<String> connections() {
        return Set.copyOf(made.keySet());
    }

    /**
     * Whether a request may be sent to its connection's route now, which is awake then. It may not where others come first,
     * and where the connection has no routes (disabled meanwhile).
     */
    public boolean admit(SyncRequest request) {
        if (!made.containsKey(request.connection()) || !turns.take(request, atWork(), resting.hasRoom())) {
            return false;
        }
        resting.rouse(Waiting.SYNC.of(request.connection()));
        return true;
    }

    /** Hands a request to the connection's route; false where it may not be sent now. */
    boolean send(SyncRequest request) {
        var admitted = admit(request);
        if (admitted) {
            producer.asyncSendBody("seda:sync-" + request.connection(), request);
        }
        return admitted;
    }

    @EventListener
    void follow(RunEnded ended) {
        turns.ended(ended.run().connection());
    }

    /** Hands a command's next step to the connection's route. */
    void send(CommandDesk.Task task) {
        if (made.containsKey(task.connection())) {
            resting.rouse(Waiting.COMMANDS.of(task.connection()));
            producer.asyncSendBody("seda:commands-" + task.connection(), task);
        }
    }

    /** Has a connection's route send what waits; without one (disabled meanwhile) nothing happens. */
    void wake(String connection) {
        if (made.containsKey(connection)) {
            resting.rouse(Waiting.OUTBOX.of(connection));
            producer.asyncSendBody(OUTBOX.formatted(connection), connection);
        }
    }

    private void add(Connection connection) {
        var name = connection.name();
        try {
            var atOnce = connection.limits().atOnce();
            register(poolName("page", name), atOnce);
            register(poolName("outbox", name), Math.min(MOST_PUSHES_AT_ONCE, atOnce));
            route("page-connection", "page", connection).add();
            route("sync-connection", "sync", connection).add();
            route("outbox-connection", "outbox", connection).add();
            route("commands-connection", "commands", connection).add();
            for (var group : Waiting.values()) {
                resting.added(group.of(name), group.routesOf(name));
            }
            schedule(connection).add();
            made.put(name, connection.version());
            LOG.atInfo().addKeyValue("connection", name).log("{}: its routes are running", name);
        } catch (Exception e) {
            remove(name);
            LOG.error("{}: its routes can't be made: {}", name, e.getMessage(), e);
        }
    }

    private TemplatedRouteBuilder route(String template, String kind, Connection connection) {
        var id = kind + "-" + connection.name();
        return TemplatedRouteBuilder.builder(camel, template)
                .routeId(id)
                .prefixId(id)
                .parameter("connection", connection.name())
                .parameter("pool", poolName(kind, connection.name()));
    }

    private TemplatedRouteBuilder schedule(Connection connection) {
        var schedule = connection.policy().schedule();
        var builder = route(schedule.cron().isPresent() ? "schedule-cron" : "schedule-every", "schedule", connection);
        schedule.cron()
                .ifPresent(cron -> builder.parameter("cron", cron)
                        .parameter("zone", schedule.zone().orElse("Etc/UTC")));
        schedule.every()
                .ifPresent(every -> builder.parameter("every", every.toMillis())
                        .parameter(
                                "delay", firstDelay(connection, schedule, every).toMillis()));
        return builder;
    }

    /** A restart doesn't sync everything at once: an interval counts from the last run's start. */
    private Duration firstDelay(Connection connection, Schedule schedule, Duration every) {
        return reader.newestSync(connection.name())
                .map(run -> Interval.untilNext(run.queuedAt(), every, clock.instant()))
                .orElse(every);
    }

    private static String poolName(String kind, String connection) {
        return (kind.equals("page") ? "devices" : "pushes") + "-" + connection;
    }

    private void register(String name, int threads) {
        camel.getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder(name)
                        .poolSize(threads)
                        .maxPoolSize(threads)
                        .maxQueueSize(threads)
                        .keepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS)
                        .allowCoreThreadTimeOut(true)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
                        .build());
    }

    /**
     * Takes a connection's routes away; a page under way is finished. Its run ends where the connection was disabled, and
     * is taken up again by the new routes where its settings were changed.
     */
    private void remove(String name) {
        var connection = connections.find(name);
        if (connection.filter(Connection::enabled).isPresent()) {
            active.leave(name);
        } else {
            connection.ifPresent(disabled -> ledger.cancelAll(disabled.id(), "The connection was disabled."));
        }
        var release = pushes.stop(name);
        for (var group : Waiting.values()) {
            resting.removed(group.of(name));
        }
        turns.ended(name);
        for (var id :
                List.of("schedule-" + name, "sync-" + name, "page-" + name, "outbox-" + name, "commands-" + name)) {
            try {
                if (camel.getRoute(id) != null) {
                    camel.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
                    camel.removeRoute(id);
                }
            } catch (Exception e) {
                LOG.warn("{}: its route {} can't be removed: {}", name, id, e.getMessage(), e);
            }
        }
        made.remove(name);
        release.run();
        active.endAll(name);
        connection.ifPresent(known -> ledger.letGo(known.id(), node.id()));
        LOG.atInfo().addKeyValue("connection", name).log("{}: its routes are gone", name);
    }
}
