package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The files in {@code docker/} against the application: paths, ports, variables, and what containers may do (S35). */
class ContainerFilesTests {

    private static final Path FILES = Path.of("docker");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** An exact version, and nothing that moves. */
    private static final Pattern PINNED =
            Pattern.compile("[a-z0-9./-]+:v?\\d+\\.\\d+[A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?");

    /** Settings that are no record's. */
    private static final Set<String> SINGLE = Set.of("rollcall.home", "rollcall.secret-key", "rollcall.data-directory");

    private static String dockerfile() throws IOException {
        return Files.readString(FILES.resolve("Dockerfile"));
    }

    private static List<String> instructions(String name) throws IOException {
        return dockerfile()
                .replace("\\\n", "")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static JsonNode compose() throws IOException {
        return YAML.readTree(FILES.resolve("compose.yaml").toFile());
    }

    private static List<JsonNode> manifests() throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(FILES.resolve("kubernetes/rollcall.yaml").toFile())) {
            return documents.readAll();
        }
    }

    private static JsonNode manifest(String kind, String name) throws IOException {
        return manifests().stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind)
                        && manifest.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode container() throws IOException {
        return manifest("Deployment", "rollcall").at("/spec/template/spec/containers/0");
    }

    /** Variables by name; what comes from a secret is blank. */
    private static Map<String, String> variables() throws IOException {
        var variables = new LinkedHashMap<String, String>();
        container()
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText("")));
        return variables;
    }

    private static Map<String, String> composeVariables() throws IOException {
        var variables = new LinkedHashMap<String, String>();
        compose()
                .at("/services/rollcall/environment")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return variables;
    }

    @Test
    void everyImageIsPinned() throws IOException {
        var images = new ArrayList<String>();
        instructions("FROM").forEach(from -> images.add(from.split(" ")[0]));
        compose()
                .path("services")
                .forEach(service -> images.add(service.path("image").asText()));
        images.add(container().path("image").asText());

        assertThat(images).hasSizeGreaterThan(5).allMatch(PINNED.asMatchPredicate());
    }

    @Test
    void S35_theImageRunsAsNobodyInParticularAndHasNoShell() throws IOException {
        assertThat(instructions("USER")).containsExactly("10001:10001");
        assertThat(instructions("RUN").get(instructions("RUN").size() - 1))
                .startsWith("[\"rm\"")
                .contains("/bin/sh");
        assertThat(instructions("ENTRYPOINT")).singleElement().asString().startsWith("[\"java\"");
        assertThat(instructions("HEALTHCHECK"))
                .singleElement()
                .asString()
                .contains("CMD [\"java\"")
                .contains("\"" + io.rollcall.startup.HealthMain.class.getName() + "\"");
        assertThat(instructions("FROM")).last().asString().contains("-jre-");
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var version = pom.replaceFirst("(?s).*<artifactId>rollcall</artifactId>\\s*<version>([^<]+)</version>.*", "$1");
        var jar = "target/rollcall-" + version + ".jar";

        assertThat(dockerfile()).contains("COPY " + jar + " ");
        assertThat(Files.readString(Path.of(".dockerignore"))).contains("!target/rollcall-*.jar");
        assertThat(compose().at("/services/rollcall/image").asText()).isEqualTo("rollcall:" + version);
        assertThat(container().path("image").asText()).isEqualTo("rollcall:" + version);
        assertThat(compose().at("/services/rollcall/build/dockerfile").asText()).isEqualTo("docker/Dockerfile");
    }

    @Test
    void S35_containersCanWriteNoMoreThanTheyMust() throws IOException {
        var service = compose().at("/services/rollcall");
        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.path("cap_drop").get(0).asText()).isEqualTo("ALL");
        assertThat(service.path("security_opt").toString()).contains("no-new-privileges:true");
        assertThat(service.path("tmpfs").toString()).contains("/tmp");

        var context = container().path("securityContext");
        assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        var pod = manifest("Deployment", "rollcall").at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asText()).isEqualTo("10001");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container().path("volumeMounts").findValuesAsText("mountPath"))
                .contains("/tmp", dataDirectory());
    }

    private static String dataDirectory() throws IOException {
        return instructions("ENV").stream()
                .filter(variable -> variable.startsWith("ROLLCALL_DATA_DIRECTORY="))
                .map(variable -> variable.split("=")[1])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyVariableIsASetting() throws IOException {
        var known = settings();
        var variables = new TreeSet<>(variables().keySet());
        variables.addAll(composeVariables().keySet());
        instructions("ENV").forEach(variable -> variables.add(variable.split("=")[0]));

        assertThat(variables)
                .hasSizeGreaterThan(8)
                .allSatisfy(variable -> assertThat(known).as(variable).contains(plain(variable)));
    }

    /** Every setting of Rollcall and Spring Boot, spelt without dots, hyphens and underscores. */
    private static Set<String> settings() throws IOException {
        var known = SINGLE.stream().map(ContainerFilesTests::plain).collect(Collectors.toCollection(HashSet::new));
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scanner.findCandidateComponents("io.rollcall").forEach(candidate -> {
            var type = ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()), null);
            add(known, type.getAnnotation(ConfigurationProperties.class).value(), type);
        });
        var metadata =
                ContainerFilesTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        for (var file : Collections.list(metadata)) {
            try (var stream = file.openStream()) {
                new ObjectMapper()
                        .readTree(stream)
                        .path("properties")
                        .forEach(property ->
                                known.add(plain(property.path("name").asText())));
            }
        }
        return known;
    }

    private static void add(Set<String> known, String prefix, Class<?> type) {
        for (var component : type.getRecordComponents()) {
            var name = prefix + "." + component.getName();
            if (component.getType().isRecord()) {
                add(known, name, component.getType());
            } else {
                known.add(plain(name));
            }
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    @Test
    void S16_noSecretStandsInAFile() throws IOException {
        for (var secret : List.of("SPRING_DATASOURCE_PASSWORD", "ROLLCALL_SECRET_KEY")) {
            assertThat(composeVariables().get(secret)).matches("\\$\\{[A-Z_]+:\\?[^}]+}");
            assertThat(variables().get(secret)).isEmpty();
        }
        assertThat(StreamSupport.stream(container().path("env").spliterator(), false)
                        .filter(variable -> variable.path("value").isMissingNode()))
                .hasSize(4)
                .allMatch(variable ->
                        variable.at("/valueFrom/secretKeyRef/name").asText().equals("rollcall"));
    }

    @Test
    void portsAreThoseThatTheApplicationListensAt() throws IOException {
        var settings =
                YAML.readTree(Files.readString(Path.of("application.yaml")).split("\n---\n")[0]);
        assertThat(instructions("EXPOSE"))
                .containsExactly(settings.at("/server/port").asText() + " "
                        + settings.at("/management/server/port").asText());

        var published = compose().at("/services/rollcall/ports/0").asText();
        assertThat(published).as("only for this machine").startsWith("127.0.0.1:");
        assertThat(published).endsWith(":" + composeVariables().get("SERVER_PORT"));
        assertThat(compose().at("/services/rollcall/ports")).hasSize(1);

        var ports = container().path("ports");
        assertThat(ports.get(0).path("containerPort").asText())
                .isEqualTo(variables().get("SERVER_PORT"));
        assertThat(ports.get(1).path("containerPort").asText())
                .isEqualTo(variables().get("MANAGEMENT_SERVER_PORT"));
        var names = ports.findValuesAsText("name");
        assertThat(Stream.of("rollcall", "rollcall-management").map(ContainerFilesTests::targetPort))
                .allMatch(names::contains);
    }

    private static String targetPort(String service) {
        try {
            return manifest("Service", service).at("/spec/ports/0/targetPort").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void probesAskForLivenessAndReadinessApart() throws IOException {
        var container = container();
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/readiness");
        assertThat(container.findValuesAsText("port")).containsOnly("management");
    }

    @Test
    void aStopHasTheTimeThatRollcallTakes() throws IOException {
        var settings =
                YAML.readTree(Files.readString(Path.of("application.yaml")).split("\n---\n")[0]);
        var needed = Integer.parseInt(settings.at("/spring/lifecycle/timeout-per-shutdown-phase")
                .asText()
                .replace("s", ""));

        assertThat(Integer.parseInt(compose()
                        .at("/services/rollcall/stop_grace_period")
                        .asText()
                        .replace("s", "")))
                .isGreaterThan(needed);
        assertThat(manifest("Deployment", "rollcall")
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThan(needed);
    }

    @Test
    void whatIsMountedIsThere() throws IOException {
        var mounted = new ArrayList<String>();
        compose()
                .path("services")
                .forEach(service -> service.path("volumes")
                        .forEach(volume -> mounted.add(volume.asText().split(":")[0])));

        assertThat(mounted.stream().filter(source -> source.startsWith("./")))
                .contains("./prometheus", "./grafana/rollcall.json")
                .allSatisfy(source -> assertThat(source.equals("./tls") || Files.exists(FILES.resolve(source)))
                        .as(source)
                        .isTrue());
        assertThat(mounted.stream().filter(source -> !source.startsWith("./")).toList())
                .containsExactlyInAnyOrderElementsOf(names(compose().path("volumes")));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void prometheusScrapesTheManagementPort() throws IOException {
        var scrape = YAML.readTree(FILES.resolve("prometheus/prometheus.yaml").toFile());

        assertThat(scrape.at("/scrape_configs/0/metrics_path").asText()).isEqualTo("/actuator/prometheus");
        assertThat(scrape.at("/scrape_configs/0/static_configs/0/targets/0").asText())
                .isEqualTo("rollcall:" + composeVariables().get("MANAGEMENT_SERVER_PORT"));
        assertThat(FILES.resolve("prometheus")
                        .resolve(scrape.at("/rule_files/0").asText()))
                .exists();
        assertThat(scrape.at("/scrape_configs/0/job_name").asText()).isEqualTo("rollcall");
    }
}
