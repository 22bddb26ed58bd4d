package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The shipped definition of Iru, and the examples of its records. */
public final class Iru {

    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    public static final SourceDefinition DEFINITION =
            SourceDefinition.read("mappings/iru.yaml", text(Path.of("mappings/iru.yaml")));
    public static final Mapping MAPPING = Mapping.of(DEFINITION, CLOCK);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Iru() {}

    /** @param name for example {@code examples/details-imac.json} */
    public static JsonNode record(String name) {
        return json(text(Path.of("src/test/resources/iru", name)));
    }

    /** A row of the example lists. */
    public static JsonNode row(String deviceId) {
        for (var file : new String[] {"examples/devices-list-page.json", "examples/devices-list-multiplatform.json"}) {
            for (var row : record(file)) {
                if (row.path("device_id").asText().equals(deviceId)) {
                    return row;
                }
            }
        }
        throw new IllegalArgumentException("No example has the device " + deviceId);
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
