package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.settings.StrictYaml;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Puts route files into a Camel context and takes them out again, a file at a time. Camel's own reload drops the routes
 * that were made from templates, and where a file is broken all routes there are.
 */
final class RouteLoading {

    private static final int STOP_SECONDS = 10;

    private RouteLoading() {}

    /** Adds what the files hold: configurations first, what is made from templates last. */
    static void load(CamelContext camel, Map<String, String> texts) throws Exception {
        var resources = texts.entrySet().stream()
                .map(file -> ResourceHelper.fromString(file.getKey(), file.getValue()))
                .toList();
        Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resources);
        for (var builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(camel);
            }
        }
        for (var builder : builders) {
            builder.addRoutesToCamelContext(camel);
        }
        for (var builder : builders) {
            builder.addTemplatedRoutesToCamelContext(camel);
        }
    }

    /**
     * Puts new files in the place of old ones. Routes of files that didn't change go on untouched, unless a configuration
     * or a template changed, which any of them may be made with.
     */
    static void replace(CamelContext camel, Map<String, String> old, Map<String, String> now) throws Exception {
        var changed = new TreeSet<String>();
        Stream.of(old, now)
                .flatMap(texts -> texts.keySet().stream())
                .filter(file -> !Objects.equals(old.get(file), now.get(file)))
                .forEach(changed::add);
        var concernsAll = changed.stream()
                .flatMap(file -> Stream.of(old, now)
                        .filter(texts -> texts.containsKey(file))
                        .map(texts -> texts.get(file)))
                .map(Entities::of)
                .anyMatch(Entities::concernOthers);
        remove(camel, concernsAll ? old : only(old, changed));
        load(camel, concernsAll ? now : only(now, changed));
    }

    /** Puts all files in the place of whatever of the others came into the context. */
    static void replaceAll(CamelContext camel, Map<String, String> broken, Map<String, String> now) throws Exception {
        remove(camel, broken);
        remove(camel, now);
        load(camel, now);
    }

    private static Map<String, String> only(Map<String, String> texts, Set<String> files) {
        var chosen = new TreeMap<>(texts);
        chosen.keySet().retainAll(files);
        return chosen;
    }

    private static void remove(CamelContext camel, Map<String, String> texts) throws Exception {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        var all = texts.values().stream().map(Entities::of).toList();
        for (var id : all.stream().flatMap(found -> found.routes().stream()).toList()) {
            if (camel.getRoute(id) != null) {
                camel.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
                camel.removeRoute(id);
            }
            var definition = model.getRouteDefinition(id);
            if (definition != null) {
                model.removeRouteDefinition(definition);
            }
        }
        for (var id : all.stream().flatMap(found -> found.templates().stream()).toList()) {
            model.removeRouteTemplateDefinitions(id);
        }
        for (var id :
                all.stream().flatMap(found -> found.configurations().stream()).toList()) {
            var configuration = model.getRouteConfigurationDefinition(id);
            if (configuration != null) {
                model.removeRouteConfiguration(configuration);
            }
        }
    }

    /** The ids of what a file holds. */
    private record Entities(Set<String> routes, Set<String> templates, Set<String> configurations) {

        static Entities of(String text) {
            var found = new Entities(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
            StrictYaml.parse("routes", text)
                    .tree()
                    .forEach(
                            item -> item.properties().forEach(entity -> found.add(entity.getKey(), entity.getValue())));
            return found;
        }

        private void add(String kind, JsonNode body) {
            switch (kind) {
                case "route" -> routes.add(body.path("id").asText());
                case "templatedRoute" -> routes.add(body.path("routeId").asText());
                case "routeTemplate" -> templates.add(body.path("id").asText());
                case "routeConfiguration" -> configurations.add(body.path("id").asText());
                default -> {
                    // Camel refuses what it doesn't know, and nothing else is needed here.
                }
            }
        }

        boolean concernOthers() {
            return !templates.isEmpty() || !configurations.isEmpty();
        }
    }
}
