package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.WholeApplication;
import io.rollcall.access.Actor;
import io.rollcall.alert.Alert;
import io.rollcall.alert.Alerts;
import io.rollcall.connection.ConnectionService;
import io.rollcall.connection.ConnectionSettings;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.sync.ScriptedApi.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** X8: files that are changed while the application runs, which is one and the same for all of these tests. */
class LiveFilesTests {

    private static final String TOKEN = "00000000-0000-4000-8000-000000000001";
    private static final String POLICY =
            "{\"page-size\": 10, \"people\": {\"directory\": false}, \"limits\": {\"per-second\": 100000}}";

    /** The first entry of the route device. */
    private static final String PLACE = "            when:\n";

    private static final String SKIPPING = """
                          - id: device-if-any
                            simple: "${body.name} != ''"
                            steps:
                              - bean:
                                  id: device-skip-any
                                  ref: devices
                                  method: skipBecause(${body}, 'Nobody wants it.')
            """;

    @TempDir
    private static Path home;

    private static ConfigurableApplicationContext rollcall;
    private static SimulatedIru tenant;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<Path, String> before = new LinkedHashMap<>();
    private final Set<Path> added = new LinkedHashSet<>();

    @BeforeAll
    static void start() throws IOException {
        for (var folder : List.of("routes", "mappings", "presets")) {
            FileSystemUtils.copyRecursively(Path.of(folder), home.resolve(folder));
        }
        tenant = SimulatedIru.builder()
                .devices(60)
                .odd(false)
                .token("all", TOKEN)
                .start();
        rollcall = WholeApplication.run(
                home,
                "--rollcall.files.look-every=50ms",
                "--rollcall.http.allow-private-addresses=true",
                "--rollcall.runs.heartbeat=100ms",
                "--rollcall.runs.lease=1s",
                "--spring.jmx.enabled=false",
                "--camel.main.jmx-enabled=false",
                "--camel.main.name=live");
    }

    @AfterAll
    static void stop() {
        rollcall.close();
        tenant.close();
    }

