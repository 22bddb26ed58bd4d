package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.WholeApplication;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
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
