package io.rollcall.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Where the files are that people may edit ({@code routes/}, {@code mappings/}, {@code presets/}): in Rollcall's home
 * folder; the jar's copy stands in for a folder that isn't there.
 *
 * @param path absolute
 */
public record Home(Path path) {

    private static final String FOLDER = "/defaults/";
    private static final String COPIES = "classpath:defaults/";

    public Home {
        path = path.toAbsolutePath().normalize();
    }

    /** Which of the folders are there, so that the jar's copy doesn't stand in for them. */
    public Set<String> ownFolders() {
        return Stream.of("routes", "mappings", "presets")
                .filter(folder -> Files.isDirectory(path.resolve(folder)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The pattern of all files of this kind in a folder, the folders in it included. */
    public String pattern(String folder, String suffix) {
        var own = path.resolve(folder);
        return (Files.isDirectory(own) ? "file:" + own + "/" : COPIES + folder + "/") + "**/*" + suffix;
    }

    /**
     * Where Camel finds the route files, in its own notation. The jar's copies are named one by one: where Camel searches
     * a jar inside a jar it loses the folders of what it finds.
     */
    String routeFiles() {
        var pattern = pattern("routes", ".camel.yaml");
        return pattern.startsWith(COPIES) ? String.join(",", copies(pattern)) : pattern;
    }

    private static List<String> copies(String pattern) {
        try {
            var locations = new ArrayList<String>();
            for (var copy : new PathMatchingResourcePatternResolver().getResources(pattern)) {
                var url = copy.getURL().toString();
                locations.add(COPIES + url.substring(url.lastIndexOf(FOLDER) + FOLDER.length()));
            }
            return locations;
        } catch (IOException e) {
            throw new UncheckedIOException("The copies of the route files can't be read", e);
        }
    }

    /** The texts of the route files, by where Camel finds them. */
    public Map<String, String> routeTexts() {
        try {
            var texts = new TreeMap<String, String>();
            for (var file : new PathMatchingResourcePatternResolver().getResources(pattern("routes", ".camel.yaml"))) {
                texts.put(file.getURL().toString(), file.getContentAsString(StandardCharsets.UTF_8));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("The files in routes/ can't be read", e);
        }
    }

    /** The texts of all YAML files in a folder, by file name. */
    public Map<String, String> yamlFiles(String folder) {
        try {
            var texts = new TreeMap<String, String>();
            for (var file : new PathMatchingResourcePatternResolver().getResources(pattern(folder, ".yaml"))) {
                texts.put(folder + "/" + file.getFilename(), file.getContentAsString(StandardCharsets.UTF_8));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("The files in " + folder + "/ can't be read", e);
        }
    }
}
