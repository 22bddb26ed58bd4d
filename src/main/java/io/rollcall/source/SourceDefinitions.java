package io.rollcall.source;

import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All sources there are. */
public final class SourceDefinitions {

    private final List<SourceDefinition> all;

    private SourceDefinitions(List<SourceDefinition> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Reads every {@code *.yaml} of a folder.
     *
     * @throws InvalidSettings with what is wrong in all the files
     */
    public static SourceDefinitions load(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            var texts = new TreeMap<String, String>();
            for (var file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".yaml"))::iterator) {
                texts.put(folder.getFileName() + "/" + file.getFileName(), Files.readString(file));
            }
            return of(texts);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the mapping files in " + folder, e);
        }
    }

    /**
     * @param texts file name → content
     * @throws InvalidSettings with what is wrong in all the texts
     */
    public static SourceDefinitions of(Map<String, String> texts) {
        var problems = new ArrayList<Problem>();
        var definitions = new ArrayList<SourceDefinition>();
        var owners = new HashMap<String, String>();
        new TreeMap<>(texts).forEach((origin, text) -> {
            try {
                var definition = SourceDefinition.read(origin, text);
                definitions.add(definition);
                problems.addAll(taken(origin, definition, owners));
            } catch (InvalidSettings e) {
                problems.addAll(e.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return new SourceDefinitions(definitions);
    }

    private static List<Problem> taken(String origin, SourceDefinition definition, Map<String, String> owners) {
        return Stream.concat(Stream.of(definition.name()), definition.aliases().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> owners.putIfAbsent(name, origin) != null)
                .map(name -> new Problem(
                        origin,
                        0,
                        "name",
                        "The name \"" + name + "\" is taken by " + owners.get(name),
                        "Give every source names of its own"))
                .toList();
    }

    public List<SourceDefinition> all() {
        return all;
    }

    /** By name or alias; case doesn't matter. */
    public Optional<SourceDefinition> find(String name) {
        return all.stream().filter(definition -> definition.isCalled(name)).findFirst();
    }

    /**
     * By name or alias; case doesn't matter.
     *
     * @throws InvalidSettings that lists the known sources
     */
    public SourceDefinition get(String name) {
        return find(name)
                .orElseThrow(() -> new InvalidSettings(new Problem(
                        "connection", 0, "source", "There is no source \"" + name + "\"", "Known: " + known())));
    }

    private String known() {
        return all.stream()
                .map(definition -> definition.aliases().isEmpty()
                        ? definition.name()
                        : definition.name() + " (also " + String.join(", ", definition.aliases()) + ")")
                .collect(Collectors.joining(", "));
    }
}
