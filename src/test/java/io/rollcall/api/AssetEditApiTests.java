package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Making and changing assets by hand. */
class AssetEditApiTests extends ApiTestBase {

    private static final String PATH = "/api/v1/assets";

    @Test
    void makesAnAssetByHandWithAllThatPeopleKnowOfIt() {
        var key = name();
        api().post("/api/v1/categories", "{'name':'Screens " + key + "'}").expect(201);
        api().post("/api/v1/locations", "{'name':'Berlin " + key + "'}").expect(201);
        api().post("/api/v1/products", "{'name':'U2723 " + key + "','manufacturer':'Dell " + key + "'}")
                .expect(201);

        var made = api().post(PATH, """
                        {'assetId':'A-%1$s','serial':' sn 12-%1$s ','name':'Screen','type':'Desktop','status':'In Stock',
                         'condition':'New','category':'screens %1$s','product':'Dell %1$s U2723 %1$s',
                         'location':'berlin %1$s','department':'IT','notes':'=1+1\\nsecond line','supplier':'ACME',
                         'orderNumber':'42','purchaseDate':'2026-03-31','purchaseCost':1299.5,'currency':'eur',
                         'warrantyUntil':'2029-03-31','fields':{'make':'Dell','memory':'8 GB'}}""".formatted(key)).expect(201);

        assertThat(made.at("/assetId")).isEqualTo("A-" + key);
        assertThat(made.at("/serial")).isEqualTo("sn 12-" + key);
        assertThat(made.at("/type")).isEqualTo("desktop");
        assertThat(made.at("/status")).isEqualTo("in stock");
        assertThat(made.at("/condition")).isEqualTo("new");
        assertThat(made.at("/category")).isEqualTo("Screens " + key);
        assertThat(made.at("/product")).isEqualTo("U2723 " + key);
        assertThat(made.at("/manufacturer")).isEqualTo("Dell " + key);
        assertThat(made.at("/location")).isEqualTo("Berlin " + key);
        assertThat(made.at("/notes")).isEqualTo("=1+1\nsecond line");
        assertThat(made.at("/purchaseCost")).isEqualTo("1299.5");
        assertThat(made.at("/currency")).isEqualTo("EUR");
        assertThat(made.at("/purchaseDate")).isEqualTo("2026-03-31");
        assertThat(made.at("/fields/memory")).isEqualTo("8 GB");
        assertThat(made.at("/mdmState")).isEqualTo("unmanaged");
        assertThat(made.json().path("connection").isNull()).isTrue();
        assertThat(api().get(made.location()).json()).isEqualTo(made.json());
        assertThat(api().get(PATH + "?serial=SN12-" + key).each("/assets", "assetId"))
                .containsExactly("A-" + key);
        var history = api().get(made.location() + "/history");
        assertThat(history.each("", "kind")).containsExactly("created");
        assertThat(history.each("", "actor")).containsExactly("bootstrap");
        assertThat(history.each("/0/changes", "rule")).containsOnly("by hand");
        assertThat(history.each("/0/changes", "field")).contains("purchase-cost", "category", "make");
    }

    @Test
    void F34_takesNulOutOfWhatPeopleSend() {
        var key = name();

        var made = api().post(
                        PATH,
                        "{'assetId':'N\\u0000-%1$s','serial':'S\\u0000%1$s','status':'lost\\u0000','notes':'a\\u0000\\nb'}"
                                .formatted(key))
                .expect(201);

        assertThat(made.at("/assetId")).isEqualTo("N-" + key);
        assertThat(made.at("/serial")).isEqualTo("S" + key);
        assertThat(made.at("/notes")).isEqualTo("a\nb");
        api().patch(made.location(), "{'location':'no\\u0000where'}").expectProblemAt("location");
        api().post(made.location() + "/checkout", "{'location':'no\\u0000where'}")
                .expectProblemAt("location");
        api().post(made.location() + "/checkout", "{'person':'a\\u0000@example.com'}")
                .expectProblemAt("person");
        api().post("/api/v1/people", """
                        {'firstName':'A','lastName':'B','emails':['a\\u0000.%s@example.com']}""".formatted(key)).expect(201);
    }

