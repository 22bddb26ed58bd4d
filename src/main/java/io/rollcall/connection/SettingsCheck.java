package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Presets;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.source.AddressRules;
import io.rollcall.source.BaseUrl;
import io.rollcall.source.Source;
import io.rollcall.source.Sources;
import io.rollcall.source.Tenant;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Checks what people write of a connection; every problem names the key and what is allowed. */
@Component
class SettingsCheck {

    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";

    private final Sources sources;
    private final Presets presets;
    private final AddressRules addressRules;

    SettingsCheck(Sources sources, Presets presets, AddressRules addressRules) {
        this.sources = sources;
        this.presets = presets;
        this.addressRules = addressRules;
    }

    /** @throws InvalidSettings with what is wrong */
    NewConnection check(ConnectionSettings settings) {
        if (!settings.name().matches(NAME)) {
            throw problem(
                    "name",
                    "\"" + settings.name() + "\" is no name for a connection",
                    "1 to 40 lower case letters, digits and hyphens, no hyphen at either end");
        }
        var source = sources.get(settings.source());
        var preset = settings.preset().orElse(Presets.DEFAULT);
        var overrides = settings.policy().orElseGet(JsonNodeFactory.instance::objectNode);
        var policy = policy(source, preset, overrides);
        var tenant = new Tenant(settings.subdomain(), settings.region(), settings.baseUrl());
        return new NewConnection(
                settings.name(),
                source,
                preset,
                overrides,
                policy,
                BaseUrl.of(source.definition(), tenant, addressRules),
                credentials(source, settings.credentials()));
    }

    /** @throws InvalidSettings with what is wrong */
    NewConnection check(Connection before, ConnectionChanges changes) {
        var preset = changes.preset().orElse(before.preset());
        var overrides = changes.policy().orElse(before.overrides());
        var policy = policy(before.source(), preset, overrides);
        var address = address(before, changes);
        if (!address.equals(before.baseUrl()) && changes.credentials().isEmpty()) {
            throw problem(
                    "credentials",
                    "The address changes, but no credentials are given",
                    "the credentials for the new address: stored ones are never sent to another host");
        }
        var credentials = changes.credentials().isEmpty()
                ? before.credentials().orElseThrow(() -> new CredentialsUnreadable(before.name()))
                : credentials(before.source(), changes.credentials());
        return new NewConnection(before.name(), before.source(), preset, overrides, policy, address, credentials);
    }

    private URI address(Connection before, ConnectionChanges changes) {
        if (!changes.changesAddress()) {
            return before.baseUrl();
        }
        var tenant = new Tenant(changes.subdomain(), changes.region(), changes.baseUrl());
        return BaseUrl.of(before.source().definition(), tenant, addressRules);
    }

    private Policy policy(Source source, String preset, JsonNode overrides) {
        var policy = merged(preset, overrides);
        if (!source.definition().isCalled(policy.source())) {
            throw problem(
                    "preset",
                    "Preset \"" + preset + "\" is made for source " + policy.source(),
                    "a preset for source " + source.name());
        }
        policy.pageSize()
                .filter(size -> size > source.definition().list().maxPageSize())
                .ifPresent(size -> {
                    throw problem(
                            "policy.page-size",
                            String.valueOf(size),
                            "at most " + source.definition().list().maxPageSize() + ", the most " + source.name()
                                    + " gives in a page");
                });
        return policy;
    }

    /** A problem in the policy is told with the path it has in the connection. */
    private Policy merged(String preset, JsonNode overrides) {
        try {
            return presets.policy(preset, overrides);
        } catch (InvalidSettings e) {
            throw new InvalidSettings(
                    e.problems().stream().map(SettingsCheck::inConnection).toList());
        }
    }

    private static Problem inConnection(Problem problem) {
        if (!problem.origin().equals(Presets.POLICY)) {
            return problem;
        }
        var path = problem.path().isEmpty() ? Presets.POLICY : Presets.POLICY + "." + problem.path();
        return new Problem("connection", 0, path, problem.found(), problem.allowed());
    }

    private static Credentials credentials(Source source, Map<String, String> given) {
        try {
            return Credentials.of(source.definition().signIn(), given);
        } catch (IllegalArgumentException e) {
            throw problem("credentials", String.valueOf(e.getMessage()), "what " + source.name() + " signs in with");
        }
    }

    private static InvalidSettings problem(String path, String found, String allowed) {
        return new InvalidSettings(new Problem("connection", 0, path, found, allowed));
    }

    /** For a connection that can't be stored yet: what {@link Connection} its test is made with. */
    static Connection candidate(NewConnection settings, Optional<Connection> before) {
        return new Connection(
                before.map(Connection::id).orElse(0L),
                settings.name(),
                settings.source(),
                settings.preset(),
                settings.overrides(),
                settings.policy(),
                settings.baseUrl(),
                Optional.of(settings.credentials()),
                false,
                before.map(Connection::provisioned).orElse(false),
                "",
                Optional.empty(),
                0);
    }
}
