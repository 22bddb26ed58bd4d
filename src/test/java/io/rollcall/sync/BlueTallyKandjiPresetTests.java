package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.LoggedRequest;
import io.rollcall.demo.SimulatedUser;
import io.rollcall.inventory.AssetEdits;
import io.rollcall.inventory.CheckOuts;
import io.rollcall.inventory.Remark;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the preset bluetally-kandji promises, statement by statement. */
class BlueTallyKandjiPresetTests extends PresetTest {

    @Autowired
    AssetEdits edits;

    @Autowired
    CheckOuts checkOuts;

    private static final String PRESET = "bluetally-kandji";

    private static final String CATEGORY = "select name from category c where c.id = category_id";

    private final SimulatedUser ada = user("Ada Abbott", "ada@acme.example");
    private final SimulatedUser bob = user("Bob Brown", "bob@acme.example");

    private String connect(String overrides) {
        return connect(tenant, PRESET, overrides);
    }

    private long adaIsHere() {
        return hand.person("Ada", "Abbott", "ada@acme.example");
    }

    private long bobIsHere() {
        return hand.person("Bob", "Brown", "bob@acme.example");
    }

    /** E16 holds over all that is shown of this preset. */
    @AfterEach
    void nothingButGetHasLeft() {
        assertThat(tenant.requests().all()).extracting(LoggedRequest::method).allMatch("GET"::equals);
    }

    @Test
    void E3_nameThatIsMappedIsOverwrittenByEverySync() {
        device("SERIAL001");
        var connection = connect("{}");
        hand.edit("SERIAL001", "name = 'Ours'");

        sync(connection);

        assertThat(asset("SERIAL001", "name")).isEqualTo("Mac SERIAL001");
    }

    @Test
    void E3_nameThatIsNotMappedStays() {
        var device = device("SERIAL001");
        var connection = connect("{\"asset-name\": \"none\"}");
        hand.edit("SERIAL001", "name = 'Ours'");
        change(device, draft -> draft.name("Theirs"));

        sync(connection);

        assertThat(asset("SERIAL001", "name")).isEqualTo("Ours");
    }

    @Test
    void E3_nameThatBecomesMappedIsWrittenThoughTheDeviceHasNotChanged() {
        device("SERIAL001");
        var connection = connect("{\"asset-name\": \"none\"}");
        assertThat(asset("SERIAL001", "name")).isEmpty();
        override(connection, "{\"asset-name\": \"device-name\"}");

        assertThat(sync(connection).counts().updated()).isEqualTo(1);

        assertThat(asset("SERIAL001", "name")).isEqualTo("Mac SERIAL001");
        assertThat(sync(connection).counts().unchanged()).isEqualTo(1);
    }

    @Test
    void E4_firstDeviceOfAnIdKeepsItAndTheOthersAreReported() {
        device("SERIAL001", draft -> draft.name("Same"));
        device("SERIAL002", draft -> draft.name("Same"));
        device("SERIAL003", draft -> draft.name("Other"));
        var connection = connect("{\"asset-id\": \"device-name\"}");
        var first = column("select serial from asset where asset_id = 'Same'", String.class);

        for (var run : java.util.List.of(lastRun(connection), sync(connection))) {
            assertThat(run.counts().duplicate()).isEqualTo(1);
            assertThat(reasons(run, Remark.Kind.DUPLICATE))
                    .singleElement()
                    .asString()
                    .contains("Asset Same is already device ", "the first one in the list keeps it");
        }
        assertThat(first).hasSize(1);
        assertThat(column("select serial from asset where asset_id = 'Same'", String.class))
                .isEqualTo(first);
    }

    @Test
    void E5_checksOutToPeopleThatExistAndNamesTheUsersItDoesNotKnow() {
        adaIsHere();
        device("SERIAL001", user("Somebody", "ADA@acme.example"));
        device("SERIAL002", bob);

        var run = lastRun(connect("{}"));

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
        assertThat(holder("SERIAL002")).isEmpty();
        assertThat(people()).containsExactly("Ada/Abbott/ada@acme.example");
        assertThat(reasons(run, Remark.Kind.NOTICE))
                .containsExactly("SERIAL002: Its user bob@acme.example is nobody here, and this connection creates no"
                        + " people.");
    }

    @Test
    void E5_overridesACheckOutToAPersonThatWasMadeByHand() {
        adaIsHere();
        device("SERIAL001", ada);
        var connection = connect("{}");
        hand.checkOutToPerson("SERIAL001", bobIsHere());
        assertThat(holder("SERIAL001")).isEqualTo("Bob Brown by hand");

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
        assertThat(column(
                        "select c ->> 'rule' from asset_event e, jsonb_array_elements(changes) c where c ->> 'old' ="
                                + " 'Bob Brown'",
                        String.class))
                .containsExactly("E5: the device's user comes before a check-out by hand");
    }

