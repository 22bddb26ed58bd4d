package io.rollcall.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.api.ApiTestBase;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.startup.StartupFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Connections from application.yaml. A later start is a {@link Provisioning} that reads another file. */
class ProvisioningTests extends ApiTestBase {

    private static final String PATH = "/api/v1/connections/";

    @Autowired
    private ObjectMapper json;

    @Autowired
    private SettingsCheck check;

    @Autowired
    private ConnectionService service;

    @Autowired
    private Connections connections;

    @AfterEach
    void startWithTheFirstFileAgain() {
        start(firstFile());
    }

    @Test
    void makesTestsAndEnablesWhatTheFileHas() {
        var made = api().get(PATH + "from-file").expect(200);

        assertThat(made.json().path("provisioned").asBoolean()).isTrue();
        assertThat(made.json().path("enabled").asBoolean()).as(made.text()).isTrue();
        assertThat(made.at("/source")).isEqualTo("iru");
        assertThat(made.at("/policy/details/mode")).isEqualTo("changed");
        assertThat(made.at("/testPassedAt")).isNotBlank();
        assertThat(finished(firstRun("from-file")).at("/state")).isEqualTo("succeeded");
    }

    @Test
    void E1_leavesDisabledWithTheReasonWhatFailsItsTest() {
        var made = api().get(PATH + "from-file-wrong").expect(200);

        assertThat(made.json().path("enabled").asBoolean(true)).isFalse();
        assertThat(made.at("/attention")).contains("Sign-in", "401");
    }

    @Test
    void leavesDisabledWhatIsNotToBeEnabled() {
        var made = api().get(PATH + "from-file-off").expect(200);

        assertThat(made.json().path("enabled").asBoolean(true)).isFalse();
        assertThat(made.at("/attention")).isBlank();
    }

    @Test
    void refusesToChangeOrDeleteItByRest() {
        var before = api().get(PATH + "from-file").text();

        var changed = api().patch(PATH + "from-file", "{'policy':{}}").expectProblem(409);
        var deleted = api().delete(PATH + "from-file").expectProblem(409);

        assertThat(changed.at("/detail")).contains("application.yaml", "rollcall.connections");
        assertThat(deleted.at("/detail")).contains("application.yaml", "rollcall.connections");
        assertThat(api().get(PATH + "from-file").text()).isEqualTo(before);
    }

    @Test
    void followsAChangedFileAtTheNextStart() {
        var other = tenant(2);
        var file = firstFile();
        file.put("rollcall.connections.from-file.base-url", other.baseUrl());
        file.put("rollcall.connections.from-file.credentials.token", "tenant-token");
        file.put("rollcall.connections.from-file.policy.page-size", 7);

        start(file);

        var now = api().get(PATH + "from-file");
        assertThat(now.at("/baseUrl")).isEqualTo(other.baseUrl());
        assertThat(now.json().at("/policy/page-size").asInt()).isEqualTo(7);
        assertThat(now.json().path("enabled").asBoolean()).as(now.text()).isTrue();
        assertThat(other.requests().total()).isPositive();
    }

    @Test
    void anUnchangedFileChangesNothingAndAsksTheTenantNothing() {
        start(firstFile());
        var before = connections.find("from-file").orElseThrow().version();
        PROVISIONED.requests().clear();

        var file = firstFile();
        file.keySet().removeIf(key -> key.startsWith("rollcall.connections.from-file-wrong."));
        start(file);

        assertThat(connections.find("from-file").orElseThrow().version()).isEqualTo(before);
        assertThat(PROVISIONED.requests().total()).isZero();
    }

    @Test
    void disablesWhatIsNoLongerInTheFileAndLeavesItToPeople() {
        var file = firstFile();
        file.keySet().removeIf(key -> key.startsWith("rollcall.connections.from-file."));

        start(file);

        var now = api().get(PATH + "from-file").expect(200);
        assertThat(now.json().path("enabled").asBoolean(true)).isFalse();
        assertThat(now.json().path("provisioned").asBoolean(true)).isFalse();
        assertThat(now.at("/attention")).contains("no longer in application.yaml");
        api().patch(PATH + "from-file", "{'policy':{}}").expect(200);
    }

