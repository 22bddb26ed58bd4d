package io.rollcall.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * An empty PostgreSQL database for one test class: one server for the test JVM, started when first asked for, without
 * durability; it goes away with the JVM.
 *
 * <pre>{@code
 * @DynamicPropertySource
 * static void database(DynamicPropertyRegistry registry) {
 *     TestDatabase.fresh().register(registry);
 * }
 * }</pre>
 *
 * @param url the JDBC URL, without credentials
 * @param user the role to sign in as: as in production the owner of the database and no superuser
 * @param password of the role; the server trusts loopback, so any would do
 */
public record TestDatabase(String url, String user, String password) {

    private static final String ROLE = "rollcall";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    /** Makes a new, empty database; takes some tens of milliseconds once the server runs. */
    public static TestDatabase fresh() {
        var name = "test_" + COUNTER.incrementAndGet();
        try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + ROLE + " STRATEGY wal_log");
        } catch (SQLException e) {
            throw new IllegalStateException("could not create the test database " + name, e);
        }
        var url = "jdbc:postgresql://localhost:%d/%s".formatted(Server.POSTGRES.getPort(), name);
        return new TestDatabase(url, ROLE, ROLE);
    }

    /** Points {@code spring.datasource.*} at this database. */
    public void register(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", this::url);
        registry.add("spring.datasource.username", this::user);
        registry.add("spring.datasource.password", this::password);
    }

    /** A data source without a pool, for tests without a Spring context. */
    public DataSource dataSource() {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    /** Started by its first use; stopped, and its data removed, when the tests' programs have ended. */
    private static final class Server {

        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            var target = Path.of("target", "test-postgres").toAbsolutePath();
            try {
                var postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(target.resolve("binaries").toFile())
                        .setDataDirectory(target.resolve("data-" + UUID.randomUUID()))
                        .setCleanDataDirectory(true)
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setRegisterShutdownHook(false)
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stopLast(postgres), "test-postgres"));
                createRole(postgres);
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException("could not start the PostgreSQL of the tests", e);
            }
        }

        /** Programs that lose their database while they stop wait for it until their time-outs. */
        private static void stopLast(EmbeddedPostgres postgres) {
            try {
                for (var thread : Thread.getAllStackTraces().keySet()) {
                    if (thread.getName().matches("Spring.*ShutdownHook")) {
                        thread.join(Duration.ofSeconds(20).toMillis());
                    }
                }
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void createRole(EmbeddedPostgres postgres) {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + ROLE + " LOGIN CREATEROLE");
            } catch (SQLException e) {
                throw new IllegalStateException("could not make the role of the tests", e);
            }
        }
    }
}
