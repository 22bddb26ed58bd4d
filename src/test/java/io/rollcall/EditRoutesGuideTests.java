package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.rollcall.access.Actor;
import io.rollcall.connection.ConnectionService;
import io.rollcall.connection.ConnectionSettings;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Does what {@code docs/edit-routes.md} tells an engineer to do, with the very text of the guide, while the application
 * runs.
 */
class EditRoutesGuideTests {

    private static final String TOKEN = "00000000-0000-4000-8000-000000000000";
    private static final int OTHERS = 6;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** The line that the guide's entry goes under, once in the file. */
    private static final String FIRST_WHEN = """
                        id: device-match
                        when:
            """;

    private static final String AFTER_DETAILS = """
                              variableReceive: detail
            """;

    private static final String AFTER_FINISH = """
                        ref: runs
                        method: finish
            """;

    private static final String FIELDS = "fields:\n";

    @TempDir
    private static Path home;

    private static ConfigurableApplicationContext rollcall;

    private final Map<Path, Optional<String>> before = new LinkedHashMap<>();
    private SimulatedIru tenant;

    @BeforeAll
    static void start() throws IOException {
        for (var folder : List.of("routes", "mappings")) {
            FileSystemUtils.copyRecursively(Path.of(folder), home.resolve(folder));
        }
        rollcall = WholeApplication.run(
                home,
                "--rollcall.files.look-every=50ms",
                "--rollcall.http.allow-private-addresses=true",
                "--spring.jmx.enabled=false",
                "--camel.main.jmx-enabled=false",
                "--camel.main.name=guide");
    }

    @AfterAll
    static void stop() {
        rollcall.close();
    }

    @BeforeEach
    void startTenant() {
        tenant = SimulatedIru.builder()
                .devices(OTHERS)
                .seed(700 + NUMBER.incrementAndGet())
                .odd(false)
                .token("all", TOKEN)
                .start();
    }

    @AfterEach
    void putBack() throws IOException {
        tenant.close();
        for (var file : before.entrySet()) {
            if (file.getValue().isPresent()) {
                Files.writeString(file.getKey(), file.getValue().get());
            } else {
                Files.delete(file.getKey());
            }
        }
    }

    @Test
    void X8_filterOfTheGuideLeavesDevicesOut() throws IOException {
        var lab = tenant.fleet().add(draft -> draft.name("LAB-7")).deviceId();
        edit("routes/device.camel.yaml", FIRST_WHEN, FIRST_WHEN + block("device-if-lab"));
        awaitStep("device-skip-lab");

        var run = connectAndSync();

        assertThat(run)
                .containsEntry("seen", OTHERS + 1)
                .containsEntry("created", OTHERS)
                .containsEntry("skipped", 1)
                .containsEntry("failed", 0);
        assertThat(jdbc().sql("select source_id, reason from run_outcome where kind = 'skipped' and run_id = ?")
                        .param(run.get("id"))
                        .query()
                        .singleRow())
                .containsEntry("source_id", lab)
                .containsEntry("reason", "Its name begins with LAB-.");
        assertThat(detailRequestsFor(lab)).isZero();
    }

    @Test
    void X8_branchWithoutAResultMakesDeadLetters() throws IOException {
        tenant.fleet().add(draft -> draft.name("LAB-7"));
        var withoutResult =
                block("device-if-lab").replaceAll("(?s)steps:.*", "steps: [{stop: {id: device-nothing}}]\n");
        edit("routes/device.camel.yaml", FIRST_WHEN, FIRST_WHEN + withoutResult);
        awaitStep("device-nothing");

        var run = connectAndSync();

        assertThat(run).containsEntry("created", OTHERS).containsEntry("failed", 1);
        assertThat(jdbc().sql("select error, device_name from dead_letter where run_id = ?")
                        .param(run.get("id"))
                        .query()
                        .singleRow())
                .containsEntry("error", "NoResult")
                .containsEntry("device_name", "LAB-7");
    }

