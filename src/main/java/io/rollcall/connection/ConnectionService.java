package io.rollcall.connection;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.policy.Policy;
import io.rollcall.settings.InvalidSettings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do with connections. A test's requests are never sent inside a database transaction. */
@Service
public class ConnectionService {

    private final Connections connections;
    private final SettingsCheck check;
    private final ConnectionTest test;
    private final Audit audit;
    private final Dependents dependents;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    ConnectionService(
            Connections connections,
            SettingsCheck check,
            ConnectionTest test,
            Audit audit,
            Dependents dependents,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.connections = connections;
        this.check = check;
        this.test = test;
        this.audit = audit;
        this.dependents = dependents;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Makes a connection; with {@code enabled: true} it is tested, and stays disabled with the reason where that fails.
     *
     * @throws InvalidSettings with what is wrong in the settings; nothing is stored then
     */
    public Connection create(ConnectionSettings settings, Actor actor) {
        return create(settings, false, actor);
    }

    Connection create(ConnectionSettings settings, boolean provisioned, Actor actor) {
        var checked = check.check(settings);
        transaction.executeWithoutResult(status -> {
            connections.add(checked, provisioned);
            audit.add(actor, "connection.create", object(checked.name()), facts(checked));
        });
        if (settings.enabled().orElse(false)) {
            tryToEnable(checked.name(), actor);
        }
        return find(checked.name());
    }

    /**
     * Changes a connection. An enabled one stays enabled: the new settings are tested first, and take the place of the
     * old ones only if the test passes.
     *
     * @throws InvalidSettings with what is wrong in the changes
     * @throws ConnectionProblem if the test of an enabled connection fails, or the connection is provisioned
     */
    public Connection change(String name, ConnectionChanges changes, Actor actor) {
        var before = changeable(name);
        var checked = check.check(before, changes);
        requireSameAssetId(before, checked);
        if (before.enabled()) {
            var report = test.run(SettingsCheck.candidate(checked, Optional.of(before)));
            if (!report.passed()) {
                throw ConnectionProblem.conflict(
                        "The new settings were not taken: their test failed. " + report.firstFailure());
            }
        }
        replace(checked, before, before.provisioned(), before.enabled(), actor);
        return find(name);
    }

    /**
     * @param before the connection as it was read: changed meanwhile, it is left alone
     * @param tested whether a test of just these settings has passed
     */
    void replace(NewConnection checked, Connection before, boolean provisioned, boolean tested, Actor actor) {
        var otherTenant = !checked.baseUrl().equals(before.baseUrl()) || isOtherTenant(checked, before);
        transaction.executeWithoutResult(status -> {
            if (!checked.policy().equals(before.policy())) {
                dependents.policyChanges(before.id());
            }
            if (otherTenant) {
                dependents.addressChanges(before.id());
            }
            if (!connections.replace(checked, before.version(), provisioned, tested)) {
                throw ConnectionProblem.conflict("Connection " + checked.name()
                        + " was changed by someone else meanwhile. Look at it and try again.");
            }
            // once more: the first sync may have come in between
            requireSameAssetId(before, checked);
            audit.add(actor, "connection.change", object(checked.name()), facts(checked));
        });
        events.publishEvent(new ConnectionChanged(checked.name(), false, otherTenant));
    }

    /** Tenants may share an address. Of credentials that can't be read nobody knows whose they are. */
    private static boolean isOtherTenant(NewConnection checked, Connection before) {
        var ways = before.source().definition().signIn();
        return before.credentials()
                .filter(known ->
                        !known.tenant(ways).equals(checked.credentials().tenant(ways)))
                .isPresent();
    }

    /** Tests a connection as it is stored. */
    public TestReport test(String name, Actor actor) {
        var connection = find(name);
        var report = test.run(connection);
        audit.add(actor, "connection.test", object(name), Map.of("passed", report.passed()));
        if (report.passed()) {
            connections.tested(connection);
        }
        return report;
    }

    /**
     * Tests a connection and enables it; its first sync starts at once.
     *
     * @throws ConnectionProblem if the test fails
     */
    public Connection enable(String name, Actor actor) {
        if (find(name).enabled()) {
            return find(name);
        }
        var report = tryToEnable(name, actor);
        if (!report.passed()) {
            throw ConnectionProblem.conflict(
                    "Connection " + name + " was not enabled: its test failed. " + report.firstFailure());
        }
        return find(name);
    }

    TestReport tryToEnable(String name, Actor actor) {
        var connection = find(name);
        var report = test.run(connection);
        transaction.executeWithoutResult(status -> {
            if (!report.passed()) {
                connections.disable(name, report.firstFailure());
            } else if (!connections.enable(connection)) {
                throw ConnectionProblem.conflict("Connection " + name
                        + " was changed while it was tested, so it was not enabled. Look at it and try again.");
            }
            audit.add(actor, "connection.enable", object(name), Map.of("passed", report.passed()));
        });
        events.publishEvent(new ConnectionChanged(name, report.passed()));
        return report;
    }

    /** Disables a connection: it syncs no more; the pages stored so far are kept. */
    public Connection disable(String name, String reason, Actor actor) {
        find(name);
        transaction.executeWithoutResult(status -> {
            connections.disable(name, reason);
            audit.add(actor, "connection.disable", object(name), Map.of());
        });
        events.publishEvent(new ConnectionChanged(name, false));
        return find(name);
    }

    /**
     * What an asset's ID is taken from can't change once there are assets (E2).
     *
     * @throws ConnectionProblem if it does
     */
    void requireSameAssetId(Connection before, NewConnection checked) {
        var old = before.policy().assetId();
        var wanted = checked.policy().assetId();
        if (old != wanted && connections.hasSynced(before.id())) {
            var name = before.name();
            throw ConnectionProblem.conflict("Nothing was changed: asset-id can't change from " + key(old) + " to "
                    + key(wanted) + ", because connection " + name + " has synced and its assets have their IDs. First "
                    + "delete the connection with its assets (DELETE /api/v1/connections/" + name
                    + "?assets=delete), then make it anew with asset-id: " + key(wanted) + ".");
        }
    }

    private static String key(Policy.NameSource source) {
        return source.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether there are assets whose ID was taken from this connection's devices, so that asset-id can't change (E2). */
    public boolean isAssetIdFixed(String name) {
        return connections.hasSynced(find(name).id());
    }

    /** Deletes a connection with its runs, device records and dead letters; its assets stay. */
    public void delete(String name, Actor actor) {
        delete(name, Dependents.Assets.KEEP, actor);
    }

    /** Deletes a connection with its runs, device records and dead letters. */
    public void delete(String name, Dependents.Assets assets, Actor actor) {
        var connection = changeable(name);
        transaction.executeWithoutResult(status -> {
            connections.askOthersForSecrets(connection.id());
            var counts = dependents.goes(connection, assets, actor);
            connections.delete(name);
            audit.add(actor, "connection.delete", object(name), counts);
        });
        events.publishEvent(new ConnectionChanged(name, false));
    }

    /** @throws ConnectionProblem if there is none of this name */
    public Connection find(String name) {
        return connections.find(name).orElseThrow(() -> ConnectionProblem.notFound(name));
    }

    private Connection changeable(String name) {
        var connection = find(name);
        if (connection.provisioned()) {
            throw ConnectionProblem.conflict("Connection " + name
                    + " is set in application.yaml (rollcall.connections): change it there and restart.");
        }
        return connection;
    }

    private static String object(String name) {
        return "connection/" + name;
    }

    private static Map<String, ?> facts(NewConnection connection) {
        return Map.of(
                "source", connection.source().name(),
                "preset", connection.preset(),
                "baseUrl", connection.baseUrl().toString(),
                "policy", connection.overrides());
    }
}
