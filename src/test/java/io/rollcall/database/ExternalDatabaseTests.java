package io.rollcall.database;

import static java.lang.reflect.Proxy.newProxyInstance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.database.ExternalDatabase.Connector;
import io.rollcall.startup.StartupFailure;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class ExternalDatabaseTests {

    private static final String PASSWORD = "canary-8c1f";
    private static final DatabaseAddress ADDRESS = new DatabaseAddress(
            "jdbc:postgresql://db.example:5432/inventory?user=app&password=" + PASSWORD, "app", PASSWORD);
    private static final DatabaseProperties PROPERTIES =
            new DatabaseProperties(4, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void F42_waitsLongerFromTryToTryUntilTheDatabaseAnswers(CapturedOutput output) {
        var failures = new ArrayList<>(List.of("08001", "57P03", "3D000"));

        awaitUsable(() -> {
            if (failures.isEmpty()) {
                return connectionTo(17);
            }
            throw new SQLException("not yet\nreally", failures.remove(0));
        });

        assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                .hasSize(3)
                .first()
                .asString()
                .contains("db.example:5432/inventory", "try 1 of 4", "not yet really");
        assertThat(output).doesNotContain(PASSWORD);
    }

    @Test
    void givesUpAfterTheLastTryAndSaysWhatToDo(CapturedOutput output) {
        assertThatThrownBy(() -> awaitUsable(() -> {
                    throw new SQLException("Connection refused.", "08001");
                }))
                .isInstanceOfSatisfying(StartupFailure.class, failure -> {
                    assertThat(failure.getMessage())
                            .contains("db.example:5432/inventory", "after 4 tries", "Connection refused");
                    assertThat(failure.action()).contains("SPRING_DATASOURCE_URL");
                    assertThat(failure.getMessage() + failure.meaning() + failure.action())
                            .doesNotContain(PASSWORD);
                });
        assertThat(pauses).hasSize(3);
        assertThat(output).doesNotContain(PASSWORD);
    }

    @Test
    void doesNotRepeatSignInThatWasRefused() {
        assertThatThrownBy(() -> awaitUsable(() -> {
                    throw new SQLException("FATAL: password authentication failed for user \"app\"", "28P01");
                }))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("refused the sign-in");
        assertThat(pauses).isEmpty();
    }

    @Test
    void refusesPostgresOlderThan13() {
        assertThatThrownBy(() -> awaitUsable(() -> connectionTo(12)))
                .isInstanceOfSatisfying(StartupFailure.class, failure -> {
                    assertThat(failure.getMessage()).contains("PostgreSQL 12.1");
                    assertThat(failure.meaning()).contains("13 or later");
                });
        assertThatCode(() -> awaitUsable(() -> connectionTo(13))).doesNotThrowAnyException();
    }

    @Test
    void refusesUrlOfSomethingElseWithoutRepeatingIt() {
        var address = new DatabaseAddress("jdbc:mysql://db.example/x?password=" + PASSWORD, "app", PASSWORD);

        assertThatThrownBy(() -> new ExternalDatabase(address, PROPERTIES).awaitUsable())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("SPRING_DATASOURCE_URL")
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void connectsToRealServer() {
        var database = TestDatabase.fresh();
        var address = new DatabaseAddress(database.url(), database.user(), database.password());

        assertThatCode(() -> new ExternalDatabase(address, PROPERTIES).awaitUsable())
                .doesNotThrowAnyException();
    }

    @Test
    void namesTheDatabaseWithoutWhatIsSecretInTheUrl() {
        assertThat(ADDRESS).hasToString("db.example:5432/inventory");
        assertThat(new DatabaseAddress("jdbc:postgresql://app:" + PASSWORD + "@db/x", null, null))
                .hasToString("db/x");
    }

    @Test
    void S17_theDatabaseInUseIsDescribedWithoutWhatIsSecretInTheUrl() {
        var noneEmbedded = new StaticListableBeanFactory().getBeanProvider(EmbeddedDatabase.class);
        var jdbc = JdbcClient.create(TestDatabase.fresh().dataSource());

        assertThat(new DatabaseInUse(noneEmbedded, ADDRESS, jdbc).describe())
                .matches("PostgreSQL \\d.*, at db\\.example:5432/inventory");
    }

    private void awaitUsable(Connector connector) {
        new ExternalDatabase(ADDRESS, PROPERTIES, connector, pauses::add).awaitUsable();
    }

    private static Connection connectionTo(int major) {
        var metaData = stub(
                DatabaseMetaData.class, "getDatabaseMajorVersion", major, "getDatabaseProductVersion", major + ".1");
        return stub(Connection.class, "getMetaData", metaData, "close", "");
    }

    private static <T> T stub(Class<T> type, String method, Object result, String otherMethod, Object otherResult) {
        return type.cast(newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
            if (called.getName().equals(method)) {
                return result;
            }
            return called.getName().equals(otherMethod) && called.getReturnType() != void.class ? otherResult : null;
        }));
    }
}