    @Test
    void E6_mergesAnAssetOfTheSameIdWithItsHistoryAndDetails() {
        hand.asset("SERIAL001", "");
        jdbc.sql("update asset set notes = 'Bought in 2020'").update();
        device("SERIAL001");

        var run = lastRun(connect("{}"));

        assertThat(run.counts().updated()).isEqualTo(1);
        assertThat(asset("SERIAL001", "notes || '/' || status || '/' || name"))
                .isEqualTo("Bought in 2020/in stock/Mac SERIAL001");
        assertThat(column("select kind from asset_event order by id", String.class))
                .containsExactly("created", "updated");
    }

    @Test
    void E6_optionLeavesSuchAnAssetAloneAndReportsIt() {
        hand.asset("SERIAL001", "SERIAL001");
        device("SERIAL001");
        device("SERIAL002");
        var connection = connect("{\"existing\": \"leave\"}");

        for (var run : java.util.List.of(lastRun(connection), sync(connection))) {
            assertThat(run.counts().skipped()).isEqualTo(1);
            assertThat(reasons(run, Remark.Kind.SKIPPED))
                    .containsExactly("SERIAL001: Asset SERIAL001 was here before and this connection leaves such assets"
                            + " alone (existing: leave): it is neither merged nor synced.");
        }
        assertThat(asset("SERIAL001", "name || '/' || status")).isEqualTo("/in stock");
        assertThat(column("select serial from asset order by 1", String.class))
                .containsExactly("SERIAL001", "SERIAL002");
    }

    @Test
    void E7_assetFollowsTheDeviceToItsNewUser() {
        adaIsHere();
        bobIsHere();
        var device = device("SERIAL001", ada);
        var connection = connect("{}");
        change(device, draft -> draft.user(bob));

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Bob Brown");
        assertThat(column("select check_in_rule from checkout where checked_in_at is not null", String.class))
                .containsExactly("E7: the device's user changed");
    }

    @Test
    void E7_optionOffLeavesItWithWhoHasIt() {
        adaIsHere();
        bobIsHere();
        var device = device("SERIAL001", ada);
        var connection = connect("{\"assignee\": {\"change\": \"fill\"}}");
        change(device, draft -> draft.user(bob));

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
    }

    @Test
    void E8_optionChecksInWhatADeviceWithoutAUserHadAlsoWhereItWasCheckedOutByHand() {
        adaIsHere();
        var carl = hand.person("Carl", "Carter", "carl@acme.example");
        var bySync = device("SERIAL001", ada);
        var byHand = device("SERIAL002", bob);
        var connection = connect("{\"assignee\": {\"removed\": \"check-in\"}}");
        hand.checkOutToPerson("SERIAL002", carl);
        change(bySync, draft -> draft.noUser());
        change(byHand, draft -> draft.noUser());

        sync(connection);

        assertThat(holder("SERIAL001")).isEmpty();
        assertThat(holder("SERIAL002")).isEmpty();
    }

    @Test
    void E8_optionOffLeavesItWithWhoHasIt() {
        adaIsHere();
        var device = device("SERIAL001", ada);
        var connection = connect("{}");
        change(device, draft -> draft.noUser());

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
    }

    @Test
    void E9_assetThatALocationHasIsNeitherCheckedInNorOut() {
        adaIsHere();
        var berlin = hand.location("Berlin");
        var losesUser = device("SERIAL001", ada);
        var getsUser = device("SERIAL002");
        var connection = connect("{\"assignee\": {\"removed\": \"check-in\"}}");
        hand.checkOutToLocation("SERIAL001", berlin);
        hand.checkOutToLocation("SERIAL002", berlin);
        change(losesUser, draft -> draft.noUser());
        change(getsUser, draft -> draft.user(ada));

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Berlin by hand");
        assertThat(holder("SERIAL002")).isEqualTo("Berlin by hand");
    }

    @Test
    void E11_makesOneProductAModelByAppleInTheDefaultCategory() {
        device("SERIAL001");
        device("SERIAL002");
        device("SERIAL003", draft -> draft.model(PHONE));

        connect("{}");

        assertThat(column("""
                        select p.name || '/' || m.name || '/' || c.name from product p
                        join manufacturer m on m.id = p.manufacturer_id join category c on c.id = p.category_id
                        order by 1
                        """, String.class))
                .containsExactly("MacBook Air (13-inch, M3, 2024)/Apple/Kandji", "iPhone 15 Pro Max/Apple/Kandji");
        assertThat(column("select name from manufacturer", String.class)).containsExactly("Apple");
        assertThat(asset("SERIAL002", "select name from product p where p.id = product_id"))
                .isEqualTo("MacBook Air (13-inch, M3, 2024)");
    }

