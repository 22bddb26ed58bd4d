package io.rollcall.call;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connection.RequestLimits;
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

    /** The gate of the connection's tenant; a new one where the connection's limits were changed. */
    TenantGate of(Connection connection) {
        var limits = connection.limits();
        return gates.compute(
                        connection.tenant(),
                        (tenant, entry) -> entry != null && entry.limits().equals(limits)
                                ? entry
                                : new Entry(limits, gate(tenant, limits)))
                .gate();
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

    private record Entry(RequestLimits limits, TenantGate gate) {}
}
