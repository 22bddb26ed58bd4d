package io.rollcall.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.settings.SettingsSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors check presets with; {@code -Dwrite.presets.schema} writes it anew. */
class PresetSchemaTests {

    private static final Path FILE = Path.of("presets/preset.schema.json");

    static Stream<Path> presets() throws IOException {
        return Files.list(Path.of("presets")).filter(file -> file.toString().endsWith(".yaml"));
    }

    @Test
    void schemaBesideThePresetsIsThatOfThisVersion() throws IOException {
        var schema = SettingsSchema.of(Policy.class, "Rollcall preset");
        var text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        if (System.getProperty("write.presets.schema") != null) {
            Files.writeString(FILE, text);
        }

        assertThat(Files.readString(FILE)).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetNamesItsSchemaForEditors(Path preset) throws IOException {
        assertThat(Files.readAllLines(preset).get(0)).isEqualTo("# yaml-language-server: $schema=preset.schema.json");
    }
}
