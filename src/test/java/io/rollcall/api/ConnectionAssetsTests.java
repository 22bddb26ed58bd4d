package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of assets when their connection is disabled, deleted or gets another policy. */
class ConnectionAssetsTests extends ApiTestBase {

    private static final String PATH = "/api/v1/connections/";

    @Test
    void F65_aDeletedConnectionsAssetsAreKeptWithoutASourceAndNoneIsRemoved() {
        var tenant = tenant(120);
        var name = synced(tenant, "");
        var serial = tenant.fleet().devices().get(0).serial();
        var at =
                "/api/v1/assets/" + api().get("/api/v1/assets?serial=" + serial).at("/assets/0/id");
        var before = api().get(at);
        var mine = "select count(*) from asset where connection_id = (select id from connection where name = '" + name
                + "')";
        assertThat(count(mine)).isEqualTo(120);
        var assets = count("select count(*) from asset");

        api().delete(PATH + name).expect(204);

        assertThat(count("select count(*) from asset")).isEqualTo(assets);
        var after = api().get(at);
        assertThat(after.json().path("connection").isNull()).isTrue();
        assertThat(after.json().path("sources")).isEmpty();
        assertThat(after.at("/mdmState")).isEqualTo(before.at("/mdmState"));
        assertThat(after.at("/status")).isEqualTo(before.at("/status"));
        assertThat(after.number("/version")).isGreaterThan(before.number("/version"));
        var event = api().get(at + "/history").json().get(0);
        assertThat(event.path("kind").asText()).isEqualTo("unlinked");
        assertThat(event.path("actor").asText()).isEqualTo("bootstrap");
        assertThat(event.at("/changes/0/old").asText()).isEqualTo(name);
        assertThat(count("select count(*) from asset where claims::text <> '{}' and id = " + before.at("/id")))
                .isZero();
        api().patch(at, "{'fields':{'os-version':'99'},'name':'Ours again'}").expect(200);
        var audit = api().get("/api/v1/audit?object=connection/" + name).json().get(0);
        assertThat(audit.at("/detail/assetsKept").asInt()).isEqualTo(120);
    }

    @Test
    void F65_aDisabledConnectionLeavesItsAssetsAlone() {
        var tenant = tenant(5);
        var name = synced(tenant, "");
        var before = api().get("/api/v1/assets?connection=" + name).json();

        api().post(PATH + name + "/disable").expect(200);

        assertThat(api().get("/api/v1/assets?connection=" + name).json()).isEqualTo(before);
    }

    @Test
    void deletesTheAssetsThatNoOtherConnectionHasWhereAsked() {
        var tenant = tenant(3);
        var first = synced(tenant, "");
        var key = name();
        var shared = tenant.fleet().devices().get(0).serial();
        api().post("/api/v1/assets", "{'assetId':'H-" + key + "','status':'lost'}")
                .expect(201);
        var second = synced(tenant, "");
        jdbc.sql(
                        "delete from device where serial <> :shared and connection_id = (select id from connection where name = :name)")
                .param("shared", shared)
                .param("name", second)
                .update();

        api().delete(PATH + first + "?assets=delete").expect(204);

        assertThat(api().get("/api/v1/assets?connection=" + second).each("/assets", "serial"))
                .containsExactly(shared);
        for (var device : tenant.fleet().devices()) {
            var found = api().get("/api/v1/assets?serial=" + device.serial()).each("/assets", "serial");
            assertThat(found).hasSize(device.serial().equals(shared) ? 1 : 0);
        }
        assertThat(api().get("/api/v1/assets?q=H-" + key).json().path("assets")).hasSize(1);
        var audit = api().get("/api/v1/audit?object=connection/" + first).json().get(0);
        assertThat(audit.at("/detail/assetsDeleted").asInt()).isEqualTo(2);
        assertThat(audit.at("/detail/assetsKept").asInt()).isEqualTo(1);
    }

    @Test
    void refusesAnotherWordForWhatBecomesOfTheAssets() {
        var name = name();
        api().post("/api/v1/connections", connection(name, "https://acme.api.kandji.io", ""))
                .expect(201);

        api().delete(PATH + name + "?assets=all").expectProblem(400);
        api().get(PATH + name).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"device-name", "asset-tag"})
    void E2_theAssetIdsSourceCantChangeAfterTheFirstSync(String source) {
        var name = synced(tenant(2), "");

        var refused = api().patch(PATH + name, "{'policy':{'asset-id':'" + source + "'}}")
                .expectProblem(409);

        assertThat(refused.at("/detail"))
                .contains("asset-id", "from serial to " + source, "delete the connection with its assets")
                .contains("/api/v1/connections/" + name + "?assets=delete");
        assertThat(api().get(PATH + name).json().at("/policy/asset-id").isMissingNode())
                .isTrue();
        api().patch(PATH + name, "{'policy':{'asset-id':'serial'}}").expect(200);
    }

    @Test
    void E2_theAssetIdsSourceCanChangeBeforeTheFirstSyncAndAfterAStartFromAnew() {
        var tenant = tenant(2);
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ""))
                .expect(201);
        api().patch(PATH + name, "{'policy':{'asset-id':'device-name'}}").expect(200);
        api().post(PATH + name + "/enable").expect(200);
        finished(firstRun(name));
        api().patch(PATH + name, "{'policy':{'asset-id':'serial'}}").expectProblem(409);

        api().delete(PATH + name + "?assets=delete").expect(204);
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ",'enabled':true"))
                .expect(201);
        finished(firstRun(name));

        assertThat(api().get("/api/v1/assets?connection=" + name).each("/assets", "assetId"))
                .containsExactlyInAnyOrderElementsOf(tenant.fleet().devices().stream()
                        .map(device -> device.serial())
                        .toList());
    }

    @Test
    void aNewPolicyMakesTheNextSyncDecideEveryDeviceAnewAndNothingElseDoes() {
        var name = synced(tenant(3), "");
        jdbc.sql("update device set decide_again = false").update();
        var again = "select count(*) from device where decide_again";

        api().patch(PATH + name, "{'credentials':{'token':'tenant-token'}}").expect(200);
        assertThat(count(again)).isZero();
        api().post(PATH + name + "/disable").expect(200);
        api().patch(PATH + name, "{'policy':{'removed':{'mark':false}}}").expect(200);

        assertThat(count(again)).isEqualTo(3);
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
