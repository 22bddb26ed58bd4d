package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTests extends ApiTestBase {

    private static final String PATH = "/api/v1/connections/";

    @Test
    void S34_writesDownEachChangeWithItsActorAndAddress() {
        var name = name();
        var tenant = tenant(1);
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ""))
                .expect(201);
        api().post(PATH + name + "/test").expect(200);
        api().patch(PATH + name, "{'policy':{'page-size':9}}").expect(200);
        api().post(PATH + name + "/enable").expect(200);
        finished(firstRun(name));
        syncToItsEnd(name);
        api().post(PATH + name + "/disable").expect(200);
        api().delete(PATH + name).expect(204);

        var log = api().get("/api/v1/audit?object=connection/" + name).expect(200);

        assertThat(log.each("", "action"))
                .containsExactly(
                        "connection.delete",
                        "connection.disable",
                        "connection.sync",
                        "connection.enable",
                        "connection.change",
                        "connection.test",
                        "connection.create");
        assertThat(log.each("", "actor")).containsOnly("bootstrap");
        assertThat(log.each("", "address")).containsOnly("127.0.0.1");
        assertThat(log.each("", "at")).noneMatch(String::isBlank);
        assertThat(log.json().get(6).at("/detail/baseUrl").asText()).isEqualTo(tenant.baseUrl());
        assertThat(log.json().get(4).at("/detail/policy/page-size").asInt()).isEqualTo(9);
        assertThat(log.text()).doesNotContain("tenant-token");
    }

    @Test
    void writesNothingDownWhereNothingChanged() {
        var name = name();
        api().post("/api/v1/connections", connection(name, "https://evil.example.com", ""))
                .expect(400);
        api().get("/api/v1/connections");

        assertThat(api().get("/api/v1/audit?object=connection/" + name).json()).isEmpty();
    }

    @Test
    void knowsWhatTheProgramDidByItself() {
        var log = api().get("/api/v1/audit?actor=rollcall&object=connection/from-file")
                .expect(200);

        assertThat(log.each("", "action")).contains("connection.create", "connection.enable");
        assertThat(log.each("", "address")).containsOnly("");
    }

    @Test
    void isReadInPagesTheNewestFirst() {
        jdbc.sql(
                        "insert into audit (actor, action, object) select 'pager', 'test.page', 'x' from generate_series(1, 150)")
                .update();

        var first = api().get("/api/v1/audit?actor=pager").expect(200);
        var last = first.json().get(99).path("id").asLong();
        var second = api().get("/api/v1/audit?actor=pager&before=" + last).expect(200);

        assertThat(first.json()).hasSize(100);
        assertThat(second.json()).hasSize(50);
        assertThat(second.each("", "id")).doesNotContainAnyElementsOf(first.each("", "id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set actor = 'nobody'",
                "update audit set actor = 'nobody' where false",
                "delete from audit",
                "truncate audit",
                "truncate audit restart identity cascade"
            })
    void S34_isAppendOnly(String sql) {
        var before = count();

        assertThatThrownBy(() -> jdbc.sql(sql).update()).hasMessageContaining("append-only");

        assertThat(count()).isEqualTo(before).isPositive();
    }

    private long count() {
        return jdbc.sql("select count(*) from audit").query(Long.class).single();
    }
}
