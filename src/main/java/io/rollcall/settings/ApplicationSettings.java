package io.rollcall.settings;

import io.rollcall.startup.StartupFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Refuses wrong and unknown keys below {@code rollcall} before anything else is made. Spring Boot leaves out what it
 * doesn't know, so that a misspelt key would silently keep its default.
 */
class ApplicationSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationSettings.class);

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("rollcall");

    /** Keys that no record has. */
    private static final List<String> SINGLE = List.of(
            "rollcall.home",
            "rollcall.data-directory",
            "rollcall.secret-key",
            "rollcall.bootstrap-token",
            "rollcall.files.look-every",
            "rollcall.pipe.pages.to",
            "rollcall.pipe.pages.from");

    /** Checked where connections are made; whatever a receiver of traces wants. */
    private static final List<String> OPEN = List.of("rollcall.connections", "rollcall.tracing.headers");

    private static final Map<Class<?>, String> ALLOWED = Map.of(
            Duration.class, "Allowed is a duration such as 500ms, 30s, 10m, 1h or 1d",
            DataSize.class, "Allowed is a size such as 512KB or 32MB",
            boolean.class, "Allowed is true or false",
            int.class, "Allowed is a whole number",
            long.class, "Allowed is a whole number",
            URI.class, "Allowed is an address such as http://proxy.example.com:3128",
            Path.class, "Allowed is the path of a file");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var problems = problems(context.getEnvironment());
        if (!problems.isEmpty()) {
            throw new StartupFailure(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                    "Rollcall doesn't start with settings it doesn't understand.",
                    "Correct the keys named above; application.yaml, as it was delivered, explains each of them.");
        }
    }

    private static List<Problem> problems(Environment environment) {
        var known = new KnownKeys(SINGLE, OPEN);
        var types = types();
        types.forEach(known::add);
        var problems = new ArrayList<Problem>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource keys) {
                keys.stream().filter(ROOT::isAncestorOf).forEach(key -> refuseUnknown(key, keys, known, problems));
            }
        }
        types.forEach((prefix, type) -> refuseWrongValues(environment, prefix, type, problems));
        return problems;
    }

    private static Map<String, Class<?>> types() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var types = new LinkedHashMap<String, Class<?>>();
        for (var candidate : scanner.findCandidateComponents("io.rollcall")) {
            var type = ClassUtils.resolveClassName(
                    String.valueOf(candidate.getBeanClassName()), ApplicationSettings.class.getClassLoader());
            types.put(type.getAnnotation(ConfigurationProperties.class).value(), type);
        }
        return types;
    }

    private static void refuseUnknown(
            ConfigurationPropertyName key,
            IterableConfigurationPropertySource source,
            KnownKeys known,
            List<Problem> problems) {
        if (isEnvironment(source)) {
            // Others name variables too: Kubernetes sets ROLLCALL_PORT for a service that is called rollcall.
            if (!known.knowsVariable(key)) {
                LOG.warn("The environment variable for {} is not a setting of Rollcall; it is left out", key);
            }
        } else if (known.isGroup(key)) {
            refuseValue(key, source.getConfigurationProperty(key), known, problems);
        } else if (!known.knows(key)) {
            var where = Place.of(source.getConfigurationProperty(key));
            problems.add(new Problem(
                    where.file(), where.line(), key.toString(), "There is no such key", known.allowedInsteadOf(key)));
        }
    }

    /** An empty group ({@code connections: {}}) comes as a blank value. */
    private static void refuseValue(
            ConfigurationPropertyName key,
            @Nullable ConfigurationProperty property,
            KnownKeys known,
            List<Problem> problems) {
        if (property != null && !property.getValue().toString().isEmpty()) {
            var where = Place.of(property);
            var below = known.below(key);
            problems.add(new Problem(
                    where.file(),
                    where.line(),
                    key.toString(),
                    "This is a single value",
                    below.isEmpty()
                            ? "Allowed are keys with values"
                            : "Allowed are these keys: " + String.join(", ", below)));
        }
    }

    private static void refuseWrongValues(
            Environment environment, String prefix, Class<?> type, List<Problem> problems) {
        try {
            Binder.get(environment).bind(prefix, Bindable.of(type));
        } catch (BindException e) {
            var where = Place.of(e.getProperty());
            var target = target(e.getTarget().getType());
            problems.add(
                    target.isRecord()
                            ? new Problem(
                                    where.file(), 0, e.getName().toString(), "These values are not allowed", reason(e))
                            : new Problem(
                                    where.file(),
                                    where.line(),
                                    e.getName().toString(),
                                    found(e.getProperty(), target),
                                    ALLOWED.getOrDefault(target, reason(e))));
        }
    }

    private static boolean isEnvironment(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables
                && variables.getName().startsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    /** An address may hold a password. */
    private static String found(@Nullable ConfigurationProperty property, Class<?> type) {
        return property == null || type == URI.class
                ? "This can't be used"
                : "\"" + ScalarBinder.cut(property.getValue().toString()) + "\" can't be used";
    }

    private static String reason(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    private static Class<?> target(ResolvableType type) {
        var resolved = type.resolve(Object.class);
        return resolved == Optional.class ? type.getGeneric(0).resolve(Object.class) : resolved;
    }
}
