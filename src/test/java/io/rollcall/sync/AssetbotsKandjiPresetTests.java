package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the preset assetbots-kandji promises of the way in, statement by statement. */
class AssetbotsKandjiPresetTests extends PresetTest {

    private static final String PRESET = "assetbots-kandji";

    private static final String CATEGORY = "select name from category c where c.id = category_id";

    private String connect(String overrides) {
        return connect(tenant, PRESET, overrides);
    }

    @Test
    void C1_devicesUsersAndAssignmentsBecomeAssetsPeopleAndCheckOuts() {
        device("SERIAL001", user("Ada Abbott", "ada@acme.example"));
        device("SERIAL002", user("Reception", "reception@acme.example"));
        device("SERIAL003");

        var run = lastRun(connect("{}"));

        assertThat(run.counts().created()).isEqualTo(3);
        assertThat(people()).containsExactly("/Reception/reception@acme.example", "Ada/Abbott/ada@acme.example");
        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
        assertThat(holder("SERIAL002")).isEqualTo("Reception");
        assertThat(holder("SERIAL003")).isEmpty();
    }

    @Test
    void C1_checkOutsFollowTheDevicesUser() {
        var handedOn = device("SERIAL001", user("Ada Abbott", "ada@acme.example"));
        var handedIn = device("SERIAL002", user("Ada Abbott", "ada@acme.example"));
        var connection = connect("{}");
        change(handedOn, draft -> draft.user(user("Bob Brown", "bob@acme.example")));
        change(handedIn, draft -> draft.noUser());

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Bob Brown");
        assertThat(holder("SERIAL002")).isEmpty();
        assertThat(count("select count(*) from checkout where checked_in_at is not null"))
                .isEqualTo(2);
    }

    @Test
    void C7_importedDevicesGetTheDefaultCategoryWhichIsMade() {
        device("SERIAL001");
        connect("{\"category\": {\"default\": \"From Kandji\"}}");

        assertThat(asset("SERIAL001", CATEGORY)).isEqualTo("From Kandji");
    }

    @Test
    void C7_sourcePropertyMayNameTheCategory() {
        device("SERIAL001");
        device("SERIAL002", draft -> draft.model(PHONE));
        connect("{\"category\": {\"from\": \"platform\"}}");

        assertThat(asset("SERIAL001", CATEGORY)).isEqualTo("Mac");
        assertThat(asset("SERIAL002", CATEGORY)).isEqualTo("iPhone");
    }

    @Test
    void C7_laterSyncKeepsACategoryThatWasChangedHere() {
        var device = device("SERIAL001");
        var connection = connect("{}");
        assertThat(asset("SERIAL001", CATEGORY)).isEqualTo("Devices");
        jdbc.sql("insert into category (name) values ('Ours')").update();
        hand.edit("SERIAL001", "category_id = (select id from category where name = 'Ours')");
        change(device, draft -> draft.name("Renamed").model(PHONE));

        sync(connection);

        assertThat(asset("SERIAL001", "name")).isEqualTo("Renamed");
        assertThat(asset("SERIAL001", CATEGORY)).isEqualTo("Ours");
    }

    @Test
    void C9_enablingStartsTheFirstSyncAndItsFirstDevicesAreSeenBeforeTheLastOnesAreRead() {
        for (var number = 10; number < 19; number++) {
            device("SERIAL0" + number);
        }
        var seenMeanwhile = new AtomicInteger();
        tenant.faults().on("/api/v1/devices").after(3).answer(Fault.meanwhile(() -> {
            await(() -> count("select count(*) from asset") > 0);
            seenMeanwhile.set(count("select count(*) from asset"));
        }));

        var connection = connect("{\"page-size\": 3}");

        var run = lastRun(connection);
        assertThat(run.trigger()).isEqualTo(Trigger.ENABLED);
        assertThat(run.counts().created()).isEqualTo(9);
        assertThat(seenMeanwhile.get()).isBetween(3, 6);
        assertThat(ledger.newest(Optional.of(connection), 9)).hasSize(1);
    }

    @Test
    void C10_syncsEvery20Minutes() {
        startsEvery(connect("{}"), Duration.ofMinutes(20));
    }

    @Test
    void C11_peopleAreFoundByAddressThenByNameElseCreated() {
        hand.person("Ada", "Abbott", "ada@acme.example");
        hand.person("Bob", "Brown", "bob@private.example");
        hand.person("Carl", "Carter", "other@acme.example");
        device("SERIAL001", user("Carl Carter", "ADA@acme.example"));
        device("SERIAL002", user("bob BROWN", "bob@acme.example"));
        device("SERIAL003", user("Dora Dean", "dora@acme.example"));

        connect("{}");

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
        assertThat(holder("SERIAL002")).isEqualTo("Bob Brown");
        assertThat(holder("SERIAL003")).isEqualTo("Dora Dean");
        assertThat(people())
                .containsExactly(
                        "Ada/Abbott/ada@acme.example",
                        "Bob/Brown/bob@private.example bob@acme.example",
                        "Carl/Carter/other@acme.example",
                        "Dora/Dean/dora@acme.example");
    }
}
