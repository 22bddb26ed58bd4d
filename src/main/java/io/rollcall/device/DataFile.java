package io.rollcall.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The data files of this package: UTF-8, one entry a line, {@code #} at the start of a line for comments. */
final class DataFile {

    private DataFile() {}

    static List<String> lines(String name) {
        try (var in = DataFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The data file io/rollcall/device/" + name
                        + " is not in the program. Build or install it again.");
            }
            try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return reader.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data file io/rollcall/device/" + name + " cannot be read", e);
        }
    }

    /** The lines of a file split at semicolons (model identifiers and names hold commas), each with so many columns. */
    static List<List<String>> rows(String name, int columns) {
        return lines(name).stream().map(line -> row(name, line, columns)).toList();
    }

    private static List<String> row(String name, String line, int columns) {
        var cells = Arrays.stream(line.split(";", -1)).map(String::strip).toList();
        if (cells.size() != columns || cells.contains("")) {
            throw new IllegalStateException(
                    "%s: the line \"%s\" must have %d columns parted by semicolons, none of them empty"
                            .formatted(name, line, columns));
        }
        return cells;
    }

    static DeviceType type(String name, String key) {
        return DeviceType.of(key)
                .orElseThrow(() -> new IllegalStateException("%s: \"%s\" is no device type. Use one of %s"
                        .formatted(
                                name,
                                key,
                                Arrays.stream(DeviceType.values())
                                        .map(DeviceType::key)
                                        .toList())));
    }
}
