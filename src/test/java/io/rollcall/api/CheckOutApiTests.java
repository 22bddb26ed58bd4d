package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckOutApiTests extends ApiTestBase {

    private static final String PATH = "/api/v1/assets";

    private String key;
    private String asset;
    private long ada;
    private long bob;
    private long berlin;

    @BeforeEach
    void make() {
        key = name();
        asset = api().post(PATH, "{'assetId':'A-" + key + "','status':'in stock'}")
                .expect(201)
                .location();
        berlin = api().post("/api/v1/locations", "{'name':'Berlin " + key + "'}")
                .expect(201)
                .number("/id");
        ada = person("Ada");
        bob = person("Bob");
    }

    @Test
    void A4_checksOutToAPersonByAnyOfTheirAddressesWhateverItsCase() {
        var out = api().post(asset + "/checkout", """
                        {'person':'SECOND.Ada.%s@example.COM','dueOn':'2027-01-31','note':'for the trip'}""".formatted(key)).expect(200);

        assertThat(out.at("/assignee/kind")).isEqualTo("person");
        assertThat(out.number("/assignee/id")).isEqualTo(ada);
        assertThat(out.at("/assignee/name")).isEqualTo("Ada " + key);
        assertThat(out.at("/assignee/origin")).isEqualTo("manual");
        assertThat(out.at("/assignee/dueOn")).isEqualTo("2027-01-31");
        assertThat(out.at("/assignee/note")).isEqualTo("for the trip");
        assertThat(out.etag()).isEqualTo("\"1\"");
        assertThat(api().get("/api/v1/people/" + ada).each("/assets", "assetId"))
                .containsExactly("A-" + key);
        assertThat(api().get(PATH + "?person=" + ada).each("/assets", "assetId"))
                .containsExactly("A-" + key);
        assertThat(api().get(PATH + "?q=Ada%20" + key).each("/assets", "assetId"))
                .containsExactly("A-" + key);
        assertThat(api().get(PATH + "?assignee=none&q=A-" + key).json().path("assets"))
                .isEmpty();
    }

    @Test
    void anAssetGoesFromOneToTheNextThroughACheckInAndTheHistoryKnowsBoth() {
        checkOut("{'person':" + ada + "}");
        checkOut("{'person':" + bob + "}");
        checkOut("{'location':'BERLIN " + key + "'}");
        var in = api().post(asset + "/checkin", "{'note':'came back'}").expect(200);

        assertThat(in.json().path("assignee").isNull()).isTrue();
        var history = api().get(asset + "/checkouts").expect(200);
        assertThat(history.each("", "name")).containsExactly("Berlin " + key, "Bob " + key, "Ada " + key);
        assertThat(history.each("", "kind")).containsExactly("location", "person", "person");
        assertThat(history.each("", "checkedInAt")).noneMatch("null"::equals);
        assertThat(history.each("", "checkedOutBy")).containsOnly("bootstrap");
        assertThat(history.json().get(0).path("note").asText()).isEqualTo("came back");
        var events = api().get(asset + "/history").expect(200);
        assertThat(events.each("", "kind"))
                .containsExactly(
                        "checked-in",
                        "checked-out",
                        "checked-in",
                        "checked-out",
                        "checked-in",
                        "checked-out",
                        "created");
        assertThat(events.json().get(3).at("/changes/0/field").asText()).isEqualTo("assignee");
        assertThat(events.json().get(3).at("/changes/0/old").asText()).isEqualTo("Ada " + key);
        assertThat(events.json().get(3).at("/changes/0/new").asText()).isEqualTo("Bob " + key);
        assertThat(jdbc.sql("select count(*) from checkout where checked_in_at is null and asset_id = "
                                + asset.replaceAll(".*/", ""))
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theSamePersonAgainOnlyGetsTheNewDueDateAndTwiceTheSameChangesNothing() {
        checkOut("{'person':" + ada + "}");
        var renewed = checkOut("{'person':" + ada + ",'dueOn':'2027-05-01'}");
        var again = checkOut("{'person':" + ada + ",'dueOn':'2027-05-01'}");

        assertThat(renewed.at("/assignee/dueOn")).isEqualTo("2027-05-01");
        assertThat(again.json()).isEqualTo(renewed.json());
        assertThat(api().get(asset + "/checkouts").json()).hasSize(1);
        assertThat(api().get(asset + "/history").each("", "kind")).containsExactly("updated", "checked-out", "created");
    }

    @Test
    void anAssetThatNobodyHasCantBeCheckedInAndAnArchivedOneNotOut() {
        assertThat(api().post(asset + "/checkin").expectProblem(409).at("/detail"))
                .contains("nobody");
        api().post(asset + "/archive").expect(200);
        assertThat(api().post(asset + "/checkout", "{'person':" + ada + "}")
                        .expectProblem(409)
                        .at("/detail"))
                .contains("archived", "Restore");
    }

    @Test
    void F39_nothingIsCheckedOutToThoseWhoAreArchived() {
        api().post("/api/v1/people/" + ada + "/archive").expect(200);
        api().post("/api/v1/locations/" + berlin + "/archive").expect(200);

        api().post(asset + "/checkout", "{'person':" + ada + "}").expectProblemAt("person");
        api().post(asset + "/checkout", "{'location':" + berlin + "}").expectProblemAt("location");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | person",
                "{'person':1,'location':1} | person",
                "{'person':999999999} | person",
                "{'person':'nobody@example.com'} | person",
                "{'person':'nonsense'} | person",
                "{'location':'nowhere'} | location",
                "{'person':1,'dueOn':'soon'} | dueOn",
                "{'person':1,'until':'soon'} | until"
            })
    void refusesACheckOutToNobodyInParticular(String body, String path) {
        api().post(asset + "/checkout", body).expectProblemAt(path);
    }

    @Test
    void E20_theAssetTakesOverThePersonsLocationAndDepartmentWhereThePolicySaysSo() {
        var tenant = tenant(2);
        synced(tenant, ",'policy':{'on-check-out':{'location':true,'department':true}}");
        var with = idOf(tenant.fleet().devices().get(0).serial());
        api().patch("/api/v1/people/" + ada, "{'location':'Berlin " + key + "','department':'Engines'}")
                .expect(200);

        var out = api().post(with + "/checkout", "{'person':" + ada + "}").expect(200);
        var byHand = checkOut("{'person':" + ada + "}");

        assertThat(out.at("/location")).isEqualTo("Berlin " + key);
        assertThat(out.at("/department")).isEqualTo("Engines");
        var changes = api().get(with + "/history").json().get(0).path("changes");
        assertThat(changes)
                .extracting(change -> change.path("field").asText())
                .containsExactly("assignee", "location", "department");
        assertThat(byHand.at("/location")).as("no connection leads it").isEmpty();
        var kept = api().post(with + "/checkout", "{'person':" + bob + "}").expect(200);
        assertThat(kept.at("/location")).as("Bob has no location").isEqualTo("Berlin " + key);
    }

    @Test
    void E5_E8_theNextSyncDecidesTheDeviceAnewAfterACheckOutAndACheckIn() {
        var tenant = tenant(2);
        synced(tenant, "");
        var serial = tenant.fleet().devices().get(0).serial();
        var at = idOf(serial);

        decided();
        api().post(at + "/checkout", "{'person':" + ada + "}").expect(200);
        assertThat(toDecide()).containsExactly(serial);
        decided();
        api().post(at + "/checkin").expect(200);
        assertThat(toDecide()).containsExactly(serial);
    }

    @Test
    void F41_ofTwoWhoCheckOutTheSameAssetAtOnceOneIsToldSo() throws Exception {
        var tag = api().get(asset).etag();
        var requests = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 8; i++) {
            var body = "{'person':" + (i % 2 == 0 ? ada : bob) + "}";
            requests.add(
                    () -> api().ifMatch(tag).post(asset + "/checkout", body).status());
        }
        var pool = Executors.newFixedThreadPool(8);
        try {
            var statuses = new ArrayList<Integer>();
            for (var done : pool.invokeAll(requests)) {
                statuses.add(done.get());
            }
            assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
        } finally {
            pool.shutdown();
        }
        assertThat(api().get(asset + "/checkouts").json()).hasSize(1);
    }

    @Test
    void theAuditLogKnowsTheNumbersOnly() {
        checkOut("{'person':" + ada + ",'note':'secret note'}");
        api().post(asset + "/checkin").expect(200);

        var log = api().get("/api/v1/audit?object=asset/" + asset.replaceAll(".*/", ""));

        assertThat(log.each("", "action")).containsExactly("asset.checkin", "asset.checkout", "asset.create");
        assertThat(log.json().get(1).at("/detail/person").asLong()).isEqualTo(ada);
        assertThat(log.text()).doesNotContain("Ada", "secret note");
    }

    private Answer checkOut(String body) {
        return api().post(asset + "/checkout", body).expect(200);
    }

    private long person(String first) {
        return api().post(
                        "/api/v1/people",
                        "{'firstName':'%1$s','lastName':'%2$s','emails':['%1$s.%2$s@example.com','second.%1$s.%2$s@example.com']}"
                                .formatted(first, key))
                .expect(201)
                .number("/id");
    }

    private String idOf(String serial) {
        return PATH + "/" + api().get(PATH + "?serial=" + serial).at("/assets/0/id");
    }

    private void decided() {
        jdbc.sql("update device set decide_again = false").update();
    }

    private List<String> toDecide() {
        return jdbc.sql("select serial from device where decide_again")
                .query(String.class)
                .list();
    }
}
