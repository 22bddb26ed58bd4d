package io.rollcall.sync;

import io.rollcall.source.SourceDefinition;
import io.rollcall.source.Sources;
import io.rollcall.startup.Home;
import io.rollcall.startup.RouteFileFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDefinition;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Stops the start where Camel would go on with routes that fail later: routes that are missing (Camel is content with an
 * empty folder), steps that lead nowhere, options that the HTTP component doesn't know and would send to the MDM, and
 * templates that no connection could be made from.
 */
@Component
class RouteChecks {

    /** The pipeline's joints. What lies between them is the editor's, as long as each {@code direct:} leads somewhere. */
    private static final List<String> NEEDED = List.of(
            "schedule",
            "sync",
            "read-list",
            "open-page",
            "device",
            "store",
            "finish",
            "look-up",
            "call",
            "sign-in",
            "dead-letter",
            "dead-letters-list",
            "preview");

    private final CamelContext main;
    private final Sources inForce;
    private final Home home;

    RouteChecks(CamelContext main, Sources inForce, Home home) {
        this.main = main;
        this.inForce = inForce;
        this.home = home;
    }

    @EventListener(ApplicationStartedEvent.class)
    void check() {
        check(main, inForce);
    }

    /** @throws RouteFileFailure with what is wrong with a context's routes, or missing for these sources */
    void check(CamelContext camel, Sources sources) {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        requireRoutes(model, sources);
        model.getRouteDefinitions().forEach(RouteChecks::requireId);
        calls(model).forEach(call -> {
            requireTarget(model, call);
            refuseUnknownOptions(camel, call);
        });
        new TemplateTrial(camel).run();
    }

    private void requireRoutes(Model model, Sources sources) {
        var missing = new TreeSet<>(NEEDED);
        sources.names()
                .forEach(source -> missing.addAll(needed(sources.get(source).definition())));
        missing.addAll(TemplateTrial.TEMPLATES);
        model.getRouteDefinitions().forEach(route -> missing.remove(route.getRouteId()));
        model.getRouteTemplateDefinitions().forEach(template -> missing.remove(template.getId()));
        if (!missing.isEmpty()) {
            throw new RouteFileFailure(
                    home.pattern("routes", ".camel.yaml"),
                    "These routes are missing: " + String.join(", ", missing)
                            + ". Each has to be in one of the files, under this id");
        }
    }

    private static List<String> needed(SourceDefinition source) {
        var list = source.name() + "-list";
        return source.list().complete() ? List.of(list) : List.of(list, source.name() + "-detail");
    }

    /** Without one a route can't be taken away again when its file changes. */
    private static void requireId(RouteDefinition route) {
        if (!route.hasCustomIdAssigned()) {
            throw failure(route.getInput(), "the route has no id; write it as \"- route:\" with an \"id:\"");
        }
    }

    private static void requireTarget(Model model, ToDefinition call) {
        var uri = call.getEndpointUri();
        var found = !uri.startsWith("direct:")
                || model.getRouteDefinitions().stream()
                        .anyMatch(route -> uri.equals(route.getInput().getEndpointUri()));
        if (!found) {
            throw failure(call, "no route begins with \"" + uri + "\"");
        }
    }

    private static void refuseUnknownOptions(CamelContext camel, ToDefinition call) {
        if (camel.hasEndpoint(call.getEndpointUri()) instanceof HttpEndpoint http
                && http.getHttpUri().getQuery() != null) {
            var unknown = Stream.of(http.getHttpUri().getQuery().split("&"))
                    .map(option -> option.split("=", 2)[0])
                    .collect(Collectors.joining(", "));
            throw failure(call, "the http endpoint has no option called " + unknown);
        }
    }

    private static RouteFileFailure failure(OptionalIdentifiedDefinition<?> step, String wrong) {
        var location = step.getLocation() == null ? "step " + step.getId() : step.getLocation();
        return new RouteFileFailure(location, step.getLineNumber(), wrong);
    }

    private static List<ToDefinition> calls(Model model) {
        var steps = new ArrayList<ProcessorDefinition<?>>();
        model.getRouteDefinitions().stream().map(RouteDefinition::getOutputs).forEach(steps::addAll);
        model.getRouteTemplateDefinitions().stream()
                .map(RouteTemplateDefinition::getRoute)
                .map(RouteDefinition::getOutputs)
                .forEach(steps::addAll);
        model.getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getOnExceptions)
                .flatMap(Collection::stream)
                .map(OnExceptionDefinition::getOutputs)
                .forEach(steps::addAll);
        return List.copyOf(ProcessorDefinitionHelper.filterTypeInOutputs(steps, ToDefinition.class));
    }
}
