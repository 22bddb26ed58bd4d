package io.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.WholeApplication;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a start makes of a database whose tables aren't those of this release. */
@ExtendWith(OutputCaptureExtension.class)
class MigrationTests {

    @TempDir
    private Path home;

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    private Flyway upTo(MigrationVersion version) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .target(version)
                .load();
    }

    private String failure(CapturedOutput console) {
        return WholeApplication.failure(console, home, database);
    }

    @Test
    void F55_olderReleaseDoesNotStartOnTheTablesOfANewerOne(CapturedOutput console) {
        upTo(MigrationVersion.LATEST).migrate();
        jdbc.sql("""
                        insert into flyway_schema_history
                            (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                        values (999, '999', 'of a later release', 'SQL', 'V999__of_a_later_release.sql', 1, 'x', 1, true)
                        """).update();

        assertThat(failure(console))
                .contains("belongs to a newer release of Rollcall: it has the migration V999 (of a later release)")
                .contains("Nothing was changed")
                .contains("restore the backup");
    }

    @Test
    void F55_migrationThatFailsHalfWayLeavesTheTablesAsTheyWere(CapturedOutput console) {
        upTo(MigrationVersion.fromVersion("12")).migrate();
        // In the middle of V13 this stands in the way.
        jdbc.sql("create index dead_letter_open_newest on dead_letter (id)").update();
        var tables = tables();

        assertThat(failure(console))
                .contains("The database's migration V13")
                .contains("already exists")
                .contains("the tables are as they were before it");
        assertThat(tables()).isEqualTo(tables);

        jdbc.sql("drop index dead_letter_open_newest").update();
        assertThat(upTo(MigrationVersion.LATEST).migrate().success).isTrue();
    }

    /** Every table and index with its columns and constraints, but for Flyway's own. */
    private String tables() {
        return String.join("\n", jdbc.sql("""
                select table_name || '.' || column_name || ' ' || data_type from information_schema.columns
                where table_schema = 'public' and table_name not like 'flyway%'
                union all select indexdef from pg_indexes where schemaname = 'public'
                union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where connamespace = 'public'::regnamespace
                order by 1
                """).query(String.class).list());
    }
}
