package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the packaged program (S36). */
class PackagedJarIT {

    private static final String SBOM = "META-INF/sbom/application.cdx.json";

    /** Licences under which a part may be delivered with Rollcall, by their SPDX ids or, where a part has none, their names. */
    private static final Set<String> LICENCES = Set.of(
            "Apache-2.0",
            "MIT",
            "MIT-0",
            "0BSD",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "EDL-1.0",
            "LGPL-2.1-only",
            "LGPL-2.1-or-later",
            "GPL-2.0-with-classpath-exception",
            "Bouncy Castle Licence");

    private static JarFile jar() throws IOException {
        return new JarFile(System.getProperty("rollcall.jar", "target/rollcall-0.1.0-SNAPSHOT.jar"));
    }

    private static JsonNode components() throws IOException {
        try (var jar = jar();
                var sbom = jar.getInputStream(
                        jar.getEntry("BOOT-INF/classes/" + SBOM) == null
                                ? jar.getEntry(SBOM)
                                : jar.getEntry("BOOT-INF/classes/" + SBOM))) {
            return new ObjectMapper().readTree(sbom).path("components");
        }
    }

    @Test
    void S36_theSbomNamesEveryJarInside() throws IOException {
        Set<String> named = StreamSupport.stream(components().spliterator(), false)
                .map(component -> component.path("name").asText() + "-"
                        + component.path("version").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        try (var jar = jar()) {
            var inside = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring("BOOT-INF/lib/".length(), name.length() - ".jar".length()))
                    .filter(name -> !name.startsWith("spring-boot-jarmode-tools"))
                    .toList();

            assertThat(inside).hasSizeGreaterThan(100);
            assertThat(named).containsAll(inside);
        }
    }

    @Test
    void S36_everyPartHasALicenceThatIsOnTheList() throws IOException {
        assertThat(components()).isNotEmpty().allSatisfy(component -> {
            var licences = StreamSupport.stream(component.path("licenses").spliterator(), false)
                    .map(licence -> licence.has("expression")
                            ? licence.path("expression").asText()
                            : licence.at("/license/id")
                                    .asText(licence.at("/license/name").asText()))
                    .collect(Collectors.toSet());
            assertThat(Collections.disjoint(licences, LICENCES))
                    .as("%s has %s", component.path("purl").asText(), licences)
                    .isFalse();
        });
    }

    /** A step of the Dockerfile. */
    @Test
    void theJarComesApartInTheLayersThatTheImageIsMadeOf(@TempDir Path folder) throws Exception {
        var name = System.getProperty("rollcall.jar", "target/rollcall-0.1.0-SNAPSHOT.jar");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-Djarmode=tools",
                        "-jar",
                        name,
                        "extract",
                        "--layers",
                        "--launcher",
                        "--destination",
                        folder.resolve("layers").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("said")))
                .isZero();

        var dockerfile = Files.readString(Path.of("docker/Dockerfile"));
        try (var layers = Files.list(folder.resolve("layers"))) {
            assertThat(layers.map(layer -> layer.getFileName().toString()))
                    .allSatisfy(layer -> assertThat(dockerfile).contains("/layers/" + layer + "/ "));
        }
        assertThat(folder.resolve("layers/application/BOOT-INF/classes/io/rollcall/startup/HealthMain.class"))
                .exists();
        assertThat(folder.resolve("layers/spring-boot-loader/org/springframework/boot/loader/launch/JarLauncher.class"))
                .exists();
    }
}
