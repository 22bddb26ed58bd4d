package io.rollcall.sync;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.model.Model;

/**
 * Makes a route from each template of a connection, as a trial, and takes it away again without starting it: what is
 * wrong in a template would show only when the first connection is enabled.
 */
final class TemplateTrial {

    /** The templates that {@link ConnectionRoutes} makes a connection's routes from. */
    static final List<String> TEMPLATES = List.of(
            "schedule-cron",
            "schedule-every",
            "sync-connection",
            "page-connection",
            "outbox-connection",
            "commands-connection");

    /** Ends in a hyphen, as no connection's name does. */
    private static final String NAME = "trial-";

    private final CamelContext camel;

    TemplateTrial(CamelContext camel) {
        this.camel = camel;
    }

    void run() {
        camel.getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder(NAME)
                        .poolSize(1)
                        .maxPoolSize(1)
                        .build());
        TEMPLATES.forEach(this::tryOut);
    }

    private void tryOut(String template) {
        var route = camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteTemplateDefinition(template)
                .getRoute();
        var automatic = route.getAutoStartup();
        route.setAutoStartup("false");
        try {
            TemplatedRouteBuilder.builder(camel, template)
                    .routeId(template)
                    .prefixId(NAME)
                    .parameter("connection", NAME)
                    .parameter("pool", NAME)
                    .parameter("cron", "0 0 0 * * ?")
                    .parameter("zone", "Etc/UTC")
                    .parameter("every", 60_000)
                    .parameter("delay", 60_000)
                    .add();
            camel.removeRoute(template);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The route template " + template + " can't be tried out", e);
        } finally {
            route.setAutoStartup(automatic);
        }
    }
}
