package io.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.WholeApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A wrong or unknown key in application.yaml stops the start of the real application, with its path and what is right. */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationSettingsTests {

    @TempDir
    Path home;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rollcall: { htpp: { x: 1 } }                       | 'rollcall.htpp.x: There is no such key. Did you mean \"http\"? Known: http, home'",
                "rollcall: { http: { conect-timeout: 5s } }         | 'rollcall.http.conect-timeout: There is no such key. Did you mean \"connect-timeout\"?'",
                "rollcall: { http: { list-retries: { atempts: 5 } } } | Did you mean \"attempts\"? Known: attempts, delay, longest-delay",
                "rollcall: { home: { x: 1 } }                       | '\"rollcall.home\" is a single value'",
                "rollcall: { http: true }                           | 'rollcall.http: This is a single value. Allowed are these keys: allow-private-addresses'",
                "rollcall: { connections: acme }                    | 'rollcall.connections: This is a single value. Allowed are keys with values'",
                "rollcall: { http: { connect-timeout: soon } }      | 'rollcall.http.connect-timeout: \"soon\" can''t be used. Allowed is a duration such as'",
                "rollcall: { http: { max-answer: big } }            | 'rollcall.http.max-answer: \"big\" can''t be used. Allowed is a size'",
                "rollcall: { http: { allow-private-addresses: si } } | 'rollcall.http.allow-private-addresses: \"si\" can''t be used. Allowed is true or false'",
                "rollcall: { database: { connect-tries: many } }    | 'rollcall.database.connect-tries: \"many\" can''t be used. Allowed is a whole number'",
                "rollcall: { database: { connect-tries: 0 } }       | rollcall.database.connect-tries must be 1 or more",
                "rollcall: { runs: { lease: 4s } }                  | 'rollcall.runs: These values are not allowed. lease must be at least three heartbeats'",
                "rollcall: { demo: { device: 5 } }                  | Did you mean \"devices\"?",
            })
    void refusesWithPathAndWhatIsAllowed(String yaml, String said, CapturedOutput console) throws IOException {
        Files.writeString(home.resolve("application.yaml"), yaml);

        var output = start(console);

        assertThat(output).contains(said);
    }

    @Test
    void namesFileAndLineAndTellsAllAtOnce(CapturedOutput console) throws IOException {
        Files.writeString(home.resolve("application.yaml"), """
                rollcall:
                  htpp:
                    x: 1
                  runs:
                    heartbeat: often
                """);

        assertThat(start(console))
                .contains("application.yaml, line 3, rollcall.htpp.x:")
                .contains("application.yaml, line 5, rollcall.runs.heartbeat: \"often\"");
    }

    @Test
    void neverShowsAnAddressThatMayHoldAPassword(CapturedOutput console) throws IOException {
        Files.writeString(
                home.resolve("application.yaml"), "rollcall: { http: { proxy: 'http://me:pass word@proxy' } }");

        assertThat(start(console))
                .contains("rollcall.http.proxy: This can't be used. Allowed is an address")
                .doesNotContain("pass word");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "credentals: { token: x }                         | 'credentals: There is no key \"credentals\". Did you mean \"credentials\"?'",
                "policy: { detials: { mode: changed } }           | 'policy.detials: There is no key \"detials\". Did you mean \"details\"?'",
                "policy: { details: { mode: sometimes } }         | 'policy.details.mode: There is no value \"sometimes\"'",
                "policy: { page-size: 5000 }                      | 'page-size must be between 1 and 300: 5000'",
                "enabled: maybe                                   | 'enabled: This is text. Allowed is true or false'",
                "preset: nosuch                                   | nosuch",
            })
    void refusesAWrongConnectionWithThePathInIt(String yaml, String said, CapturedOutput console) throws IOException {
        var connection = """
                rollcall:
                  connections:
                    acme:
                      source: iru
                      subdomain: acme
                      region: us
                """;
        var credentials = yaml.startsWith("cred") ? "" : "      credentials: { token: not-shown-anywhere }\n";
        Files.writeString(home.resolve("application.yaml"), connection + credentials + "      " + yaml + "\n");

        assertThat(start(console))
                .contains("The connection \"acme\" in application.yaml (rollcall.connections) is not right")
                .contains(said)
                .doesNotContain("not-shown-anywhere");
    }

    @Test
    void takesEveryKeyOfTheDeliveredFileInAnySpelling() {
        try (var context = WholeApplication.run(
                home, "--rollcall.http.allowedHosts[0]=mdm.example.com", "--rollcall.http.connectTimeout=3s")) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    private String start(CapturedOutput console) {
        return WholeApplication.failure(console, home, "--spring.config.additional-location=file:" + home + "/");
    }
}
