package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.database.TestDatabase;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Does what {@code docs/operate.md} tells an operator to do with the database, with the very text of the guide. */
class OperateGuideTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int DEVICES = 25;
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String SUPERUSER = "postgres";

    @TempDir
    private Path folder;

    private final SimulatedIru tenant = SimulatedIru.builder()
            .seed(8_800)
            .devices(DEVICES)
            .odd(false)
            .token("test", "token-of-the-guide")
            .start();

    @AfterEach
    void stop() {
        tenant.close();
    }

    /** The block of code of the guide that has this text in it. */
    private static String block(String text) {
        try {
            var blocks = Pattern.compile("(?s)```(?:sql|sh)\n(.*?)```")
                    .matcher(Files.readString(Path.of("docs/operate.md")))
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.contains(text))
                    .toList();
            assertThat(blocks).as(text).hasSize(1);
            return blocks.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JdbcClient as(String url, String user, String password) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return JdbcClient.create(dataSource);
    }

    private ConfigurableApplicationContext start(TestDatabase database, String... more) {
        var settings = new java.util.ArrayList<>(List.of(
                "--rollcall.secret-key=" + KEY,
                "--rollcall.http.allow-private-addresses=true",
                "--rollcall.connections.acme.source=iru",
                "--rollcall.connections.acme.base-url=" + tenant.baseUrl(),
                "--rollcall.connections.acme.credentials.token=token-of-the-guide",
                "--rollcall.connections.acme.enabled=true"));
        settings.addAll(List.of(more));
        return WholeApplication.run(WholeApplication.home(folder), database, settings.toArray(String[]::new));
    }

    /** Waits until so many runs have ended, all of them well. */
    private static void awaitSync(JdbcClient jdbc, int runs) {
        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from run where finished_at is not null")
                                .query(Integer.class)
                                .single()
                        >= runs);
        assertThat(jdbc.sql("select message from run where state <> 'succeeded'")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    @Test
    void S35_theAppRoleSyncsAndCanNotChangeTheAuditLogAndReportsReadNoSecret() {
        var database = TestDatabase.fresh();
        var superuser = as(database.url(), SUPERUSER, "");
        superuser.sql(block("create role rollcall_owner")).update();
        var exports = block("SPRING_FLYWAY_USER");
        assertThat(exports)
                .contains("SPRING_DATASOURCE_USERNAME=rollcall_app SPRING_DATASOURCE_PASSWORD=choose-two")
                .contains("SPRING_FLYWAY_USER=rollcall_owner SPRING_FLYWAY_PASSWORD=choose-one");
        var app = new TestDatabase(database.url(), "rollcall_app", "choose-two");

        try (var running = start(app, "--spring.flyway.user=rollcall_owner", "--spring.flyway.password=choose-one")) {
            assertThat(running.isRunning()).isTrue();
            as(database.url(), "rollcall_owner", "choose-one")
                    .sql(block("grant select on asset"))
                    .update();
            awaitSync(superuser, 1);
        }

        assertThat(superuser
                        .sql("select count(*) from asset")
                        .query(Integer.class)
                        .single())
                .isEqualTo(DEVICES);
        var asApp = as(database.url(), "rollcall_app", "choose-two");
        var asReports = as(database.url(), "rollcall_reports", "choose-three");
        assertThat(asApp.sql("insert into audit (actor, action, object) values ('test', 'test', 'test')")
                        .update())
                .isOne();
        for (var forbidden : List.of("update audit set actor = 'x'", "delete from audit", "drop table asset")) {
            assertThatThrownBy(() -> asApp.sql(forbidden).update())
                    .as(forbidden)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
        assertThat(asReports
                        .sql("select count(*) from asset")
                        .query(Integer.class)
                        .single())
                .isEqualTo(DEVICES);
        assertThat(asReports
                        .sql("select name from connection")
                        .query(String.class)
                        .list())
                .containsExactly("acme");
        for (var forbidden : List.of(
                "select credentials from connection",
                "select * from restricted_value",
                "select * from app_user",
                "select * from api_token",
                "select * from spring_session",
                "select list_record from device")) {
            assertThatThrownBy(() -> asReports.sql(forbidden).query(rows -> {}))
                    .as(forbidden)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> asReports.sql("delete from asset").update())
                .rootCause()
                .hasMessageContaining("permission denied");
        // Roles are the server's, which the tests share.
        for (var role : List.of("rollcall_reports", "rollcall_app", "rollcall_owner")) {
            superuser.sql("drop owned by " + role + " cascade").update();
            superuser.sql("drop role " + role).update();
        }
    }

    /** Likewise. */
    @Test
    void S35_aBackupWithThreeRolesIsRestoredWithThem() throws Exception {
        assumeThat(InstalledPostgres.isThere()).as("PostgreSQL is installed").isTrue();
        var roles = block("create role rollcall_owner");
        var grants = block("grant select on asset");
        try (var server = InstalledPostgres.start(folder.resolve("server"))) {
            server.run("createdb rollcall");
            as(server.url("rollcall"), SUPERUSER, "").sql(roles).update();
            org.flywaydb.core.Flyway.configure()
                    .dataSource(server.url("rollcall"), "rollcall_owner", "choose-one")
                    .load()
                    .migrate();
            as(server.url("rollcall"), "rollcall_owner", "choose-one")
                    .sql(grants)
                    .update();
            var before = as(server.url("rollcall"), "rollcall_app", "choose-two");
            before.sql("insert into location (name) values ('Vault')").update();
            before.sql("insert into audit (actor, action, object) values ('test', 'test', 'before')")
                    .update();

            server.run(block("pg_dump --no-owner").replace("db.example.com:5432", server.authority()));
            server.run("createdb rollcall_restored");
            var restored = server.url("rollcall_restored");
            as(restored, SUPERUSER, "")
                    .sql(roles.replaceAll("(?m)^create role .*$", ""))
                    .update();
            server.run(block("pg_restore --no-privileges").replace("db.example.com:5432", server.authority()));
            as(restored, "rollcall_owner", "choose-one").sql(grants).update();

            var app = new TestDatabase(restored, "rollcall_app", "choose-two");
            var asApp = as(restored, "rollcall_app", "choose-two");
            try (var running =
                    start(app, "--spring.flyway.user=rollcall_owner", "--spring.flyway.password=choose-one")) {
                assertThat(running.isRunning()).isTrue();
                awaitSync(asApp, 1);
            }
            assertThat(asApp.sql("select name from location")
                            .query(String.class)
                            .list())
                    .contains("Vault");
            assertThat(asApp.sql("select count(*) from audit where object = 'before'")
                            .query(Integer.class)
                            .single())
                    .isOne();
            assertThatThrownBy(() -> asApp.sql("delete from audit").update())
                    .rootCause()
                    .hasMessageContaining("permission denied");
            var asReports = as(restored, "rollcall_reports", "choose-three");
            assertThat(asReports
                            .sql("select count(*) from asset")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(DEVICES);
            assertThatThrownBy(() ->
                            asReports.sql("select credentials from connection").query(rows -> {}))
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void theOwnerDeletesOldAuditRowsAsTheGuideSays() {
        var database = TestDatabase.fresh();
        org.flywaydb.core.Flyway.configure()
                .dataSource(database.dataSource())
                .load()
                .migrate();
        var jdbc = JdbcClient.create(database.dataSource());
        jdbc.sql("""
                        insert into audit (at, actor, action, object) values
                            (now() - interval '4 years', 'a', 'b', 'old'), (now(), 'a', 'b', 'new')
                        """).update();

        jdbc.sql(block("disable trigger audit_append_only")).update();

        assertThat(jdbc.sql("select object from audit").query(String.class).list())
                .containsExactly("new");
        assertThatThrownBy(() -> jdbc.sql("delete from audit").update()).hasStackTraceContaining("append-only");
    }

    /** Needs PostgreSQL's own programs, the server among them: where they aren't installed, this is left out. */
    @Test
    void aBackupIsRestoredIntoAnEmptyDatabaseAndGoesOn() throws Exception {
        assumeThat(InstalledPostgres.isThere()).as("PostgreSQL is installed").isTrue();
        try (var server = InstalledPostgres.start(folder.resolve("server"))) {
            server.run("createuser rollcall && createdb --owner=rollcall rollcall");
            var source = new TestDatabase(server.url("rollcall"), "rollcall", "");
            try (var running = start(source)) {
                assertThat(running.isRunning()).isTrue();
                awaitSync(JdbcClient.create(source.dataSource()), 1);
            }
            var assets = "select string_agg(asset_id || serial || name, ',' order by id) from asset";
            var before = JdbcClient.create(source.dataSource())
                    .sql(assets)
                    .query(String.class)
                    .single();

            server.run(block("pg_dump --format=custom").replace("db.example.com:5432", server.authority()));
            var restore = block("pg_restore --no-owner")
                    .replace("db.example.com:5432", server.authority())
                    .replace("--host=db.example.com", "--host=127.0.0.1 --port=" + server.port());
            server.run(restore);
            assertThat(restore).contains("SPRING_DATASOURCE_URL=jdbc:postgresql://" + server.authority());

            var restored = new TestDatabase(server.url("rollcall_restored"), "rollcall", "");
            var jdbc = JdbcClient.create(restored.dataSource());
            assertThat(jdbc.sql(assets).query(String.class).single()).isEqualTo(before);
            tenant.fleet().add();
            try (var running = start(restored)) {
                assertThat(running.isRunning()).isTrue();
                running.getBean(io.rollcall.sync.Syncs.class).sync("acme", io.rollcall.sync.Trigger.API, "test");
                awaitSync(jdbc, 2);
            }
            assertThat(jdbc.sql("select count(*) from asset")
                            .query(Integer.class)
                            .single())
                    .as("the restored one goes on syncing")
                    .isEqualTo(DEVICES + 1);
            assertThat(jdbc.sql("select count(*) from run where state = 'failed'")
                            .query(Integer.class)
                            .single())
                    .as("the credentials are readable with the same key")
                    .isZero();
        }
    }
}
