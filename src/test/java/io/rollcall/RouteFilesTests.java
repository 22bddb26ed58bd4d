package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.rollcall.RouteFile.Entity;
import io.rollcall.RouteFile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the files in {@code routes/} must keep to, so that Camel runs them, Kaoto draws them and people find their way. */
class RouteFilesTests {

    private static final int MOST_STEPS = 12;

    /** The layers of retries: a page of the list, the details of a device, a look-up, a push, a notice. The pipe's consumer retries the storing. */
    private static final Set<String> RETRYING =
            Set.of("preview", "read-list", "device", "look-up", "push", "alerts", "notify", "retention");

    private static final CamelCatalog CATALOG = new DefaultCamelCatalog(true);

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V4)
            .getSchema(RouteFilesTests.class.getResourceAsStream("/schema/camelYamlDsl.json"));

    private static JsonNode settings;

    @BeforeAll
    static void readSettings() throws IOException {
        try (var documents = new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(
                        new YAMLFactory().createParser(Files.newBufferedReader(Path.of("application.yaml"))))) {
            settings = documents.next();
        }
    }

    static List<RouteFile> files() {
        return RouteFile.all();
    }

    static Stream<Entity> entities() {
        return files().stream().flatMap(RouteFile::entities);
    }

    static Stream<Entity> routes() {
        return entities().filter(Entity::isRoute);
    }

    @ParameterizedTest
    @MethodSource("files")
    void fitsCamelsSchema(RouteFile file) {
        assertThat(SCHEMA.validate(file.tree())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isNamedAndWrittenSoThatKaotoKeepsAllOfIt(RouteFile file) {
        assertThat(file.name()).endsWith(".camel.yaml");
        assertThat(file.commentsInside())
                .as("lines of comments below the top, which Kaoto drops")
                .isEmpty();
        assertThat(file.entities())
                .as("kinds of entities")
                .allMatch(entity -> Set.of("route", "routeConfiguration", "routeTemplate", "templatedRoute")
                        .contains(entity.kind()));
        assertThat(file.entities().map(Entity::kind).distinct())
                .as("templates and configurations have files of their own: Kaoto draws the plain routes only")
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isARouteThatFitsAPageAndSaysWhatItDoes(Entity entity) {
        assertThat(entity.id()).matches("[a-z][a-z-]+");
        assertThat(entity.body().path("description").asText()).isNotBlank();
        assertThat(entity.route().path("description").asText()).isNotBlank();
        assertThat(entity.steps().stream().filter(step -> !step.isBranch())).hasSizeLessThanOrEqualTo(MOST_STEPS);
    }

    @ParameterizedTest
    @MethodSource("entities")
    void givesEachStepAnIdInTheLongForm(Entity entity) {
        assertThat(entity.steps())
                .allSatisfy(step -> assertThat(step.id()).as("id of %s", step).matches("[a-z][a-z-]+"));
    }

    @Test
    void usesEachIdOnce() {
        assertThat(entities().map(entity -> entity.kind() + " " + entity.id())).doesNotHaveDuplicates();
        assertThat(entities()
                        .filter(RouteFilesTests::isPlain)
                        .flatMap(entity -> entity.steps().stream())
                        .map(Step::id))
                .doesNotHaveDuplicates();
        // The ids of a template's steps begin with the name of the connection's route, of which there is one a kind.
        assertThat(entities().filter(entity -> !isPlain(entity)))
                .allSatisfy(template ->
                        assertThat(template.steps().stream().map(Step::id)).doesNotHaveDuplicates());
    }

    private static boolean isPlain(Entity entity) {
        return !entity.kind().equals("routeTemplate");
    }

    @Test
    void X7_fillsInTheParametersThatTheTemplateHas() {
        var templates = entities()
                .filter(entity -> entity.kind().equals("routeTemplate"))
                .toList();
        assertThat(entities().filter(entity -> entity.kind().equals("templatedRoute")))
                .isNotEmpty()
                .allSatisfy(made -> {
                    var template = templates.stream()
                            .filter(known -> known.id()
                                    .equals(made.body().path("routeTemplateRef").asText()))
                            .findFirst()
                            .orElseThrow();
                    var given = made.body().path("parameters").findValuesAsText("name");
                    var known = template.body().path("parameters");
                    assertThat(known.findValuesAsText("name")).containsAll(given);
                    known.forEach(parameter -> assertThat(
                                    given.contains(parameter.path("name").asText()) || parameter.has("defaultValue"))
                            .as("%s: %s is given or has a default", made, parameter)
                            .isTrue());
                });
    }

    /** What is said of a vendor is in its two files: who reads the code finds sources, and not these. */
    @Test
    void X7_sourcesMadeOfFilesAloneHaveNoCode() throws IOException {
        for (var source : List.of("intune", "fleet")) {
            assertThat(Path.of("routes/sources", source + ".camel.yaml")).exists();
            assertThat(Path.of("mappings", source + ".yaml")).exists();
        }
        try (Stream<Path> code = Files.walk(Path.of("src/main/java"))) {
            assertThat(code.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(100)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContainPattern("(?i)intune|graph\\.microsoft|fleetdm|fleet/hosts|\"fleet\""));
        }
    }

    @ParameterizedTest
    @MethodSource("entities")
    void usesEndpointsAndOptionsThatCamelKnows(Entity entity) {
        endpoints(entity).forEach(body -> {
            assertThat(RouteFile.endpoint(body))
                    .as("parameters belong below the uri")
                    .doesNotContain("?");
            var uri = withSettings(RouteFile.endpoint(body));
            var options = new ArrayList<String>();
            RouteFile.parameters(body).forEach((name, value) -> options.add(name + "=" + value.asText()));
            var whole = options.isEmpty() ? uri : uri + "?" + String.join("&", options);
            var result = CATALOG.validateEndpointProperties(whole, true);
            assertThat(result.isSuccess())
                    .as("%s: %s", whole, result.summaryErrorMessage(false))
                    .isTrue();
        });
    }

    @Test
    void callsOnlyDirectRoutesThatExist() {
        var consumers = new HashSet<String>();
        routes().forEach(route -> consumers.add(RouteFile.endpoint(route.route().path("from"))));
        var calls = entities()
                .flatMap(entity -> entity.steps().stream())
                .map(step -> RouteFile.endpoint(step.body()))
                .filter(uri -> uri.startsWith("direct:"))
                .distinct()
                .toList();

        assertThat(calls)
                .isNotEmpty()
                .allSatisfy(uri -> assertThat(consumers).anyMatch(pattern(uri).asMatchPredicate()));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void retriesInOneLayerOnly(Entity entity) {
        var route = entity.route();
        var configuration = route.path("routeConfigurationId").asText();
        var isCalled = RouteFile.endpoint(route.path("from")).startsWith("direct:");
        if (RETRYING.contains(entity.id()) || !isCalled) {
            assertThat(configurations()).contains(configuration);
            assertThat(route.has("errorHandler")).isFalse();
        } else {
            assertThat(configuration).isEmpty();
            assertThat(route.path("errorHandler").has("noErrorHandler"))
                    .as("a called route has no error handler of its own")
                    .isTrue();
        }
    }

    private static Set<String> configurations() {
        var ids = new HashSet<String>();
        entities().filter(entity -> entity.kind().equals("routeConfiguration")).forEach(entity -> ids.add(entity.id()));
        return ids;
    }

    private static Stream<JsonNode> endpoints(Entity entity) {
        var from = entity.route().path("from");
        return Stream.concat(
                from.isObject() ? Stream.of(from) : Stream.empty(),
                entity.steps().stream().map(Step::body).filter(body -> body.has("uri")));
    }

    /** An endpoint that an operator may choose, as application.yaml has it. */
    private static String withSettings(String uri) {
        if (!uri.startsWith("{{")) {
            return uri;
        }
        var key = uri.substring(2, uri.length() - 2);
        var value = settings.at("/" + key.replace('.', '/')).asText();
        assertThat(value).as("%s in application.yaml", key).isNotBlank();
        return value;
    }

    /** {@code direct:${body.reader}-detail} → any source's detail route. */
    private static Pattern pattern(String uri) {
        var pattern = new StringBuilder();
        for (var part : uri.split("\\$\\{[^}]*}", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".+").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }
}
