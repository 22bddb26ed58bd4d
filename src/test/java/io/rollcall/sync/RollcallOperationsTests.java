package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rollcall.Patience;
import io.rollcall.WholeApplication;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.trace.SpanReceiver;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs are asked for by JMX, through the platform's MBean server, as a console does. */
@ExtendWith(OutputCaptureExtension.class)
class RollcallOperationsTests {

    private static final String TOKEN = "12345678-1234-4123-8123-123456789012";

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    static Path home;

    private static final SpanReceiver SPANS = SpanReceiver.start();

    private static SimulatedIru iru;
    private static ConfigurableApplicationContext application;
    private static RunReader ledger;

    @BeforeAll
    static void start() {
        iru = SimulatedIru.builder().devices(20).token("rollcall", TOKEN).start();
        application = WholeApplication.run(
                home,
                "--rollcall.http.allow-private-addresses=true",
                "--rollcall.http.list-retries.attempts=0",
                "--rollcall.tracing.endpoint=" + SPANS.endpoint(),
                "--rollcall.tracing.headers.x-customer=acme-inc",
                "--rollcall.connections.acme.policy.details.mode=changed",
                "--rollcall.connections.acme.source=iru",
                "--rollcall.connections.acme.base-url=" + iru.baseUrl(),
                "--rollcall.connections.acme.credentials.token=" + TOKEN,
                "--rollcall.connections.acme.enabled=true");
        ledger = application.getBean(RunReader.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        iru.close();
        SPANS.close();
    }

    @BeforeEach
    void letTheFirstRunEnd() {
        iru.faults().clear();
        iru.latency(Duration.ZERO);
        await().until(() -> ledger.newest(Optional.of("acme"), 100).stream()
                .noneMatch(run -> run.state() == RunState.RUNNING || run.state() == RunState.QUEUED));
    }

    @Test
    void syncsAndSaysWhichRunItIs() throws JMException {
        long run = number(invoke("syncNow", "acme"));

        awaitState(run, RunState.SUCCEEDED);
        assertThat(run(run).trigger()).isEqualTo(Trigger.JMX);
        assertThat(run(run).requestedBy()).isEqualTo("jmx");
        assertThat(run(run).counts().seen()).isEqualTo(20);
        assertThat(audited("connection/acme")).contains("connection.sync");
    }

    @Test
    void aRunItsPagesAndItsRequestsAreOneTrace() throws JMException {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var logger = (Logger) LoggerFactory.getLogger(Runs.class);
        logger.addAppender(lines);
        var id = iru.fleet().ids().get(0);
        iru.fleet().update(id, device -> device.name("another name"));
        long run = number(invoke("syncNow", "acme"));
        awaitState(run, RunState.SUCCEEDED);
        await().atMost(Patience.LONG)
                .until(() -> SPANS.of(run).stream().anyMatch(span -> span.name().equals("run")));
        logger.detachAppender(lines);

        var spans = SPANS.of(run);
        var whole = only(spans, "run");
        var page = only(spans, "page");
        assertThat(whole.parent()).isEmpty();
        assertThat(whole.attributes())
                .containsEntry("rollcall.connection", "acme")
                .containsEntry("rollcall.kind", "sync")
                .containsEntry("rollcall.state", "succeeded");
        assertThat(page.parent()).isEqualTo(whole.id());
        assertThat(page.attributes()).containsEntry("rollcall.page", "0");
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.trace()).isEqualTo(whole.trace());
            assertThat(span.attributes()).containsEntry("rollcall.connection", "acme");
        });
        var requests = spans.stream().filter(span -> span.name().equals("GET")).toList();
        assertThat(requests).as("of the list").anyMatch(span -> span.parent().equals(whole.id()));
        assertThat(requests)
                .as("of the device that changed")
                .anyMatch(span -> span.parent().equals(page.id()));
        assertThat(requests)
                .allSatisfy(span -> assertThat(span.attributes())
                        .containsEntry("server.address", "127.0.0.1")
                        .containsEntry("http.response.status_code", "200"));
        assertThat(lines.list)
                .filteredOn(line -> line.getKeyValuePairs().contains(new KeyValuePair("run", run)))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line.getKeyValuePairs()).contains(new KeyValuePair("trace.id", whole.trace())));
        assertThat(SPANS.words()).doesNotContain(TOKEN, id, "/api/", "?");
        assertThat(SPANS.customers()).contains("acme-inc");
    }

    private static SpanReceiver.Received only(List<SpanReceiver.Received> spans, String name) {
        var found = spans.stream().filter(span -> span.name().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    @Test
    void joinsARunUnderWay() throws JMException {
        iru.latency(Duration.ofSeconds(1));
        var first = invoke("syncNow", "acme");

        assertThat(invoke("syncNow", "acme")).isEqualTo(first + ", which was asked for already");
    }

    @Test
    void cancelsARunUnderWay() throws JMException {
        iru.latency(Duration.ofSeconds(1));
        long run = number(invoke("syncNow", "acme"));

        assertThat(invoke("cancel", run)).isEqualTo("run " + run + " is cancelled");

        assertThat(run(run).state()).isEqualTo(RunState.CANCELLED);
        assertThat(audited("run/" + run)).contains("run.cancel");
    }

    @Test
    void resumesAnIncompleteRun(CapturedOutput console) throws JMException {
        iru.faults().on("GET /api/v1/devices").always().answer(Fault.status(503));
        long run = number(invoke("syncNow", "acme"));
        awaitState(run, RunState.INCOMPLETE);
        iru.faults().clear();

        invoke("resume", run);

        awaitState(run, RunState.SUCCEEDED);
        assertThat(run(run).resumed()).isEqualTo(1);
        assertThat(console).doesNotContain("Error processing exchange");
    }

    @Test
    void replaysDeadLetters() throws JMException {
        long run = number(invoke("replayDeadLetters", "acme"));

        awaitState(run, RunState.SUCCEEDED);
        assertThat(run(run).kind()).isEqualTo(RunKind.REPLAY);
        assertThat(run(run).trigger()).isEqualTo(Trigger.JMX);
    }

    @Test
    void refusesWithAMessageThatEveryClientCanRead() {
        for (var asked : Map.<String, Object>of("syncNow", "nobody", "replayDeadLetters", "nobody")
                .entrySet()) {
            assertThatThrownBy(() -> invoke(asked.getKey(), asked.getValue()))
                    .rootCause()
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("There is no connection \"nobody\".");
        }
        assertThatThrownBy(() -> invoke("cancel", 99_999L)).rootCause().hasMessage("There is no run 99999.");
        assertThatThrownBy(() -> invoke("resume", 99_999L)).rootCause().hasMessage("There is no run 99999.");
    }

    @Test
    void describesEachOperationAndItsParameter() throws JMException {
        var operations = SERVER.getMBeanInfo(name()).getOperations();

        assertThat(operations)
                .filteredOn(operation ->
                        "operation".equals(operation.getDescriptor().getFieldValue("role")))
                .hasSize(6)
                .allSatisfy(operation -> {
                    assertThat(operation.getDescription()).contains(" ").endsWith(".");
                    assertThat(Arrays.stream(operation.getSignature()))
                            .singleElement()
                            .satisfies(parameter ->
                                    assertThat(parameter.getDescription()).contains("The "));
                });
    }

    private static String invoke(String operation, Object argument) throws JMException {
        var type = argument instanceof Long ? "long" : String.class.getName();
        return (String) SERVER.invoke(name(), operation, new Object[] {argument}, new String[] {type});
    }

    private static ObjectName name() throws JMException {
        return new ObjectName("io.rollcall:type=Rollcall");
    }

    private static long number(String answer) {
        var matcher = Pattern.compile("run (\\d+)").matcher(answer);
        assertThat(matcher.matches()).as(answer).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static Run run(long number) {
        return ledger.find(number).orElseThrow();
    }

    private static void awaitState(long run, RunState state) {
        await().untilAsserted(() -> assertThat(run(run).state()).isEqualTo(state));
    }

    private static List<String> audited(String object) {
        return application
                .getBean(JdbcClient.class)
                .sql("select action from audit where object = :object")
                .param("object", object)
                .query(String.class)
                .list();
    }
}
