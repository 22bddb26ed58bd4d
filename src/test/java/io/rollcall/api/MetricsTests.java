package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.rollcall.demo.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What Prometheus is told, and whether what is made of it, the dashboard and the rules, asks for what there is. */
class MetricsTests extends ApiTestBase {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path FILES = Path.of("docker");

    private String scrape() {
        return management().get("/actuator/prometheus").expect(200).text();
    }

    /** The value of a series, written as in a scrape; empty: there is none. */
    private static Optional<Double> value(String scrape, String series) {
        return scrape.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.valueOf(line.substring(series.length() + 1)))
                .findFirst();
    }

    private void awaitValue(String series, double value) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(value(scrape(), series)).as(series).contains(value));
    }

    @Test
    void countsDevicesAndRequestsOfAConnection() {
        var tenant = tenant(12);
        var name = synced(tenant, ",'policy':{'people':{'directory':false}}");
        var run = syncToItsEnd(name);

        var scrape = scrape();
        assertThat(value(scrape, "rollcall_devices_total{connection=\"%s\",outcome=\"created\"}".formatted(name)))
                .contains(12.0);
        assertThat(value(scrape, "rollcall_devices_total{connection=\"%s\",outcome=\"unchanged\"}".formatted(name)))
                .contains(run.number("/counts/unchanged") + 0.0);
        assertThat(value(scrape, "rollcall_api_calls_total{answer=\"2xx\",connection=\"%s\"}".formatted(name)))
                .hasValueSatisfying(calls -> assertThat(calls).isGreaterThanOrEqualTo(2));
    }

    @Test
    void countsAnswersByTheirKind() {
        var tenant = tenant(2);
        var name = synced(tenant, ",'policy':{'people':{'directory':false}}");
        tenant.faults().on("/api/v1/devices").always().answer(Fault.status(503));
        syncToItsEnd(name);

        assertThat(value(scrape(), "rollcall_api_calls_total{answer=\"5xx\",connection=\"%s\"}".formatted(name)))
                .contains(3.0);
        tenant.faults().clear();
    }

    @Test
    void showsHowEachConnectionStands() {
        var before = Instant.now().getEpochSecond() - 1;
        var tenant = tenant(30);
        var name = synced(tenant, ",'policy':{'limits':{'per-hour':5000}}");
        awaitValue("rollcall_devices_known{connection=\"" + name + "\"}", 30);
        awaitValue("rollcall_connection_enabled{connection=\"" + name + "\"}", 1);
        assertThat(value(scrape(), "rollcall_sync_last_success_timestamp_seconds{connection=\"" + name + "\"}"))
                .hasValueSatisfying(time -> assertThat(time).isGreaterThan(before));
        var authority = tenant.baseUrl().replace("http://", "");
        assertThat(value(scrape(), "rollcall_api_quota_remaining{tenant=\"" + authority + "\"}"))
                .hasValueSatisfying(left -> assertThat(left).isBetween(4000.0, 4999.0));

        tenant.faults().on("/api/v1/devices").always().answer(Fault.emptyList());
        syncToItsEnd(name);

        awaitValue("rollcall_removals_held{connection=\"" + name + "\"}", 30);
        awaitValue("rollcall_alerts_open{connection=\"" + name + "\",kind=\"removals-held\"}", 1);
    }

    @Test
    void showsNothingOfAConnectionThatIsGone() {
        var name = synced(tenant(2), "");
        awaitValue("rollcall_devices_known{connection=\"" + name + "\"}", 2);

        api().delete("/api/v1/connections/" + name).expect(204);

        await().atMost(SOON).untilAsserted(() -> assertThat(scrape()).doesNotContain("\"" + name + "\""));
    }

    /** A label that takes its values from data would let the number of series grow without bound. */
    @Test
    void hasNoLabelsButThoseOfSettings() {
        synced(tenant(2), "");
        var labels = Pattern.compile("(?m)^rollcall_[a-z_]+\\{([^}]*)}")
                .matcher(scrape())
                .results()
                .flatMap(series ->
                        Pattern.compile("([a-z_]+)=\"").matcher(series.group(1)).results())
                .map(label -> label.group(1))
                .collect(Collectors.toSet());

        assertThat(labels).isSubsetOf("connection", "outcome", "answer", "tenant", "kind");
    }

    @Test
    void theDashboardAndTheRulesAskForMetricsThatExist() throws IOException {
        synced(tenant(2), "");
        var known = new HashSet<String>();
        await().atMost(SOON).untilAsserted(() -> {
            known.clear();
            Pattern.compile("(?m)^([a-z_]+)[ {]").matcher(scrape()).results().forEach(name -> known.add(name.group(1)));
            assertThat(known).contains("rollcall_dead_letters_open");
        });
        // There is nothing to show of these until it happens.
        known.addAll(Set.of("rollcall_alerts_open", "up"));

        assertThat(asked(dashboard())).hasSizeGreaterThan(8).isSubsetOf(known);
        assertThat(asked(rules())).hasSizeGreaterThan(5).isSubsetOf(known);
    }

    @Test
    void theGuideNamesEveryMetricOfRollcall() throws IOException {
        var name = synced(tenant(2), "");
        tenantFails(name);
        var own = Pattern.compile("(?m)^rollcall_[a-z_]+");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(names(own, scrape())).contains("rollcall_alerts_open"));

        var named = Pattern.compile("rollcall_[a-z]+[a-z_]*");
        assertThat(names(named, Files.readString(Path.of("docs/monitor.md")))).isEqualTo(names(own, scrape()));
    }

    private void tenantFails(String connection) {
        jdbc.sql("""
                        insert into alert (kind, connection_id, message)
                        select 'connection-failing', id, 'made by a test' from connection where name = ?
                        """).param(connection).update();
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(name -> name.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** For logs as JSON: Spring Boot writes these pairs beside the text. */
    @Test
    void linesAboutARunCarryItsConnectionAndNumber() {
        var name = synced(tenant(2), "");
        var lines = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger("io.rollcall.sync.Runs");
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        log.addAppender(lines);
        var run = syncToItsEnd(name).number("/id");
        await().atMost(SOON)
                .until(() -> lines.list.stream()
                        .anyMatch(line -> line.getFormattedMessage().startsWith(name + ": run " + run + " succeeded")));
        log.detachAppender(lines);

        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().startsWith(name + ": run " + run))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getKeyValuePairs())
                        .extracting(pair -> pair.key + "=" + pair.value)
                        .containsExactly("connection=" + name, "run=" + run));
    }

    private static Set<String> dashboard() throws IOException {
        var dashboard = new ObjectMapper()
                .readTree(FILES.resolve("grafana/rollcall.json").toFile());
        return dashboard.findValues("expr").stream().map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static Set<String> rules() throws IOException {
        var rules = new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(FILES.resolve("prometheus/rollcall.rules.yaml")));
        return rules.findValues("expr").stream().map(JsonNode::asText).collect(Collectors.toSet());
    }

    /** The metrics that queries ask for: what is no label, no word of the language and no number. */
    private static Set<String> asked(Set<String> queries) {
        var names = new TreeSet<String>();
        for (var query : queries) {
            var bare = query.replaceAll("\"[^\"]*\"", "")
                    .replaceAll("\\{[^}]*}|\\[[^]]*]", " ")
                    .replaceAll("\\b(by|on|without|ignoring|group_left) *\\([^)]*\\)", " ");
            Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b|\\bup\\b")
                    .matcher(bare)
                    .results()
                    .map(name -> name.group())
                    .filter(name -> !name.equals("label_values") && !name.equals("histogram_quantile"))
                    .forEach(names::add);
        }
        return names;
    }
}
