package io.rollcall.call;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connection.RequestLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    /** The gate of the connection's tenant: the strictest limits of its connections; a new gate where they changed. */
    TenantGate of(Connection connection) {
        var wanted = Map.of(connection.name(), connection.limits());
        return gates.compute(
                        connection.tenant(),
                        (tenant, entry) -> entry == null ? entry(tenant, wanted) : entry.with(this, tenant, wanted))
                .gate();
    }

    private Entry entry(String tenant, Map<String, RequestLimits> wanted) {
        var limits = Entry.strictest(wanted);
        return new Entry(wanted, limits, gate(tenant, limits));
    }

    private TenantGate gate(String tenant, RequestLimits limits) {
        return new TenantGate(
                tenant,
                limits.atOnce(),
                new Pace(limits.perSecond(), System.nanoTime()),
                new HourlyBudget(jdbc, transaction, tenant, limits.perHour()),
                properties.breakerPause(),
                System::nanoTime);
    }

    /** What each connection to a tenant wants, the strictest of it, and the gate that holds it. */
    private record Entry(Map<String, RequestLimits> wanted, RequestLimits limits, TenantGate gate) {

        Entry with(TenantGates gates, String tenant, Map<String, RequestLimits> changed) {
            if (wanted.entrySet().containsAll(changed.entrySet())) {
                return this;
            }
            var all = new HashMap<>(wanted);
            all.putAll(changed);
            var now = strictest(all);
            return now.equals(limits) ? new Entry(all, limits, gate) : gates.entry(tenant, Map.copyOf(all));
        }

        static RequestLimits strictest(Map<String, RequestLimits> wanted) {
            return wanted.values().stream()
                    .reduce((a, b) -> new RequestLimits(
                            Math.min(a.perSecond(), b.perSecond()),
                            Math.min(a.perHour(), b.perHour()),
                            Math.min(a.atOnce(), b.atOnce())))
                    .orElseThrow();
        }
    }
}
