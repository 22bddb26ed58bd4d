package io.rollcall.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTests {

    @TempDir
    private Path folder;

    @Test
    void namesEachRouteFileOfTheJarWhereThereIsNoRoutesFolder() throws IOException {
        try (var files = Files.walk(Path.of("routes"))) {
            var copies = files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .map(file -> "classpath:defaults/" + file)
                    .toList();

            assertThat(new Home(folder).routeFiles().split(",")).containsExactlyInAnyOrderElementsOf(copies);
        }
    }

    @Test
    void searchesTheRoutesFolderWhereThereIsOne() throws IOException {
        var routes = Files.createDirectory(folder.resolve("routes"));

        assertThat(new Home(folder).routeFiles()).isEqualTo("file:" + routes + "/**/*.camel.yaml");
    }
}
