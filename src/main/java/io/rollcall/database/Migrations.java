package io.rollcall.database;

import io.rollcall.startup.StartupFailure;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;

/**
 * Brings the tables up to this release, or ends the start with what to do (F55). A migration is one transaction: one that
 * fails leaves the database as it was before it.
 */
final class Migrations implements FlywayMigrationStrategy {

    @Override
    public void migrate(Flyway flyway) {
        refuseTablesOfANewerRelease(flyway);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw failed(flyway, e);
        }
    }

    /** Flyway itself would go on, and statements would fail one by one, or write what the newer release can't read. */
    private static void refuseTablesOfANewerRelease(Flyway flyway) {
        var newer = Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .map(Migrations::name)
                .toList();
        if (!newer.isEmpty()) {
            throw new StartupFailure(
                    "The database belongs to a newer release of Rollcall: it has the migration "
                            + String.join(", ", newer) + ", which this release doesn't know.",
                    "An older release would fail on the newer tables, or spoil them. Nothing was changed.",
                    "Start the newer release. To go back to this one, restore the backup of the database that was made"
                            + " before the upgrade.");
        }
    }

    private static StartupFailure failed(Flyway flyway, FlywayException failure) {
        var pending = Arrays.stream(flyway.info().pending())
                .findFirst()
                .map(Migrations::name)
                .orElse("to come");
        return new StartupFailure(
                "The database's migration " + pending + " failed: " + reason(failure) + ".",
                "A migration happens whole or not at all: the tables are as they were before it, and the release that ran"
                        + " before still starts.",
                "Mend what the message names (rights of the database user, space on its disk, an object that somebody made"
                        + " by hand) and start again, or start the release from before.",
                failure);
    }

    private static String name(MigrationInfo migration) {
        return "V" + migration.getVersion() + " (" + migration.getDescription() + ")";
    }

    /** What the database said, without the statement. */
    private static String reason(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst()
                .orElseGet(() -> String.valueOf(failure.getMessage()))
                .strip()
                .replaceAll("\\s*\\R\\s*", " ")
                .replaceAll("\\.$", "");
    }
}
