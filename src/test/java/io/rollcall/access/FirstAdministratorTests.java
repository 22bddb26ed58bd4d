package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.database.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

@ExtendWith(OutputCaptureExtension.class)
class FirstAdministratorTests {

    private static final Pattern LINK = Pattern.compile("(http\\S+)/setup/(\\S+)");

    private final MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "8080");

    private JdbcClient jdbc;
    private Users users;
    private Audit audit;

    @BeforeEach
    void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        audit = new Audit(jdbc, new ObjectMapper());
        users = UsersOfTests.of(jdbc, audit);
    }

    @Test
    void S1_aFirstStartPrintsALinkThatWorksOnceAndALaterOneNothing(CapturedOutput output) {
        start(Optional.empty());
        var link = LINK.matcher(output);
        assertThat(link.find()).isTrue();
        assertThat(link.group(1)).isEqualTo("http://localhost:8080");

        var made = links(Optional.empty()).use(link.group(2), "ada", "words that nobody guesses", "127.0.0.1");

        assertThat(made.roles()).containsExactly(Role.ADMIN);
        assertThat(links(Optional.empty()).find(link.group(2))).isEmpty();
        var before = output.getAll();
        start(Optional.empty());
        assertThat(output.getAll()).isEqualTo(before);
    }

    @Test
    void S1_theLinkIsStoredHashed(CapturedOutput output) {
        start(Optional.empty());
        var link = LINK.matcher(output);
        assertThat(link.find()).isTrue();

        assertThat(jdbc.sql("select l::text from sign_in_link l")
                        .query(String.class)
                        .list())
                .singleElement()
                .satisfies(row -> assertThat(row).doesNotContain(link.group(2)));
    }

    @Test
    void S1_printsAnotherLinkWhereTheLastAdministratorCanNotSignIn(CapturedOutput output) {
        var invited = users.add("ada", List.of(Role.ADMIN), Actor.ROLLCALL);
        assertThat(invited.invited()).isTrue();

        start(Optional.of(URI.create("https://rollcall.example.com/")));

        assertThat(output).containsPattern("https://rollcall\\.example\\.com/setup/\\S{43}");
    }

    @Test
    void theLinkIsHttpsWhereTheServerHasACertificate(CapturedOutput output) {
        environment.setProperty("server.ssl.certificate", "/etc/rollcall/tls.crt");

        start(Optional.empty());

        assertThat(output).contains("https://localhost:8080/setup/");
    }

    private void start(Optional<URI> url) {
        new FirstAdministrator(users, links(url), properties(url), environment).invite();
    }

    private SignInLinks links(Optional<URI> url) {
        return new SignInLinks(jdbc, users, new Passwords(properties(url), users), audit, properties(url));
    }

    private static SignInProperties properties(Optional<URI> url) {
        return new SignInProperties(
                url,
                15,
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                Duration.ofHours(24),
                DataSize.ofKilobytes(64),
                1);
    }
}
