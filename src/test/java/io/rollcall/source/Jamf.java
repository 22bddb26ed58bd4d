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

/** The shipped definition of Jamf Pro, and the examples of its records. */
public final class Jamf {

    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
    public static final SourceDefinition DEFINITION =
            SourceDefinition.read("mappings/jamf.yaml", text(Path.of("mappings/jamf.yaml")));
    public static final Mapping MAPPING = Mapping.of(DEFINITION, CLOCK);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Jamf() {}

    /** @param name for example {@code computers-inventory-v4.page.json} */
    public static JsonNode example(String name) {
        return json(text(Path.of("src/test/resources/jamf/examples", name)));
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
