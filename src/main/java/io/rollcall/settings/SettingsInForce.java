package io.rollcall.settings;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/** The settings as they hold in this process, and where each was set. */
@Component
public class SettingsInForce {

    private final Environment environment;

    SettingsInForce(Environment environment) {
        this.environment = environment;
    }

    /**
     * A setting as it holds.
     *
     * @param value as it was written, those of a list with commas between; blank: it isn't set
     * @param from where it was set, in words, for example {@code the environment variable SERVER_PORT}; blank: nowhere
     */
    public record Setting(String key, String value, String from) {

        public boolean isSet() {
            return !value.isBlank();
        }
    }

    /** @param key for example {@code server.port}; of a list the key without a number */
    public Setting of(String key) {
        var name = ConfigurationPropertyName.of(key);
        for (var source : ConfigurationPropertySources.get(environment)) {
            for (var part : List.of(name, name.append("[0]"))) {
                var property = source.getConfigurationProperty(part);
                if (property != null) {
                    var value = part == name ? text(key) : list(key);
                    return new Setting(key, value, value.isBlank() ? "" : from(source, property));
                }
            }
        }
        return new Setting(key, "", "");
    }

    /**
     * Whether a switch is on, whichever way that is written: {@code true}, {@code TRUE}, {@code yes}, {@code on} or {@code 1}.
     * One that isn't set is off.
     */
    public boolean isOn(String key) {
        return Binder.get(environment).bind(key, Boolean.class).orElse(false);
    }

    /** As whoever uses it gets it: what only looks like a placeholder, in a password for example, stays as it is. */
    private String text(String key) {
        return Binder.get(environment).bind(key, String.class).orElse("");
    }

    private String list(String key) {
        return Binder.get(environment).bind(key, Bindable.listOf(String.class)).orElse(List.of()).stream()
                .collect(Collectors.joining(", "));
    }

    private static String from(ConfigurationPropertySource source, ConfigurationProperty property) {
        var origin = Place.origin(property);
        if (origin instanceof SystemEnvironmentOrigin variable) {
            return "the environment variable " + variable.getProperty();
        }
        if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
            return text.getResource().getDescription().startsWith("class path")
                    ? "as delivered"
                    : Place.of(property).toString();
        }
        return source.getUnderlyingSource() instanceof PropertySource<?> known ? name(known) : "";
    }

    private static String name(PropertySource<?> source) {
        return switch (source.getName()) {
            case CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME -> "the command line";
            case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME -> "a system property of Java";
            default -> source.getName();
        };
    }
}