    @Test
    void disablesWhatTheFileDisables() {
        var file = firstFile();
        file.put("rollcall.connections.from-file.enabled", false);

        start(file);

        assertThat(connections.find("from-file").orElseThrow().enabled()).isFalse();
    }

    @Test
    void takesNumbersAndBooleansThatTheCommandLineOrAPlaceholderGivesAsText() {
        var file = firstFile();
        var at = "rollcall.connections.from-file.";
        file.put(at + "enabled", "true");
        file.put(at + "policy.limits.per-second", "7");
        file.put(at + "policy.people.directory", "true");

        start(file);

        var now = api().get(PATH + "from-file");
        assertThat(now.json().path("enabled").asBoolean()).as(now.text()).isTrue();
        assertThat(now.json().at("/policy/limits/per-second").isInt()).isTrue();
        assertThat(now.json().at("/policy/limits/per-second").asInt()).isEqualTo(7);
        assertThat(now.json().at("/policy/people/directory").isBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "from-file.base-uri, x, base-uri",
        "from-file.source, jamv, source",
        "from-file.base-url, https://evil.example.com, base-url",
        "from-file.policy.details.mode, often, policy.details.mode",
        "from-file.policy.limits.per-second, many, policy.limits.per-second",
        "from-file.preset, nope, preset",
        "from-file.credentials.tokn, secret-value, credentials",
        "'[No Name].source', iru, name"
    })
    void refusesTheStartAndNamesTheKeyThatIsWrong(String key, String value, String named) {
        var file = firstFile();
        file.put("rollcall.connections." + key, value);
        file.putIfAbsent("rollcall.connections.[No Name].credentials.token", "t");
        if (!key.contains("No Name")) {
            file.remove("rollcall.connections.[No Name].credentials.token");
        }
        var before = api().get(PATH).text();

        assertThatThrownBy(() -> start(file))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("application.yaml: rollcall.connections.")
                .hasMessageContaining(", " + named + ": ")
                .hasMessageNotContaining("secret-value");
        assertThat(api().get(PATH).text()).isEqualTo(before);
    }

    @Test
    void twoProcessesThatStartAtOnceMakeEachConnectionOnce() throws Exception {
        var file = firstFile();
        for (var i = 0; i < 6; i++) {
            put(file, "at-once-" + i, PROVISIONED, "token-in-the-file", true);
        }
        var together = new CyclicBarrier(2);
        Callable<Void> process = () -> {
            together.await(30, TimeUnit.SECONDS);
            start(file);
            return null;
        };
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (var each : threads.invokeAll(List.of(process, process), 60, TimeUnit.SECONDS)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        for (var i = 0; i < 6; i++) {
            var made = connections.find("at-once-" + i).orElseThrow();
            assertThat(made.enabled()).as(made.attention()).isTrue();
            assertThat(made.provisioned()).isTrue();
        }
    }

    private static Map<String, Object> firstFile() {
        var file = new HashMap<String, Object>();
        put(file, "from-file", PROVISIONED, "token-in-the-file", true);
        put(file, "from-file-wrong", PROVISIONED, "no-such-token", true);
        put(file, "from-file-off", PROVISIONED, "token-in-the-file", false);
        return file;
    }

    private static void put(Map<String, Object> file, String name, SimulatedIru tenant, String token, boolean enabled) {
        var at = "rollcall.connections." + name + ".";
        file.put(at + "source", "kandji");
        file.put(at + "base-url", tenant.baseUrl());
        file.put(at + "credentials.token", token);
        file.put(at + "enabled", enabled);
        file.put(at + "policy.details.mode", "changed");
    }

    private void start(Map<String, Object> file) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("application.yaml", file));
        var provisioning = new Provisioning(environment, json, check, service, connections);
        provisioning.afterPropertiesSet();
        provisioning.provision();
    }
}
