package io.rollcall.sync;

import io.rollcall.source.Sources;
import io.rollcall.startup.Home;
import io.rollcall.startup.RouteFileFailure;
import io.rollcall.startup.RouteFileProblems;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.springframework.core.env.Environment;

/**
 * Makes all routes of changed files in a Camel context of their own, with the application's beans, and throws it away:
 * whatever would stop a start shows there, while the routes in force go on. Nothing consumes, and nothing is sent.
 */
@org.springframework.stereotype.Component
class RouteTrial {

    private final CamelContext main;
    private final Environment environment;
    private final RouteChecks checks;
    private final RouteFileProblems problems;

    RouteTrial(CamelContext main, Environment environment, RouteChecks checks, Home home) {
        this.main = main;
        this.environment = environment;
        this.checks = checks;
        this.problems = new RouteFileProblems(home);
    }

    /**
     * @param texts location → content of every route file
     * @param sources the sources that the routes are for
     * @throws RouteFileFailure with the file, the line and what is wrong
     */
    void run(Map<String, String> texts, Sources sources) {
        try (var trial = new DefaultCamelContext(new DefaultRegistry(new SharedBeans(main.getRegistry())))) {
            trial.getCamelContextExtension().setName("trial");
            trial.disableJMX();
            trial.setAutoStartup(false);
            trial.setStreamCaching(false);
            // Its components close what they are given: the application's HTTP connections, for one.
            trial.setAutowiredEnabled(false);
            trial.getPropertiesComponent().addPropertiesSource(new SharedProperties(environment));
            RouteLoading.load(trial, texts);
            trial.start();
            checks.check(trial, sources);
        } catch (Exception e) {
            throw problems.explain(e).orElseGet(() -> new RouteFileFailure("routes/", String.valueOf(e.getMessage())));
        }
    }

    /**
     * The application's beans. A component belongs to one context: the trial makes its own, and no customizer gives it what
     * the application's has, which it would close with itself.
     */
    private record SharedBeans(BeanRepository beans) implements BeanRepository {

        private static boolean isHidden(Class<?> type) {
            return Component.class.isAssignableFrom(type) || ComponentCustomizer.class.isAssignableFrom(type);
        }

        @Override
        public Object lookupByName(String name) {
            var bean = beans.lookupByName(name);
            return bean != null && isHidden(bean.getClass()) ? null : bean;
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            return isHidden(type) ? null : beans.lookupByNameAndType(name, type);
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return isHidden(type) ? Collections.emptyMap() : beans.findByTypeWithName(type);
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return isHidden(type) ? Collections.emptySet() : beans.findByType(type);
        }
    }

    /** The application's settings, for placeholders. */
    private record SharedProperties(Environment environment) implements PropertiesSource {

        @Override
        public String getName() {
            return "application";
        }

        @Override
        public String getProperty(String name) {
            return environment.getProperty(name);
        }
    }
}
