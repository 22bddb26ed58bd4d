package io.rollcall.source;

import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.source.SourceDefinition.Link;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From what a person enters to the address of a tenant's API, or to a sentence on what to enter instead. */
public final class BaseUrl {

    /** What may stand in the address of a page without being written in another way. */
    private static final String SAFE_ID = "[A-Za-z0-9._~-]+";

    private BaseUrl() {}

    /**
     * The base URL without a slash at its end. Addresses are not resolved here: that is for the moment of connecting,
     * with {@link AddressRules#isAllowed}.
     *
     * @throws InvalidSettings that names the wrong field and what to enter in it
     */
    public static URI of(SourceDefinition definition, Tenant tenant, AddressRules rules) {
        if (present(tenant.baseUrl()).isPresent()) {
            if (present(tenant.subdomain()).isPresent()) {
                throw wrong("base-url", "Both a base URL and a subdomain are given", "Enter one of the two");
            }
            return new UrlCheck(definition, rules)
                    .check(tenant.baseUrl().orElseThrow().strip());
        }
        var template = sharedHost(definition, tenant);
        if (template.isPresent()) {
            return URI.create("https://" + template.get());
        }
        var subdomain = present(tenant.subdomain())
                .orElseThrow(() -> wrong("subdomain", "It is missing", "Enter the subdomain, or a whole base URL"));
        var label = subdomain.toLowerCase(Locale.ROOT);
        if (!HostNames.isLabel(label)) {
            throw notBare(definition, label);
        }
        return URI.create("https://" + template(definition, tenant.region()).replace("{subdomain}", label));
    }

    /** The address of a device's page for people; empty where the source or this tenant has none that is known. */
    public static Optional<URI> link(SourceDefinition definition, URI baseUrl, String id) {
        if (baseUrl.getHost() == null || !id.matches(SAFE_ID)) {
            return Optional.empty();
        }
        var known = recognise(definition.regions(), baseUrl.getHost());
        return definition.link().stream()
                .flatMap(link -> page(link, known, baseUrl, id).stream())
                .findFirst();
    }

    private static Optional<URI> page(Link link, Optional<Known> known, URI baseUrl, String id) {
        var number = Pattern.compile(link.ids().orElse("(.+)")).matcher(id);
        if (!number.matches()) {
            return Optional.empty();
        }
        var page = link.page().replace("{base-url}", baseUrl.toString()).replace("{id}", number.group(1));
        if (link.region().isEmpty()) {
            return Optional.of(URI.create(page));
        }
        return known.filter(tenant -> link.region().get().equals(tenant.region()))
                .map(tenant -> URI.create(page.replace("{subdomain}", tenant.subdomain())));
    }

    private static Optional<String> present(Optional<String> text) {
        return text.map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The host that all tenants of a region share; empty where tenants have hosts of their own. */
    private static Optional<String> sharedHost(SourceDefinition definition, Tenant tenant) {
        if (definition.regions().isEmpty()
                || definition.regions().values().stream().anyMatch(BaseUrl::isTemplate)) {
            return Optional.empty();
        }
        if (present(tenant.subdomain()).isPresent()) {
            throw wrong(
                    "subdomain",
                    "Tenants of " + definition.title() + " have no addresses of their own",
                    "Leave it out");
        }
        return Optional.of(template(definition, tenant.region()));
    }

    private static boolean isTemplate(String host) {
        return host.contains("{subdomain}");
    }

    private static String template(SourceDefinition definition, Optional<String> region) {
        var regions = definition.regions();
        if (regions.isEmpty()) {
            throw wrong("base-url", definition.title() + " has no table of regions", "Enter the whole base URL");
        }
        var name = present(region).map(text -> text.toLowerCase(Locale.ROOT));
        if (name.isEmpty() && regions.size() == 1) {
            return regions.values().iterator().next();
        }
        var host = name.map(regions::get);
        return host.orElseThrow(() -> wrong(
                "region",
                name.map(text -> "There is no region \"" + text + "\"").orElse("It is missing"),
                "Enter one of: " + regions.keySet().stream().sorted().collect(Collectors.joining(", "))));
    }

    /** A host name or URL where only its first part belongs. */
    private static InvalidSettings notBare(SourceDefinition definition, String entered) {
        var host = entered.replaceFirst("^[a-z][a-z0-9+.-]*:/*", "")
                .replaceFirst("[/?#:].*$", "")
                .replaceFirst("^.*@", "")
                .replaceFirst("\\.+$", "");
        var known = recognise(definition.regions(), host).or(() -> recognise(webHosts(definition), host));
        if (known.isPresent()) {
            return wrong(
                    "subdomain",
                    "This is a whole address",
                    "Enter only \"" + known.get().subdomain() + "\" as subdomain and \""
                            + known.get().region() + "\" as region");
        }
        var first = host.contains(".") ? host.substring(0, host.indexOf('.')) : "";
        return wrong(
                "subdomain",
                first.isEmpty() ? "This can't be a subdomain" : "This is a whole address",
                HostNames.isLabel(first)
                        ? "Enter only its first part, probably \"" + first
                                + "\", or the API's whole address as base URL"
                        : "Enter the bare name, letters, digits and hyphens, such as \"acme\"");
    }

    private record Known(String subdomain, String region) {}

    private static Optional<Known> recognise(Map<String, String> templates, String host) {
        return templates.entrySet().stream()
                .flatMap(entry -> {
                    if (!isTemplate(entry.getValue())) {
                        return entry.getValue().equals(host)
                                ? Stream.of(new Known("", entry.getKey()))
                                : Stream.empty();
                    }
                    var domain = entry.getValue().replace("{subdomain}", "");
                    boolean inside = host.endsWith(domain) && host.length() > domain.length();
                    var label = inside ? host.substring(0, host.length() - domain.length()) : "";
                    return HostNames.isLabel(label) ? Stream.of(new Known(label, entry.getKey())) : Stream.empty();
                })
                .findFirst();
    }

    /** The hosts of the source's web pages, from the links to a device: what people copy out of their browser. */
    private static Map<String, String> webHosts(SourceDefinition definition) {
        return definition.link().stream()
                .filter(link -> link.region().isPresent())
                .collect(Collectors.toMap(
                        link -> link.region().orElseThrow(),
                        link -> link.page().replaceFirst("https://", "").replaceFirst("/.*", ""),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }

    static InvalidSettings wrong(String field, String found, String allowed) {
        return new InvalidSettings(new Problem("connection", 0, field, found, allowed));
    }
}
