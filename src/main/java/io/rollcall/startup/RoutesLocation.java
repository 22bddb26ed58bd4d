package io.rollcall.startup;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Tells Camel where the route files are, before it starts: a setting can't choose between a folder and the jar. */
class RoutesLocation implements EnvironmentPostProcessor {

    private static final String PATTERN = "camel.main.routes-include-pattern";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.containsProperty(PATTERN)) {
            var home = new Home(Path.of(environment.getProperty("rollcall.home", "")));
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("routesLocation", Map.of(PATTERN, home.routeFiles())));
        }
    }
}