    @Test
    void readingIsAlwaysAnsweredInFullAsTheBodyHasMoreThanTheVersionTells() {
        var asset = api().post(PATH, "{'assetId':'E-" + name() + "','status':'lost'}")
                .expect(201);
        var again = anonymous().with("Authorization", "Bearer " + TOKEN, "If-None-Match", asset.etag());

        var read = again.get(asset.location()).expect(200);

        assertThat(read.json()).isEqualTo(asset.json());
        assertThat(read.etag()).isEqualTo(asset.etag());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'status':'in stock' | assetId",
                "'assetId':'X' | status",
                "'assetId':' ','status':'in stock' | assetId",
                "'assetId':'X','status':'no such' | status",
                "'assetId':'X','status':'lost','condition':'shiny' | condition",
                "'assetId':'X','status':'lost','type':'toaster' | type",
                "'assetId':'X','status':'lost','serial':'N/A' | serial",
                "'assetId':'X','status':'lost','category':'no such' | category",
                "'assetId':'X','status':'lost','location':'no such' | location",
                "'assetId':'X','status':'lost','product':'no such' | product",
                "'assetId':'X','status':'lost','purchaseDate':'31.3.2026' | purchaseDate",
                "'assetId':'X','status':'lost','purchaseDate':'2026-02-30' | purchaseDate",
                "'assetId':'X','status':'lost','purchaseCost':-1 | purchaseCost",
                "'assetId':'X','status':'lost','purchaseCost':'1,5' | purchaseCost",
                "'assetId':'X','status':'lost','purchaseCost':1.234 | purchaseCost",
                "'assetId':'X','status':'lost','purchaseCost':{} | purchaseCost",
                "'assetId':'X','status':'lost','currency':'Euro' | currency",
                "'assetId':'X','status':'lost','fields':{'platform':'Mac'} | fields.platform",
                "'assetId':'X','status':'lost','colour':'red' | colour"
            })
    void refusesWhatIsWrongAndNamesTheKey(String body, String path) {
        api().post(PATH, "{" + body + "}").expectProblemAt(path);
    }

    @Test
    void A1_assetIdAndSerialAreUnique() {
        var key = name();
        var first = asset(key);

        assertThat(api().post(PATH, "{'assetId':'A-" + key + "','status':'lost'}")
                        .expectProblem(409)
                        .at("/detail"))
                .contains("Asset " + first, "asset-id", "A-" + key);
        assertThat(api().post(PATH, "{'assetId':'B-%1$s','status':'lost','serial':' s %1$s '}".formatted(key))
                        .expectProblem(409)
                        .at("/detail"))
                .contains("Asset " + first, "serial");
    }

    @Test
    void changesWhatIsGivenWithHistoryAndLeavesTheRest() {
        var at = PATH + "/" + asset(name());

        var changed = api().patch(at, "{'status':'in repair','notes':'screen broken','purchaseCost':10}")
                .expect(200);

        assertThat(changed.at("/status")).isEqualTo("in repair");
        assertThat(changed.number("/version")).isEqualTo(1);
        assertThat(changed.etag()).isEqualTo("\"1\"");
        var history = api().get(at + "/history").json().get(0);
        assertThat(history.path("kind").asText()).isEqualTo("updated");
        assertThat(history.at("/changes/0/old").asText()).isEqualTo("in stock");
        assertThat(history.at("/changes/0/new").asText()).isEqualTo("in repair");
        var cleared = api().patch(at, "{'notes':'','purchaseCost':null,'serial':null}");
        assertThat(cleared.at("/notes")).isEmpty();
        assertThat(cleared.json().path("purchaseCost").isNull()).isTrue();
        assertThat(cleared.at("/serial")).isEmpty();
        assertThat(api().patch(at, "{'status':'In Repair'}").number("/version")).isEqualTo(2);
        assertThat(api().get(at + "/history").json()).hasSize(3);
        assertThat(api().get("/api/v1/audit?object=asset/" + at.replaceAll(".*/", ""))
                        .each("", "action"))
                .containsExactly("asset.change", "asset.change", "asset.create");
    }

    @Test
    void I7_whatAConnectionKeepsCantBeChangedButWhatIsOursCan() {
        var tenant = tenant(2);
        var connection = synced(tenant, "");
        var id = idOf(device(tenant));
        var at = PATH + "/" + id;

        for (var body : List.of(
                "{'name':'Mine'}",
                "{'serial':'OTHER123'}",
                "{'assetId':'OTHER123'}",
                "{'fields':{'os-version':'99'}}",
                "{'status':'lost','fields':{'model':'X'}}")) {
            assertThat(api().patch(at, body).expectProblem(409).at("/detail"))
                    .as(body)
                    .contains("Connection " + connection, "MDM");
        }
        var changed = api().patch(at, "{'status':'in repair','condition':'fair','department':'Ours'}")
                .expect(200);
        tenant.fleet().update(device(tenant).deviceId(), draft -> draft.name("From the MDM"));
        syncToItsEnd(connection);

        var after = api().get(at);
        assertThat(changed.at("/status")).isEqualTo("in repair");
        assertThat(after.at("/name")).isEqualTo("From the MDM");
        assertThat(after.at("/status")).isEqualTo("in repair");
        assertThat(after.at("/condition")).isEqualTo("fair");
        assertThat(after.at("/department")).isEqualTo("Ours");
    }

    @Test
    void I7_aNameThatNoPolicyMapsCanBeChanged() {
        var tenant = tenant(1);
        synced(tenant, ",'policy':{'asset-name':'none'}");
        var at = PATH + "/" + idOf(device(tenant));

        assertThat(api().patch(at, "{'name':'Mine'}").expect(200).at("/name")).isEqualTo("Mine");
    }

    @Test
    void F41_ofTwoWhoEditTheSameAssetAtOnceOneIsToldSo() throws Exception {
        var at = PATH + "/" + asset(name());
        var tag = api().get(at).etag();
        var edits = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 8; i++) {
            var body = "{'department':'D" + i + "'}";
            edits.add(() -> api().ifMatch(tag).patch(at, body).status());
        }
        var pool = Executors.newFixedThreadPool(8);
        try {
            var statuses = new ArrayList<Integer>();
            for (var done : pool.invokeAll(edits)) {
                statuses.add(done.get());
            }
            assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
        } finally {
            pool.shutdown();
        }
        assertThat(api().get(at).number("/version")).isEqualTo(1);
    }

    @Test
    void F41_aSyncInBetweenRaisesTheVersion() {
        var tenant = tenant(1);
        var connection = synced(tenant, "");
        var at = PATH + "/" + idOf(device(tenant));
        var tag = api().get(at).etag();
        tenant.fleet().update(device(tenant).deviceId(), draft -> draft.name("Renamed"));
        syncToItsEnd(connection);

        api().ifMatch(tag).patch(at, "{'status':'lost'}").expectProblem(412);
        api().ifMatch(tag).post(at + "/archive").expectProblem(412);
        api().ifMatch(tag).post(at + "/checkin").expectProblem(412);
        api().ifMatch(api().get(at).etag()).patch(at, "{'status':'lost'}").expect(200);
    }

    @Test
    void E18_anArchivedAssetIsOutOfTheDailyListWithItsHistoryKept() {
        var key = name();
        var at = PATH + "/" + asset(key);

        api().post(at + "/archive").expect(200);

        assertThat(api().get(PATH + "?q=A-" + key).json().path("assets")).isEmpty();
        assertThat(api().get(PATH + "?archived=true&q=A-" + key).each("/assets", "assetId"))
                .containsExactly("A-" + key);
        assertThat(api().get(at).at("/archivedAt")).isNotBlank();
        assertThat(api().get(at + "/history").each("", "kind")).containsExactly("archived", "created");
        api().post(at + "/archive").expect(200);
        api().post(at + "/restore").expect(200);
        assertThat(api().get(PATH + "?q=A-" + key).json().path("assets")).hasSize(1);
        assertThat(api().get(at + "/history").each("", "kind")).containsExactly("restored", "archived", "created");
    }

    @Test
    void C7_aCategoryGivenByHandIsKeptByALaterSync() {
        var key = name();
        var tenant = tenant(1);
        var connection = synced(tenant, "");
        var at = PATH + "/" + idOf(device(tenant));
        api().post("/api/v1/categories", "{'name':'Loan " + key + "'}").expect(201);

        api().patch(at, "{'category':'Loan " + key + "'}").expect(200);
        tenant.fleet().update(device(tenant).deviceId(), draft -> draft.name("Renamed"));
        syncToItsEnd(connection);

        assertThat(api().get(at).at("/category")).isEqualTo("Loan " + key);
        assertThat(api().get(PATH + "?category=loan%20" + key).each("/assets", "id"))
                .containsExactly(at.replaceAll(".*/", ""));
    }

    private long asset(String key) {
        return api().post(PATH, "{'assetId':'A-%1$s','status':'in stock','serial':'S%1$s'}".formatted(key))
                .expect(201)
                .number("/id");
    }

    private long idOf(SimulatedDevice device) {
        return api().get(PATH + "?serial=" + device.serial()).number("/assets/0/id");
    }

    private static SimulatedDevice device(SimulatedIru tenant) {
        return tenant.fleet().devices().get(0);
    }
}