    @Test
    void E11_newDevicesFollowTheCategoryTheirProductWasGivenHere() {
        device("SERIAL001");
        var connection = connect("{}");
        jdbc.sql("insert into category (name) values ('Laptops')").update();
        jdbc.sql("update product set category_id = (select id from category where name = 'Laptops')")
                .update();
        device("SERIAL002");
        device("SERIAL003", draft -> draft.model(PHONE));

        sync(connection);

        assertThat(asset("SERIAL002", CATEGORY)).isEqualTo("Laptops");
        assertThat(asset("SERIAL003", CATEGORY)).isEqualTo("Kandji");
        assertThat(count("select count(*) from product")).isEqualTo(2);
    }

    @Test
    void E15_syncsEvery10Minutes() {
        startsEvery(connect("{}"), Duration.ofMinutes(10));
    }

    @Test
    void E16_whatPeopleChangeHereIsNotEvenKeptForSending() {
        hand.person("Ada", "Abbott", "ada@acme.example");
        device("SERIAL001");
        var connection = connect("{}");
        var desk = new Desk(jdbc, edits, checkOuts);

        desk.checkOut("SERIAL001", "ada@acme.example");
        sync(connection);
        desk.checkIn("SERIAL001");
        sync(connection);

        assertThat(count("select count(*) from outbox")).isZero();
        assertThat(tenant.requests().all()).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void E16_noRequestOtherThanGetEverLeaves() {
        var person = adaIsHere();
        var device = device("SERIAL001", ada);
        device("SERIAL002");
        var connection = connect("{}");
        hand.checkOutToPerson("SERIAL002", person);
        hand.checkIn("SERIAL001");
        hand.edit("SERIAL001", "asset_tag = 'OURS', name = 'Ours'");
        change(device, draft -> draft.name("Renamed"));

        sync(connection);

        assertThat(tenant.requests().all())
                .hasSizeGreaterThan(4)
                .extracting(LoggedRequest::method)
                .containsOnly("GET");
    }

    @Test
    void E17_wipedDeviceStaysOneAssetWithItsLastUserUntilItIsAssignedAnew() {
        adaIsHere();
        bobIsHere();
        var device = device("SERIAL001", ada);
        var connection = connect("{}");

        change(device, draft -> draft.reEnrolled(Instant.parse("2026-01-10T08:00:00Z")));
        sync(connection);
        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");

        tenant.fleet().remove(device.deviceId());
        var again = device("SERIAL001");
        sync(connection);
        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");

        change(again, draft -> draft.user(bob));
        sync(connection);
        assertThat(holder("SERIAL001")).isEqualTo("Bob Brown");
        assertThat(count("select count(*) from asset")).isEqualTo(1);
    }

    @Test
    void E20_optionSetsLocationAndDepartmentOfThePersonOnCheckOut() {
        var person = adaIsHere();
        jdbc.sql("update person set department = 'Sales', location_id = ? where id = ?")
                .params(hand.location("Berlin"), person)
                .update();
        device("SERIAL001", ada);
        var where = "(select name from location l where l.id = location_id) || '/' || department";

        var connection = connect("{\"on-check-out\": {\"location\": true, \"department\": true}}");
        assertThat(asset("SERIAL001", where)).isEqualTo("Berlin/Sales");

        bobIsHere();
        var other = device("SERIAL002");
        sync(connection);
        change(other, draft -> draft.user(ada));
        sync(connection);
        assertThat(asset("SERIAL002", where)).isEqualTo("Berlin/Sales");
    }

    @Test
    void E20_assetKeepsItsPlaceAndDepartmentWithoutTheOption() {
        var person = adaIsHere();
        jdbc.sql("update person set department = 'Sales', location_id = ? where id = ?")
                .params(hand.location("Berlin"), person)
                .update();
        device("SERIAL001", ada);

        connect("{}");

        assertThat(asset("SERIAL001", "location_id")).isEmpty();
        assertThat(asset("SERIAL001", "department")).isEmpty();
    }

    @Test
    void E21_severalTenantsAreConnectedAtOnce() {
        var other = tenant(0);
        other.fleet().add(draft -> draft.serial("SERIAL002").model(PHONE).name("Same"));
        device("SERIAL001", draft -> draft.name("Same"));
        var first = connect("{\"asset-id\": \"device-name\"}");

        var second = connect(other, PRESET, "{\"asset-id\": \"device-name\"}");

        assertThat(lastRun(first).counts().created()).isEqualTo(1);
        assertThat(reasons(lastRun(second), Remark.Kind.DUPLICATE))
                .containsExactly(
                        "SERIAL002: Its asset ID would be Same, but the asset of this ID has another serial number"
                                + " (SERIAL001). Rename one of the two.");
        other.fleet().add(draft -> draft.serial("SERIAL003").model(PHONE).name("Third"));
        assertThat(sync(second).counts().created()).isEqualTo(1);
        assertThat(sync(first).counts().unchanged()).isEqualTo(1);
        assertThat(column("select serial from asset order by 1", String.class))
                .containsExactly("SERIAL001", "SERIAL003");
    }
}
