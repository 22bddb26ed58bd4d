package io.rollcall.call;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connection.RequestLimits;
import java.util.HashMap;
import java.util.Map;
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
     * the place of the old where that changes.
     */
    TenantGate of(Connection connection) {
        return gates.compute(connection.tenant(), (tenant, entry) -> entry(tenant, entry, connection))
                .gate();
    }

    /**
     * Forgets tenants that no connection has any more, and what connections asked for that are gone.
     *
     * @param connections the numbers of the connections there are, by their tenants
     */
    void keepOnly(Map<String, Set<Long>> connections) {
        gates.keySet().retainAll(connections.keySet());
        gates.replaceAll((tenant, entry) -> {
            var asked = new HashMap<>(entry.asked());
            asked.keySet().retainAll(connections.getOrDefault(tenant, Set.of()));
            return new Entry(asked, entry.limits(), entry.gate());
        });
    }

    private Entry entry(String tenant, @Nullable Entry before, Connection connection) {
        if (before != null && connection.limits().equals(before.asked().get(connection.id()))) {
            return before;
        }
        var asked = new HashMap<>(before == null ? Map.<Long, RequestLimits>of() : before.asked());
        asked.put(connection.id(), connection.limits());
        var tightest = asked.values().stream().reduce(TenantGates::tighter).orElseThrow();
        if (before != null && before.limits().equals(tightest)) {
            return new Entry(asked, tightest, before.gate());
        }
        var pace =
                before == null ? new Pace(tightest.perSecond()) : before.gate().pace();
        pace.limit(tightest.perSecond());
        return new Entry(asked, tightest, gate(tenant, tightest, pace));
    }

    private static RequestLimits tighter(RequestLimits one, RequestLimits other) {
        return new RequestLimits(
                Math.min(one.perSecond(), other.perSecond()),
                Math.min(one.perHour(), other.perHour()),
                Math.min(one.atOnce(), other.atOnce()));
    }

    private TenantGate gate(String tenant, RequestLimits limits, Pace pace) {
        return new TenantGate(
                tenant,
                limits.atOnce(),
                pace,
                new HourlyBudget(jdbc, transaction, tenant, limits.perHour()),
                properties.breakerPause(),
                TenantGate.LONGEST_WAIT,
                System::nanoTime);
    }

    /** @param asked what each connection to the tenant asked for, by its number */
    private record Entry(Map<Long, RequestLimits> asked, RequestLimits limits, TenantGate gate) {}
}
