package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Presets;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.settings.StrictYaml;
import io.rollcall.source.AddressRules;
import io.rollcall.source.BaseUrl;
import io.rollcall.source.Source;
import io.rollcall.source.Sources;
import io.rollcall.source.Tenant;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** Checks what people write of a connection; every problem names the key and what is allowed. */
@Component
class SettingsCheck {

    /** As it is spelled in REST; application.yaml has its own spelling. */
    static final String BASE_URL = "baseUrl";

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
            throw invalid(
                    "name",
                    "\"" + settings.name() + "\" is no name for a connection",
                    "1 to 40 lower case letters, digits and hyphens, no hyphen at either end");
        }
        var source = sources.get(settings.source());
        var preset = settings.preset().orElseGet(() -> presets.usual(source.definition()::isCalled));
        var overrides = settings.policy().orElseGet(JsonNodeFactory.instance::objectNode);
        var policy = policy(source, preset, overrides);
        var address = address(source, settings.baseUrl(), settings.subdomain(), settings.region());
        return new NewConnection(
                settings.name(),
                source,
                preset,
                overrides,
                policy,
                address,
                credentials(source, settings.credentials()));
    }

    /** @throws InvalidSettings with what is wrong */
    NewConnection check(Connection before, ConnectionChanges changes) {
        var preset = changes.preset().orElse(before.preset());
        var overrides = changes.policy()
                .map(changed -> StrictYaml.merge(before.overrides(), changed))
                .orElse(before.overrides());
        var policy = policy(before.source(), preset, overrides);
        var address = address(before, changes);
        if (!address.equals(before.baseUrl()) && changes.credentials().isEmpty()) {
            throw invalid(
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
        return address(before.source(), changes.baseUrl(), changes.subdomain(), changes.region());
    }

    private URI address(Source source, Optional<String> baseUrl, Optional<String> subdomain, Optional<String> region) {
        return within(
                path -> path.equals("base-url") ? BASE_URL : path,
                () -> BaseUrl.of(source.definition(), new Tenant(subdomain, region, baseUrl), addressRules));
    }

    private Policy policy(Source source, String preset, JsonNode overrides) {
        if (!presets.names().contains(preset)) {
            throw invalid(
                    "preset", "There is no preset \"" + preset + "\"", "Known: " + String.join(", ", presets.names()));
        }
        var policy =
                within(path -> path.isEmpty() ? "policy" : "policy." + path, () -> presets.policy(preset, overrides));
        if (!policy.isFor(source.definition()::isCalled)) {
            throw invalid(
                    "preset",
                    "Preset \"" + preset + "\" is made for source " + policy.source(),
                    "a preset for source " + source.name());
        }
        if (policy.incremental().isPresent() && !source.definition().list().changes()) {
            throw invalid(
                    "policy.incremental",
                    source.definition().title() + " can't list only what changed",
                    "leave it out: every sync of this source reads the whole list");
        }
        if (policy.push().any() && source.definition().writeBack().isEmpty()) {
            throw invalid(
                    "policy.push",
                    "Nothing can be written to " + source.definition().title(),
                    "leave it out, or add write-back to mappings/" + source.name() + ".yaml");
        }
        policy.pageSize()
                .filter(size -> size > source.definition().list().maxPageSize())
                .ifPresent(size -> {
                    throw invalid(
                            "policy.page-size",
                            String.valueOf(size),
                            "at most " + source.definition().list().maxPageSize() + ", the most " + source.name()
                                    + " gives in a page");
                });
        return policy;
    }

    /** A problem in the policy is told with the path it has in the connection. */
    private static Credentials credentials(Source source, Map<String, String> given) {
        try {
            return Credentials.of(source.definition().signIn(), given);
        } catch (IllegalArgumentException e) {
            throw invalid("credentials", String.valueOf(e.getMessage()), "what " + source.name() + " signs in with");
        }
    }

    /** Problems of a part, with the paths they have in the whole. */
    private static <T> T within(UnaryOperator<String> path, Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidSettings e) {
            throw new InvalidSettings(e.problems().stream()
                    .map(problem -> problem(path.apply(problem.path()), problem.found(), problem.allowed()))
                    .toList());
        }
    }

    private static InvalidSettings invalid(String path, String found, String allowed) {
        return new InvalidSettings(problem(path, found, allowed));
    }

    private static Problem problem(String path, String found, String allowed) {
        return new Problem("connection", 0, path, found, allowed);
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
