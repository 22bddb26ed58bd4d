package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.rollcall.access.Role;
import io.rollcall.database.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Errors are problem+json, in words for people, and show nothing of the inside. */
class ProblemTests extends ApiTestBase {

    @Autowired
    private DataSource source;

    private static final long UNKNOWN = 999_999_999;

    @ParameterizedTest
    @ValueSource(strings = {"runs", "runs/{id}/notices", "assets", "assets/{id}/history", "dead-letters"})
    void sayThatThereIsNoSuchThing(String path) {
        var at = path.contains("{id}") ? path.replace("{id}", "" + UNKNOWN) : path + "/" + UNKNOWN;

        var problem = api().get("/api/v1/" + at).expectProblem(404);

        assertThat(problem.at("/detail")).contains("There is no").contains("" + UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST runs/999999999/cancel",
                "POST runs/999999999/resume",
                "POST dead-letters/999999999/replay",
                "POST dead-letters/replay?connection=nobody",
                "POST connections/nobody/sync",
                "POST connections/nobody/test",
                "POST connections/nobody/enable",
                "POST connections/nobody/disable",
                "DELETE connections/nobody",
                "GET connections/nobody"
            })
    void sayThatThereIsNothingToDoThisTo(String call) {
        var parts = call.split(" ");

        assertThat(api().send(parts[0], "/api/v1/" + parts[1], "")
                        .expectProblem(404)
                        .at("/detail"))
                .contains("There is no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs/abc",
                "assets/1e3",
                "assets/99999999999999999999",
                "assets?cursor=x",
                "runs/1/notices?after=x",
                "dead-letters?before=x",
                "dead-letters?all=maybe",
                "audit?before=x"
            })
    void sayThatAValueIsOfTheWrongType(String path) {
        api().get("/api/v1/" + path).expectProblem(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{'name':}",
                "{'name':'a'} trailing",
                "{'name':'a','name':'b'}",
                "nonsense",
                "{'name':'secret-in-the-body"
            })
    void sayWhereTheBodyIsNoJson(String body) {
        var problem = api().post("/api/v1/connections", body).expectProblem(400);

        assertThat(problem.at("/detail")).contains("no JSON", "line 1");
        assertThat(problem.text()).doesNotContain("secret-in-the-body", "nonsense");
    }

    @Test
    void sayThatTheBodyIsMissing() {
        assertThat(api().post("/api/v1/connections").expectProblem(400).at("/detail"))
                .contains("missing");
    }

    @Test
    void sayThatTheBodyIsNotOfAKindThatIsRead() {
        api().sendAs("text/plain", "POST", "/api/v1/connections", "name=acme").expectProblem(415);
    }

    @ParameterizedTest
    @CsvSource({"PATCH, connections", "DELETE, assets", "POST, assets/1", "DELETE, runs/1", "PATCH, audit"})
    void sayThatTheMethodIsWrong(String method, String path) {
        api().send(method, "/api/v1/" + path, "").expectProblem(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "type", "status", "connection", "serial"})
    void refuseTextsThatCanNotBeMeant(String parameter) {
        assertThat(api().get("/api/v1/assets?" + parameter + "=" + "x".repeat(201))
                        .expectProblem(400)
                        .at("/detail"))
                .contains("201", "200");
        assertThat(api().get("/api/v1/assets?" + parameter + "=a%00b")
                        .expectProblem(400)
                        .at("/detail"))
                .contains("control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs?connection=a%00b", "dead-letters?connection=a%00b", "audit?object=a%00b"})
    void refuseControlCharactersInEveryFilter(String path) {
        api().get("/api/v1/" + path).expectProblem(400);
    }

    @Test
    void needTheConnectionOfAReplay() {
        assertThat(api().post("/api/v1/dead-letters/replay").expectProblem(400).at("/detail"))
                .contains("connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1//connections", "/api/v1/connections;x=1", "/api/v1/connections/%2e%2e/x"})
    void answerWhatNoControllerSees(String path) {
        var answer = api().get(path);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        answer.expectProblem(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"' or 1=1 --", "%", "_", "\\", "';drop table asset;--", "${7*7}", "*"})
    void S31_takeWhatIsLookedForAsPlainText(String q) {
        var found = api().get(
                        "/api/v1/assets?q=" + java.net.URLEncoder.encode(q, java.nio.charset.StandardCharsets.UTF_8))
                .expect(200);

        assertThat(found.json().path("assets")).isEmpty();
    }

    @Test
    void F41_sayThatARequestGaveWayToAnotherOne() {
        jdbc.sql("""
                create function give_way() returns trigger language plpgsql as
                $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$
                """).update();
        jdbc.sql("create trigger give_way before insert on location for each row execute function give_way()")
                .update();
        try {
            var problem = api().post("/api/v1/locations", "{'name':'Crossed'}").expectProblem(503);

            assertThat(problem.at("/detail")).contains("Nothing was changed", "try again");
        } finally {
            jdbc.sql("drop trigger give_way on location").update();
        }
    }

    @Test
    void S30_showNoSqlWhereADatabaseStatementFails() {
        jdbc.sql("alter table audit rename to audit_away").update();
        try {
            var problem = api().get("/api/v1/audit").expectProblem(500);

            assertThat(problem.at("/reference")).isNotBlank();
            assertThat(problem.text()).doesNotContainIgnoringCase("audit_away").doesNotContain("relation");
        } finally {
            jdbc.sql("alter table audit_away rename to audit").update();
        }
    }

    @Test
    void F42_sayThatTheDatabaseIsAwayAndWorkAgainWhenItIsBack() throws SQLException {
        var pool = source.unwrap(HikariDataSource.class);
        var database = jdbc.sql("select current_database()").query(String.class).single();
        var elsewhere = JdbcClient.create(TestDatabase.fresh().dataSource());
        var person = signedIn(Role.VIEWER);
        var patience = pool.getConnectionTimeout();
        pool.setConnectionTimeout(1000);
        elsewhere.sql("alter database " + database + " allow_connections false").update();
        try {
            elsewhere
                    .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'")
                    .query(Boolean.class)
                    .list();

            var problem = api().get("/api/v1/connections").expectProblem(503);
            assertThat(problem.at("/detail")).contains("database", "again");
            assertThat(problem.text()).doesNotContain(database, "FATAL");
            var page = person.get("/").expect(503);
            assertThat(page.text()).contains("<h1>Database unreachable</h1>").doesNotContain(database, "FATAL");
            assertThat(management().get("/actuator/health").expect(503).at("/status"))
                    .isEqualTo("DOWN");
        } finally {
            pool.setConnectionTimeout(patience);
            elsewhere
                    .sql("alter database " + database + " allow_connections true")
                    .update();
        }
        await().until(() -> api().get("/api/v1/connections").status() == 200);
        person.send("GET", "/api/v1/connections", "").expect(200);
        assertThat(management().get("/actuator/health").at("/status")).isEqualTo("UP");
    }
}
