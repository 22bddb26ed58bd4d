package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.Actor;
import io.rollcall.policy.Policy;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.settings.StrictYaml;
import io.rollcall.startup.StartupFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Makes the connections of {@code rollcall.connections} in application.yaml. They are checked before anything starts; a
 * wrong key stops the start. They are made and tested once the routes run.
 */
@Component
class Provisioning implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    private static final String PREFIX = "rollcall.connections";

    private final Environment environment;
    private final ObjectMapper json;
    private final SettingsCheck check;
    private final ConnectionService service;
    private final Connections connections;
    private final Map<String, ConnectionSettings> wanted = new LinkedHashMap<>();

    Provisioning(
            Environment environment,
            ObjectMapper json,
            SettingsCheck check,
            ConnectionService service,
            Connections connections) {
        this.environment = environment;
        this.json = json;
        this.check = check;
        this.service = service;
        this.connections = connections;
    }

    /**
     * A connection in application.yaml: what a request's body has, in the file's spelling, under the connection's name.
     */
    record Entry(
            String source,
            Optional<String> preset,
            Optional<String> baseUrl,
            Optional<String> subdomain,
            Optional<String> region,
            Map<String, String> credentials,
            Optional<JsonNode> policy,
            Optional<Boolean> enabled) {

        ConnectionSettings named(String name) {
            var typed = policy.map(overrides -> StrictYaml.fromText(overrides, Policy.class));
            return new ConnectionSettings(
                    name, source, preset, baseUrl, subdomain, region, credentials, typed, enabled);
        }

        @Override
        public String toString() {
            return "connection";
        }
    }

    @Override
    public void afterPropertiesSet() {
        var bound = Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        bound.forEach((name, settings) -> {
            var origin = "application.yaml: " + PREFIX + "." + name;
            try {
                var tree = StrictYaml.fromText(json.valueToTree(plain(settings)), Entry.class);
                var named = StrictYaml.read(origin, tree, Entry.class).named(name);
                check.check(named);
                wanted.put(name, named);
            } catch (InvalidSettings e) {
                throw new StartupFailure(
                        "The connection \"" + name + "\" in application.yaml (" + PREFIX + ") is not right: "
                                + e.problems().stream()
                                        .map(problem -> inFile(origin, problem))
                                        .collect(Collectors.joining("; ")),
                        "Rollcall doesn't start with settings it doesn't understand.",
                        "Correct the keys named above.");
            }
        });
    }

    private static String inFile(String origin, Problem problem) {
        var path = problem.path().equals(SettingsCheck.BASE_URL) ? "base-url" : problem.path();
        return new Problem(origin, 0, path, problem.found(), problem.allowed()).toString();
    }

    /** Spring binds a list inside a map as a map of its indices, and a key without a value as a blank text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return "".equals(value) ? null : value;
        }
        var converted = new LinkedHashMap<String, Object>();
        map.forEach((key, item) -> converted.put(String.valueOf(key), "credentials".equals(key) ? item : plain(item)));
        var isList = !converted.isEmpty() && converted.keySet().stream().allMatch(key -> key.matches("\\d+"));
        return isList ? new ArrayList<>(converted.values()) : converted;
    }

    @EventListener(ApplicationReadyEvent.class)
    @Order(0)
    void provision() {
        wanted.values().forEach(this::tryToProvision);
        connections.all().stream()
                .filter(connection -> connection.provisioned() && !wanted.containsKey(connection.name()))
                .forEach(connection -> {
                    service.disable(connection.name(), "It is no longer in application.yaml.", Actor.ROLLCALL);
                    connections.release(connection.name());
                });
    }

    /** Another process may be doing the same: whoever comes second leaves it. */
    private void tryToProvision(ConnectionSettings settings) {
        try {
            provision(settings);
        } catch (ConnectionProblem e) {
            LOG.warn("{}: {}", settings.name(), e.getMessage());
        }
    }

    private void provision(ConnectionSettings settings) {
        var before = connections.find(settings.name());
        if (before.isEmpty()) {
            service.create(settings, true, Actor.ROLLCALL);
        } else {
            follow(before.get(), settings);
        }
        var now = service.find(settings.name());
        if (settings.enabled().orElse(false) && !now.enabled()) {
            LOG.warn("{}: not enabled. {}", now.name(), now.attention());
        }
    }

    private void follow(Connection before, ConnectionSettings settings) {
        var checked = check.check(settings);
        requireSameAssetId(before, checked);
        var changed = !before.provisioned() || differs(before, checked);
        if (changed) {
            // Untested settings must not sync, not even for a moment.
            var idle = before.enabled()
                    ? service.disable(
                            settings.name(), "Its settings in application.yaml changed; it is tested.", Actor.ROLLCALL)
                    : before;
            service.replace(checked, idle, true, false, Actor.ROLLCALL);
        }
        if (settings.enabled().orElse(false)) {
            if (changed || !before.enabled()) {
                service.tryToEnable(settings.name(), Actor.ROLLCALL);
            }
        } else if (before.enabled()) {
            service.disable(settings.name(), "", Actor.ROLLCALL);
        }
    }

    /** The old settings stay in force, and people are told where they look. */
    private void requireSameAssetId(Connection before, NewConnection checked) {
        try {
            service.requireSameAssetId(before, checked);
        } catch (ConnectionProblem e) {
            connections.note(before.id(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static boolean differs(Connection before, NewConnection now) {
        return !before.preset().equals(now.preset())
                || !before.overrides().equals(now.overrides())
                || !before.baseUrl().equals(now.baseUrl())
                || before.credentials()
                        .map(known -> !known.values().equals(now.credentials().values()))
                        .orElse(true);
    }
}