    @Test
    void X8_enrichmentOfTheGuideFillsAFieldAndSendsNoToken() throws IOException {
        var authorizations = new CopyOnWriteArrayList<String>();
        var shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        shop.createContext("/devices/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            var serial = exchange.getRequestURI().getPath().replace("/devices/", "");
            var answer = ("{\"keyboard\": \"German for " + serial + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        shop.start();
        try {
            var here = "http://127.0.0.1:" + shop.getAddress().getPort();
            edit("mappings/iru.yaml", FIELDS, FIELDS + block("/shop/keyboard"));
            edit(
                    "routes/device.camel.yaml",
                    AFTER_DETAILS,
                    AFTER_DETAILS + block("device-ask-shop").replace("https://shop.example.com", here));
            awaitStep("device-ask-shop");

            var run = connectAndSync();

            assertThat(run).containsEntry("created", OTHERS).containsEntry("failed", 0);
            assertThat(jdbc().sql("select keyboard_language from asset a join device d on d.asset_id = a.id"
                                    + " where d.connection_id = ? and keyboard_language = 'German for ' || d.serial")
                            .param(run.get("connection_id"))
                            .query(String.class)
                            .list())
                    .hasSize(OTHERS);
            assertThat(authorizations).hasSize(OTHERS).containsOnly("null");
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void X8_teeOfTheGuideWritesALineForEachRun() throws IOException {
        var lines = home.resolve("tee/runs.log");
        add(
                "routes/tee.camel.yaml",
                block("id: tee-runs")
                        .replace("/var/log/rollcall", lines.getParent().toString()));
        edit("routes/removal.camel.yaml", AFTER_FINISH, AFTER_FINISH + block("finish-tee"));
        awaitStep("finish-tee");

        var run = connectAndSync();

        // the end of the line is written after the line
        patiently().until(() -> Files.exists(lines) && Files.readString(lines).endsWith("\n"));
        assertThat(Files.readString(lines))
                .containsPattern("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d " + run.get("name") + " SUCCEEDED\\n");
    }

    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(20));
    }

    private static JdbcClient jdbc() {
        return rollcall.getBean(JdbcClient.class);
    }

    private static void awaitStep(String id) {
        var camel = rollcall.getBean(CamelContext.class);
        patiently().until(() -> camel.getProcessor(id) != null);
    }

    /** The first sync's row in the ledger. */
    private Map<String, Object> connectAndSync() throws IOException {
        var name = "guide" + NUMBER.incrementAndGet();
        var policy = "{\"details\": {\"mode\": \"changed\"}, \"people\": {\"directory\": false}}";
        var made = rollcall.getBean(ConnectionService.class)
                .create(
                        new ConnectionSettings(
                                name,
                                "iru",
                                Optional.empty(),
                                Optional.of(tenant.baseUrl()),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of("token", TOKEN),
                                Optional.of(new ObjectMapper().readTree(policy)),
                                Optional.of(true)),
                        Actor.ROLLCALL);
        assertThat(made.attention()).isEmpty();
        var row = jdbc().sql(
                        "select r.*, c.name from run r join connection c on c.id = r.connection_id where c.name = ?")
                .param(name);
        patiently().until(() -> row.query().listOfRows().stream().anyMatch(run -> run.get("finished_at") != null));
        return row.query().singleRow();
    }

    private long detailRequestsFor(String deviceId) {
        return tenant.requests().all().stream()
                .filter(request -> request.path().contains(deviceId + "/details"))
                .count();
    }

    /** The fenced block of the guide that holds this text. */
    private static String block(String text) throws IOException {
        var guide = Files.readString(Path.of("docs", "edit-routes.md"));
        return Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map(match -> match.group(1))
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow();
    }

    private void add(String file, String text) throws IOException {
        before.put(home.resolve(file), Optional.empty());
        Files.writeString(home.resolve(file), text);
    }

    private void edit(String file, String old, String with) throws IOException {
        var path = home.resolve(file);
        var text = Files.readString(path);
        before.putIfAbsent(path, Optional.of(text));
        assertThat(text).contains(old);
        var at = text.indexOf(old);
        Files.writeString(path, text.substring(0, at) + with + text.substring(at + old.length()));
    }
}