    @AfterEach
    void putBack() throws IOException {
        tenant.faults().clear();
        for (var file : before.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
        for (var file : added) {
            Files.delete(file);
        }
        patiently().until(() -> openAlerts().isEmpty());
        patiently().until(() -> camel().getProcessor("device-skip-any") == null);
    }

    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(20));
    }

    private static CamelContext camel() {
        return rollcall.getBean(CamelContext.class);
    }

    private static List<Alert> openAlerts() {
        return rollcall.getBean(Alerts.class).list(true, Long.MAX_VALUE, 10);
    }

    private void edit(String file, String old, String with) throws IOException {
        var path = home.resolve(file);
        var text = Files.readString(path);
        before.putIfAbsent(path, text);
        assertThat(text).contains(old);
        var at = text.indexOf(old);
        Files.writeString(path, text.substring(0, at) + with + text.substring(at + old.length()));
    }

    private void add(String file, String text) throws IOException {
        added.add(home.resolve(file));
        Files.writeString(home.resolve(file), text);
    }

    private static String connect(String source, String baseUrl, Map<String, String> credentials, String policy)
            throws IOException {
        var name = "live" + NUMBER.incrementAndGet();
        var made = rollcall.getBean(ConnectionService.class)
                .create(
                        new ConnectionSettings(
                                name,
                                source,
                                Optional.empty(),
                                Optional.of(baseUrl),
                                Optional.empty(),
                                Optional.empty(),
                                credentials,
                                Optional.of(new ObjectMapper().readTree(policy)),
                                Optional.of(true)),
                        Actor.ROLLCALL);
        assertThat(made.attention()).isEmpty();
        return name;
    }

    private static String connectToIru() throws IOException {
        return connect("iru", tenant.baseUrl(), Map.of("token", TOKEN), POLICY);
    }

    private static Run ended(String connection) {
        var runs = rollcall.getBean(RunReader.class);
        patiently()
                .until(() -> runs.newest(Optional.of(connection), 1).stream()
                        .anyMatch(run -> run.finishedAt().isPresent()));
        return runs.newest(Optional.of(connection), 1).get(0);
    }

    private static Run sync(String connection) {
        var run = rollcall.getBean(Syncs.class)
                .sync(connection, Trigger.API, "test")
                .run();
        var runs = rollcall.getBean(RunReader.class);
        patiently().until(() -> runs.find(run).orElseThrow().finishedAt().isPresent());
        return runs.find(run).orElseThrow();
    }

    private static Optional<String> schedule(String connection) {
        return Optional.ofNullable(camel().getRoute("schedule-" + connection))
                .map(route -> route.getEndpoint().getEndpointUri());
    }

    private static void delete(String connection) {
        rollcall.getBean(ConnectionService.class).delete(connection, Actor.ROLLCALL);
    }

    @Test
    void X8_changedRouteIsTakenOverBetweenTwoPagesOfARun() throws IOException {
        tenant.requests().clear();
        tenant.faults().on("GET /api/v1/devices").always().answer(Fault.delay(Duration.ofMillis(400)));
        var connection = connectToIru();
        var runs = rollcall.getBean(RunReader.class);
        patiently()
                .until(() -> runs.newest(Optional.of(connection), 1).stream()
                        .anyMatch(run -> run.counts().seen() > 0));

        edit("routes/device.camel.yaml", PLACE, PLACE + SKIPPING);

        var run = ended(connection);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.pages()).isEqualTo(7);
        assertThat(run.counts().seen()).isEqualTo(60);
        // the assets may be known from the connection of a test before
        var placed = run.counts().created() + run.counts().updated();
        assertThat(placed).as("by the old route").isPositive();
        assertThat(run.counts().skipped()).as("by the new route").isPositive();
        assertThat(placed + run.counts().skipped()).isEqualTo(60);
        assertThat(placed % 10).as("whole pages").isZero();
        delete(connection);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "routes/page.camel.yaml        | - bean:          | - baen:          | there is no step called \"baen\"",
                "routes/page.camel.yaml        | id: open-page    | 'id: ''x''-page' | expected <block end>",
                "routes/call.camel.yaml        | httpMethod: GET  | httpMetod: GET   | no option called httpMetod",
                "routes/sources/iru.camel.yaml | ref: paging      | ref: pagging     | No bean could be found in the registry for: pagging",
                "routes/sync.camel.yaml        | direct:read-list | direct:red-list  | no route begins with \"direct:red-list\"",
                "routes/connection.camel.yaml  | gatherResults    | gatherResult     | gatherResult",
                "mappings/iru.yaml             | 'kind: bearer'   | 'kind: bear'     | sign-in",
                "presets/plain.yaml            | 'every: 1h'      | 'every: 1s'      | every must be at least 1m",
            })
    void X8_brokenFileIsRefusedWithFileLineAndReasonAndTheOldOneGoesOn(
            String file, String right, String wrong, String said) throws IOException {
        var connection = connectToIru();
        ended(connection);
        var routes = camel().getRoutesSize();
        edit(file, right, wrong);

        patiently().until(() -> openAlerts().size() == 1);

        var alert = openAlerts().get(0);
        assertThat(alert.kind().key()).isEqualTo("files-refused");
        assertThat(alert.message())
                .contains(file.replaceFirst(".*/", ""))
                .contains(", line ")
                .contains(said)
                .contains("what was there before goes on");
        assertThat(camel().getRoutesSize()).isEqualTo(routes);
        assertThat(sync(connection).counts().unchanged()).isEqualTo(60);
        delete(connection);
    }

    @Test
    void X8_connectionsRoutesAreMadeAnewFromAChangedTemplate() throws IOException {
        var connection = connectToIru();
        ended(connection);
        edit("routes/connection.camel.yaml", "          - to:\n              id: page-open\n", """
                          - setProperty:
                              id: page-mark
                              name: mark
                              constant: x
                          - to:
                              id: page-open
                """);

        patiently()
                .until(() -> camel().getProcessor("page-" + connection + "page-mark") != null
                        || camel().getProcessor("page-" + connection + "-page-mark") != null);

        assertThat(sync(connection).counts().unchanged()).isEqualTo(60);
        delete(connection);
    }

    @Test
    void X8_changedPresetChangesTheScheduleOfItsConnections() throws IOException {
        var connection = connect("iru", tenant.baseUrl(), Map.of("token", TOKEN), "{}");
        ended(connection);
        var nightly = schedule(connection);
        edit("presets/unthread-iru.yaml", "cron: \"0 0 2 * * ?\"", "cron: \"0 0 3 * * ?\"");

        patiently()
                .until(() -> schedule(connection).isPresent()
                        && !schedule(connection).equals(nightly));
        delete(connection);
    }

    @Test
    void X8_presetThatAConnectionNeedsIsNotTakenAway() throws IOException {
        var connection = connectToIru();
        ended(connection);
        var preset = home.resolve("presets/unthread-iru.yaml");
        before.put(preset, Files.readString(preset));
        Files.delete(preset);

        patiently().until(() -> openAlerts().size() == 1);

        assertThat(openAlerts().get(0).message()).contains("Connection " + connection + " could not sync any more");
        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
        delete(connection);
    }

    @Test
    void X8_assetIdStaysOnceAConnectionHasSynced() throws IOException {
        var connection = connectToIru();
        ended(connection);
        edit("presets/unthread-iru.yaml", "asset-id: serial", "asset-id: device-name");

        patiently().until(() -> openAlerts().size() == 1);

        assertThat(openAlerts().get(0).message()).contains("asset-id can't change for connection " + connection);
        delete(connection);
    }

    @Test
    void X8_routeWithoutAnIdIsRefusedAsItCouldNotBeTakenAwayAgain() throws IOException {
        add("routes/own.camel.yaml", """
                - from:
                    uri: timer:own
                    steps:
                      - log:
                          id: own-log
                          message: hello
                """);

        patiently().until(() -> openAlerts().size() == 1);

        assertThat(openAlerts().get(0).message()).contains("own.camel.yaml").contains("the route has no id");
    }

    @Test
    void X8_folderThatIsGoneIsNotReplacedByTheJarsCopy() throws IOException {
        var connection = connectToIru();
        ended(connection);
        Files.move(home.resolve("routes"), home.resolve("moved"));

        patiently().until(() -> openAlerts().size() == 1);

        Files.move(home.resolve("moved"), home.resolve("routes"));
        assertThat(openAlerts().get(0).message()).contains("routes/: the folder is gone");
        assertThat(sync(connection).counts().unchanged()).isEqualTo(60);
        delete(connection);
    }

    @Test
    void X8_devicesAreDecidedAnewUnderAChangedPreset() throws IOException {
        var connection = connectToIru();
        ended(connection);
        assertThat(toDecideAnew(connection)).isZero();

        edit("presets/unthread-iru.yaml", "cron: \"0 0 2 * * ?\"", "cron: \"0 0 4 * * ?\"");

        patiently().until(() -> toDecideAnew(connection) == 60);
        delete(connection);
    }

    /** Or after a process that ended between taking the preset over and having the devices decided. */
    @Test
    void X8_devicesAreDecidedAnewUnderAPresetThatWasChangedWhileNoRollcallRan() throws IOException {
        var connection = connectToIru();
        ended(connection);
        jdbc().sql("update connection set decided_by = 'another preset' where name = ?")
                .param(connection)
                .update();

        rollcall.getBean(LiveFiles.class).begin();

        patiently().until(() -> toDecideAnew(connection) == 60);
        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(toDecideAnew(connection)).isZero();
        rollcall.getBean(LiveFiles.class).begin();
        rollcall.getBean(LiveFiles.class).look();
        assertThat(toDecideAnew(connection)).as("once").isZero();
        delete(connection);
    }

    private static JdbcClient jdbc() {
        return rollcall.getBean(JdbcClient.class);
    }

    private static int toDecideAnew(String connection) {
        return jdbc().sql("select count(*) from device d join connection c on c.id = d.connection_id"
                        + " where c.name = ? and d.decide_again")
                .param(connection)
                .query(Integer.class)
                .single();
    }

    @Test
    void X8_routesThatCanNotBePutBackRaiseAnAlertAndArePutBackLater() throws IOException {
        var connection = connectToIru();
        ended(connection);
        var outOfMemory = new AtomicBoolean(true);
        camel().addRoutePolicyFactory((context, id, route) -> {
            if (outOfMemory.get()) {
                throw new IllegalStateException("no more threads");
            }
            return null;
        });
        edit("routes/page.camel.yaml", "Opens a page from the pipe", "Opens a page of the pipe");

        patiently().until(() -> openAlerts().size() == 1);
        assertThat(openAlerts().get(0).message())
                .contains("no more threads")
                .contains("What was there before could not be put back either");

        outOfMemory.set(false);
        patiently().until(() -> openAlerts().get(0).message().contains("what was there before goes on"));
        assertThat(sync(connection).counts().unchanged()).isEqualTo(60);
        delete(connection);
    }

    /** A source by cursor, signed in to with a name and a password, whose list is all there is. */
    @Test
    void X7_X8_newSourceIsAddedWhileTheApplicationRuns() throws IOException {
        try (var api = new ScriptedApi(call -> {
            assertThat(call.authorization())
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("reader:secret".getBytes()));
            var first = call.parameter("after").isEmpty();
            var answer = JsonNodeFactory.instance.objectNode();
            var rows = answer.withObject("/data").putArray("machines");
            rows.addObject().put("uid", first ? "m1" : "m2").put("sn", first ? "SN-0001" : "SN-0002");
            answer.put("cursor", first ? "a b&c" : "");
            assertThat(call.parameter("after")).isIn("", "a b&c");
            return Reply.of(answer);
        })) {
            add("mappings/acme.yaml", """
                    name: acme
                    title: Acme
                    hosts: ["*.acme.example"]
                    sign-in: [{ kind: basic }]
                    list: { id: /uid, rows: /data/machines, next: /cursor, page-size: 1, max-page-size: 1, complete: true }
                    permissions:
                      - { name: Read, path: "/v1/machines?size=1", needs: [list], remedy: "Ask Acme." }
                    fields:
                      - { field: serial-number, from: ["list:/sn"] }
                    """);
            add("routes/sources/acme.camel.yaml", """
                    - templatedRoute:
                        routeTemplateRef: list-by-cursor
                        routeId: acme-list
                        prefixId: acme
                        parameters:
                          - name: source
                            value: acme
                          - name: list-path
                            value: /v1/machines
                          - name: first-query
                            value: size=${body.pageSize}
                          - name: next-query
                            value: size=${body.pageSize}&after=${body.cursor}
                    """);
            patiently().until(() -> camel().getRoute("acme-list") != null);

            var connection = connect("acme", api.baseUrl(), Map.of("username", "reader", "password", "secret"), "{}");
            var run = ended(connection);

            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.counts().created()).isEqualTo(2);
            assertThat(sync(connection).counts().unchanged()).isEqualTo(2);
            delete(connection);
        }
    }
}
