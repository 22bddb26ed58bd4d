package io.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.settings.SettingsInForce.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class SettingsInForceTests {

    @TempDir
    private Path folder;

    private final StandardEnvironment environment = new StandardEnvironment();

    private final SettingsInForce settings = new SettingsInForce(environment);

    @BeforeEach
    void sources() throws IOException {
        var file = Files.writeString(folder.resolve("application.yaml"), """
                server:
                  port: 8443
                rollcall:
                  alerts.mail.to: [it@example.com, desk@example.com]
                  sign-in.url: https://${host}
                  http.proxy:
                  http.allow-private-addresses: "no"
                spring.mail.password: ab${cd}ef
                """);
        environment.getPropertySources().addFirst(yaml("file", new FileSystemResource(file)));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("commandLineArgs", Map.of("host", "rollcall.example.com", "a.b", "1")));
        environment.getPropertySources().addLast(yaml("jar", new Delivered("server.port: 8080\nrollcall.home: here")));
        ConfigurationPropertySources.attach(environment);
    }

    private static MapPropertySource yaml(String name, Resource text) throws IOException {
        return (MapPropertySource)
                new YamlPropertySourceLoader().load(name, text).get(0);
    }

    /** As a resource of the program is described. */
    private static final class Delivered extends ByteArrayResource {

        Delivered(String text) {
            super(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public String getDescription() {
            return "class path resource [application.yaml]";
        }
    }

    private String file(int line) {
        return folder.resolve("application.yaml") + ", line " + line;
    }

    @Test
    void namesFileAndLineOfTheFirstSourceThatHasIt() {
        assertThat(settings.of("server.port")).isEqualTo(new Setting("server.port", "8443", file(2)));
    }

    @Test
    void readsLists() {
        assertThat(settings.of("rollcall.alerts.mail.to"))
                .isEqualTo(new Setting("rollcall.alerts.mail.to", "it@example.com, desk@example.com", file(4)));
    }

    @Test
    void fillsPlaceholdersIn() {
        assertThat(settings.of("rollcall.sign-in.url").value()).isEqualTo("https://rollcall.example.com");
    }

    @Test
    void whatOnlyLooksLikeAPlaceholderStaysAsItIs() {
        assertThat(settings.of("spring.mail.password").value()).isEqualTo("ab${cd}ef");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "yes", "on", "1"})
    void switchIsOnHoweverThatIsWritten(String on) {
        var sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource("switch", Map.of("rollcall.commands.approve-erase", on)));

        assertThat(settings.isOn("rollcall.commands.approve-erase")).isTrue();
    }

    @Test
    void switchThatIsOffBlankOrMissingIsOff() {
        assertThat(settings.isOn("rollcall.http.allow-private-addresses")).isFalse();
        assertThat(settings.isOn("rollcall.http.proxy")).isFalse();
        assertThat(settings.isOn("rollcall.no-such-key")).isFalse();
    }

    @Test
    void knowsTheCommandLineAndWhatIsAsDelivered() {
        assertThat(settings.of("a.b").from()).isEqualTo("the command line");
        assertThat(settings.of("rollcall.home")).isEqualTo(new Setting("rollcall.home", "here", "as delivered"));
    }

    @Test
    void whatIsBlankOrMissingIsNotSet() {
        assertThat(settings.of("rollcall.http.proxy").isSet()).isFalse();
        assertThat(settings.of("rollcall.no-such-key")).isEqualTo(new Setting("rollcall.no-such-key", "", ""));
    }
}
