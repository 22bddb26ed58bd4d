package io.rollcall.call;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connection.RequestLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The gates of all tenants. A tenant is a host: limits are the customer's, over all its tokens. */
@Component
class TenantGates {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final CallProperties properties;
    private final Map<String, Entry> gates = new ConcurrentHashMap<>();

    TenantGates(JdbcClient jdbc, PlatformTransactionManager transactions, CallProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * The gate of the connection's tenant. Connections to one tenant share the tightest of their limits; a new gate takes
     * the place of the old where that changes. Settings that are only tried, or were never enabled, bind no other connection.
     */
    TenantGate of(Connection connection) {
        return gates.compute(connection.tenant(), (tenant, before) -> entry(tenant, before, connection))
                .gate();
    }

    /** For how long no request to the connection's tenant leaves; zero: they leave, or none was ever sent. */
    Duration waits(Connection connection) {
        return Optional.ofNullable(gates.get(connection.tenant()))
                .map(entry -> entry.gate().waits())
                .orElse(Duration.ZERO);
    }

    /**
     * Forgets tenants that no connection has any more, and what connections asked for that are gone.
     *
     * @param connections the numbers of the connections there are, by their tenants
     */
    void keepOnly(Map<String, Set<Long>> connections) {
        var unused = new ArrayList<TenantGate>();
        for (var tenant : gates.keySet()) {
            gates.computeIfPresent(tenant, (name, entry) -> {
                var left = connections.get(name);
                if (left == null) {
                    unused.add(entry.gate());
                    return null;
                }
                var asked = new HashMap<>(entry.asked());
                asked.keySet().retainAll(left);
                return entry.with(asked);
            });
        }
        unused.forEach(TenantGate::close);
    }

    private Entry entry(String tenant, @Nullable Entry before, Connection connection) {
        var limits = connection.limits();
        var entry = before == null ? new Entry(Map.of(), limits, gate(tenant, limits)) : before;
        if (connection.version() == 0) {
            return entry.asked().isEmpty() ? entry.with(Map.of(), limits) : entry;
        }
        if (limits.equals(entry.asked().get(connection.id()))) {
            return entry;
        }
        var asked = new HashMap<>(entry.asked());
        asked.put(connection.id(), limits);
        return entry.with(asked);
    }

    private static RequestLimits tighter(RequestLimits one, RequestLimits other) {
        return new RequestLimits(
                Math.min(one.perSecond(), other.perSecond()),
                Math.min(one.perHour(), other.perHour()),
                Math.min(one.atOnce(), other.atOnce()));
    }

    private TenantGate gate(String tenant, RequestLimits limits) {
        return new TenantGate(
                tenant,
                limits.atOnce(),
                new Pace(limits.perSecond()),
                new HourlyBudget(jdbc, transaction, tenant, limits.perHour()),
                properties.breakerPause(),
                TenantGate.LONGEST_WAIT,
                System::nanoTime);
    }

    /** @param asked what each connection to the tenant asked for, by its number */
    private record Entry(Map<Long, RequestLimits> asked, RequestLimits limits, TenantGate gate) {

        Entry with(Map<Long, RequestLimits> asked) {
            return with(
                    asked, asked.values().stream().reduce(TenantGates::tighter).orElse(limits));
        }

        Entry with(Map<Long, RequestLimits> asked, RequestLimits tightest) {
            return new Entry(asked, tightest, tightest.equals(limits) ? gate : gate.with(tightest));
        }
    }
}
