package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.database.TestDatabase;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Does what {@code docs/edit-routes.md} tells an engineer to do, with the very text of the guide. */
class EditRoutesGuideTests {

    private static final String TOKEN = "00000000-0000-4000-8000-000000000000";
    private static final int OTHERS = 12;

    /** The line that the guide's entry goes under, once in the file. */
    private static final String PLACE = """
                        id: device-match
                        when:
            """;

    private static final String SETTINGS = """
            rollcall:
              http:
                allow-private-addresses: true
              connections:
                acme:
                  source: iru
                  base-url: %s
                  credentials: { token: %s }
                  policy: { details: { mode: changed } }
                  enabled: true
            """;

    @TempDir
    private Path home;

    private SimulatedIru tenant;

    @BeforeEach
    void copyRoutesAndStartTenant() throws IOException {
        copy(Path.of("routes"), home.resolve("routes"));
        tenant = SimulatedIru.builder()
                .devices(OTHERS)
                .odd(false)
                .token("all", TOKEN)
                .start();
        Files.writeString(home.resolve("application.yaml"), SETTINGS.formatted(tenant.baseUrl(), TOKEN));
    }

    @AfterEach
    void stopTenant() {
        tenant.close();
    }

    @Test
    void skipsWhatTheGuidesStepLeavesOut() throws IOException {
        var lab = tenant.fleet().add(draft -> draft.name("LAB-7")).deviceId();
        edit("device.camel.yaml", PLACE, PLACE + block("device-if-lab"));

        try (var rollcall = start()) {
            var jdbc = rollcall.getBean(JdbcClient.class);
            awaitFirstSync(jdbc);

            assertThat(jdbc.sql("select seen, created, skipped, failed from run")
                            .query()
                            .singleRow())
                    .containsEntry("seen", OTHERS + 1)
                    .containsEntry("created", OTHERS)
                    .containsEntry("skipped", 1)
                    .containsEntry("failed", 0);
            assertThat(jdbc.sql("select source_id, reason from run_outcome where kind = 'skipped'")
                            .query()
                            .singleRow())
                    .containsEntry("source_id", lab)
                    .containsEntry("reason", "Its name begins with LAB-.");
            assertThat(detailRequestsFor(lab)).isZero();
        }
    }

    @Test
    void needsTheGuidesStepToSkipAnything() {
        tenant.fleet().add(draft -> draft.name("LAB-7"));

        try (var rollcall = start()) {
            var jdbc = rollcall.getBean(JdbcClient.class);
            awaitFirstSync(jdbc);

            assertThat(jdbc.sql("select created from run").query(Integer.class).single())
                    .isEqualTo(OTHERS + 1);
        }
    }

    @Test
    void makesDeadLettersOfDevicesWhoseBranchGivesNoResult() throws IOException {
        tenant.fleet().add(draft -> draft.name("LAB-7"));
        var withoutResult = block("device-if-lab").replaceAll("(?s)steps:.*", "steps: [{stop: {id: nothing}}]\n");
        edit("device.camel.yaml", PLACE, PLACE + withoutResult);

        try (var rollcall = start()) {
            var jdbc = rollcall.getBean(JdbcClient.class);
            awaitFirstSync(jdbc);

            assertThat(jdbc.sql("select error, device_name from dead_letter")
                            .query()
                            .singleRow())
                    .containsEntry("error", "NoResult")
                    .containsEntry("device_name", "LAB-7");
        }
    }

    @Test
    void stopsTheStartAtABrokenFileWithItsNameAndLine() throws IOException {
        var wrong = "                      reff: devices";
        edit("device.camel.yaml", wrong.replace("reff", "ref") + "\n", wrong + "\n");

        var lines = Files.readAllLines(home.resolve("routes/device.camel.yaml"));

        assertThatThrownBy(this::start)
                .hasStackTraceContaining("device.camel.yaml, line " + (lines.indexOf(wrong) + 1))
                .hasStackTraceContaining("reff");
    }

    private ConfigurableApplicationContext start() {
        var database = TestDatabase.fresh();
        return new SpringApplicationBuilder(RollcallApplication.class)
                .run(
                        "--spring.config.additional-location=file:" + home + "/",
                        "--rollcall.home=" + home,
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.jmx.enabled=false",
                        "--camel.main.jmx-enabled=false",
                        "--camel.main.name=guide");
    }

    private static void awaitFirstSync(JdbcClient jdbc) {
        await().until(() -> jdbc.sql("select count(*) from run where state = 'succeeded'")
                        .query(Integer.class)
                        .single()
                == 1);
    }

    private long detailRequestsFor(String deviceId) {
        return tenant.requests().all().stream()
                .filter(request -> request.path().contains(deviceId))
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

    private void edit(String file, String old, String with) throws IOException {
        var path = home.resolve("routes").resolve(file);
        var before = Files.readString(path);
        assertThat(before).contains(old);
        var at = before.indexOf(old);
        Files.writeString(path, before.substring(0, at) + with + before.substring(at + old.length()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
