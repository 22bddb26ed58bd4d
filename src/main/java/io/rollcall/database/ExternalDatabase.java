package io.rollcall.database;

import io.rollcall.startup.StartupFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at start until the operator's PostgreSQL answers, and refuses one that is too old. */
final class ExternalDatabase {

    /** PostgreSQL 13 is the oldest the migrations are written for. */
    static final int OLDEST_MAJOR = 13;

    private static final Logger LOG = LoggerFactory.getLogger(ExternalDatabase.class);
    private static final String SETTINGS =
            "SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD";

    /** Opens one connection. */
    interface Connector {
        Connection connect() throws SQLException;
    }

    /** Waits; tests pass one that does not. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final DatabaseAddress address;
    private final DatabaseProperties properties;
    private final Connector connector;
    private final Pause pause;

    ExternalDatabase(DatabaseAddress address, DatabaseProperties properties) {
        this(address, properties, () -> connect(address, properties.connectTimeout()), ExternalDatabase::sleep);
    }

    ExternalDatabase(DatabaseAddress address, DatabaseProperties properties, Connector connector, Pause pause) {
        this.address = address;
        this.properties = properties;
        this.connector = connector;
        this.pause = pause;
    }

    /** Returns once the database has answered; fails when the tries are used up or trying again is of no use. */
    void awaitUsable() {
        requirePostgresUrl();
        for (var tryNumber = 1; ; tryNumber++) {
            var failure = tryOnce();
            if (failure.isEmpty()) {
                return;
            }
            if (tryNumber == properties.connectTries()) {
                throw unreachable(failure.get());
            }
            var delay = properties.delayAfter(tryNumber);
            LOG.warn(
                    "The database {} can't be reached (try {} of {}, next in {} ms): {}",
                    address,
                    tryNumber,
                    properties.connectTries(),
                    delay.toMillis(),
                    oneLine(failure.get()));
            pauseFor(delay);
        }
    }

    private Optional<SQLException> tryOnce() {
        try (var connection = connector.connect()) {
            requireSupportedVersion(connection);
            return Optional.empty();
        } catch (SQLException e) {
            if (isRefusal(e)) {
                throw new StartupFailure(
                        "The database " + address + " refused the sign-in: " + oneLine(e) + ".",
                        "The server is there, but the user name or password is wrong or not allowed from this machine.",
                        "Check " + SETTINGS + ", and pg_hba.conf on the server.",
                        e);
            }
            return Optional.of(e);
        }
    }

    private void requireSupportedVersion(Connection connection) throws SQLException {
        var metaData = connection.getMetaData();
        if (metaData.getDatabaseMajorVersion() < OLDEST_MAJOR) {
            throw new StartupFailure(
                    "The database " + address + " is PostgreSQL " + metaData.getDatabaseProductVersion() + ".",
                    "Rollcall needs PostgreSQL " + OLDEST_MAJOR + " or later; nothing was changed there.",
                    "Upgrade the server, or point SPRING_DATASOURCE_URL at a newer one.");
        }
    }

    private void requirePostgresUrl() {
        if (Driver.parseURL(address.url(), new Properties()) == null) {
            // The URL itself stays out of the message: it may carry a password.
            throw new StartupFailure(
                    "SPRING_DATASOURCE_URL (spring.datasource.url) is not the address of a PostgreSQL database.",
                    "It must look like jdbc:postgresql://host:5432/database.",
                    "Correct it, or leave it out to use the embedded PostgreSQL.");
        }
    }

    private StartupFailure unreachable(SQLException e) {
        return new StartupFailure(
                "The database " + address + " can't be reached after " + properties.connectTries() + " tries: "
                        + oneLine(e) + ".",
                "Nothing was changed. Rollcall can't work without its database and stops.",
                "Check that PostgreSQL runs and that this machine may connect to it; check " + SETTINGS
                        + ". To wait longer, raise rollcall.database.connect-tries.",
                e);
    }

    private void pauseFor(Duration delay) {
        try {
            pause.of(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        }
    }

    /** SQLSTATE class 28: the server has decided, and will decide the same again. */
    private static boolean isRefusal(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("28");
    }

    private static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").replaceFirst("\\.$", "");
    }

    private static Connection connect(DatabaseAddress address, Duration timeout) throws SQLException {
        var seconds = Long.toString(timeout.toSeconds());
        var info = new Properties();
        PGProperty.CONNECT_TIMEOUT.set(info, seconds);
        PGProperty.LOGIN_TIMEOUT.set(info, seconds);
        if (address.username() != null) {
            PGProperty.USER.set(info, address.username());
        }
        if (address.password() != null) {
            PGProperty.PASSWORD.set(info, address.password());
        }
        var connection = new Driver().connect(address.url(), info);
        if (connection == null) {
            throw new SQLException("the driver did not accept the URL");
        }
        return connection;
    }

    private static void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
