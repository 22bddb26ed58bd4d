package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.inventory.Remark;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the preset allwhere-jamf promises: what allwhere-iru does, with Jamf Pro, and what it does otherwise. */
class AllwhereJamfPresetTests extends JamfPipelineTest {

    private SimulatedJamf server;
    private Hand hand;

    @BeforeEach
    void begin() {
        server = jamf(0, 0);
        hand = new Hand(jdbc);
    }

    /** A managed MacBook. */
    private int computer(String serial, String user, String email) {
        var id = server.fleet().add(Kind.COMPUTER);
        change(id, record -> {
            record.withObject("/general").withObject("/remoteManagement").put("managed", true);
            record.withObject("/hardware")
                    .put("serialNumber", serial)
                    .put("model", "MacBook Pro (14-inch, M3, Nov 2023)")
                    .put("modelIdentifier", "Mac15,3")
                    .put("totalRamMegabytes", 8192);
            user(record, "realname", user, "email", email);
        });
        return id;
    }

    private void mobileDevice(String serial, String user, String email) {
        var id = server.fleet().add(Kind.MOBILE_DEVICE);
        server.fleet().update(Kind.MOBILE_DEVICE, id, record -> {
            record.withObject("/general").put("managed", true);
            record.withObject("/hardware")
                    .put("serialNumber", serial)
                    .put("model", "iPhone 15")
                    .put("modelIdentifier", "iPhone15,4");
            user(record, "realName", user, "emailAddress", email);
        });
    }

    private static void user(ObjectNode record, String nameKey, String name, String emailKey, String email) {
        record.withObject("/userAndLocation").put(nameKey, name).put(emailKey, email);
    }

    private void change(int computer, Consumer<ObjectNode> change) {
        server.fleet().update(Kind.COMPUTER, computer, change);
    }

    private List<String> assets(String columns) {
        return column("select concat_ws('|', " + columns + ") from asset a order by serial", String.class);
    }

    private List<String> holders() {
        return column("""
                select a.serial || ': ' || trim(p.first_name || ' ' || p.last_name)
                from checkout o join asset a on a.id = o.asset_id join person p on p.id = o.person_id
                where o.checked_in_at is null order by 1
                """, String.class);
    }

    private List<String> reasons(Run run, Remark.Kind kind) {
        return ledger.remarks(run.id(), 0, 100).stream()
                .filter(remark -> remark.remark().kind() == kind)
                .map(remark -> remark.remark().serial() + ": " + remark.remark().reason())
                .toList();
    }

    @Test
    void B1_A2_A3_A8_computersAndMobileDevicesBecomeAllocatedAssetsWithTheModelTakenApart() {
        computer("SERIAL001", "", "");
        mobileDevice("SERIAL002", "", "");
        computer("", "", "");

        var run = lastRun(connect(server, "{}"));

        assertThat(run.counts()).isEqualTo(new Run.Counts(3, 2, 0, 0, 1, 0, 0, 0));
        assertThat(assets("serial, type, status, model, display_size, release_date"))
                .containsExactly(
                        "SERIAL001|laptop|allocated|MacBook Pro|14\"|2023-11", "SERIAL002|phone|allocated|iPhone 15");
        assertThat(reasons(run, Remark.Kind.SKIPPED))
                .containsExactly(": It has no usable serial number, which a new asset needs.");
    }

    @Test
    void B1_A4_A5_A6_A10_usersAreFoundOrCreatedOrNoticed() {
        hand.person("Ada", "Abbott", "ada@acme.example");
        computer("SERIAL001", "Somebody", "ADA@acme.example");
        mobileDevice("SERIAL002", "Bob Maria Brown", "bob@acme.example");
        computer("SERIAL003", "Reception", "reception@acme.example");
        computer("SERIAL004", "", "");

        var run = lastRun(connect(server, "{}"));

        assertThat(holders()).containsExactly("SERIAL001: Ada Abbott", "SERIAL002: Bob Maria Brown");
        assertThat(column("select first_name || '/' || last_name from person order by 1", String.class))
                .containsExactly("Ada/Abbott", "Bob Maria/Brown");
        assertThat(reasons(run, Remark.Kind.NOTICE))
                .containsExactly("SERIAL003: Its user reception@acme.example is nobody here, and a new person needs an"
                        + " e-mail address, a first and a last name.");
        assertThat(assets("status")).containsOnly("allocated").hasSize(4);
    }

    @Test
    void B1_A7_matchBySerialNumberOverwritesTheListedFieldsOnly() {
        hand.asset("INV-1", "SERIAL001");
        hand.edit(
                "SERIAL001",
                "name = 'Ours', asset_tag = 'OURS', memory = '1 GB', imei = 'I', keyboard_language = 'German'");
        var id = computer("SERIAL001", "", "");

        connect(server, "{}");

        assertThat(assets("asset_id, name, asset_tag, memory, model, imei, keyboard_language"))
                .containsExactly("INV-1|Ours|OURS|8 GB|MacBook Pro|I|German");
        assertThat(column("select source_id from device", String.class)).containsExactly("computer-" + id);
    }

    @Test
    void B2_newAssetNeedsToBeManagedAndOneThatExistsIsUpdatedAndShownAsUnmanaged() {
        var first = computer("SERIAL001", "", "");
        var second = computer("SERIAL002", "", "");
        change(second, AllwhereJamfPresetTests::unmanaged);
        var connection = connect(server, "{}");
        assertThat(reasons(lastRun(connection), Remark.Kind.SKIPPED))
                .containsExactly("SERIAL002: It is not managed, which a new asset needs.");

        change(first, AllwhereJamfPresetTests::unmanaged);
        change(first, record -> record.withObject("/hardware").put("totalRamMegabytes", 16384));
        sync(connection);

        assertThat(assets("serial, mdm_state, memory")).containsExactly("SERIAL001|unmanaged|16 GB");
    }

    private static void unmanaged(ObjectNode record) {
        record.withObject("/general").withObject("/remoteManagement").put("managed", false);
    }

    @Test
    void B4_assigneeLocationStatusAndConditionOfAnAssetThatExistsStayOurs() {
        var handedOn = computer("SERIAL001", "Ada Abbott", "ada@acme.example");
        var handedIn = computer("SERIAL002", "Ada Abbott", "ada@acme.example");
        var connection = connect(server, "{}");
        hand.edit("SERIAL001", "location_id = ?, status = 'in repair', condition = 'poor'", hand.location("Berlin"));
        change(handedOn, record -> user(record, "realname", "Bob Brown", "email", "bob@acme.example"));
        change(handedIn, record -> user(record, "realname", "", "email", ""));

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);

        assertThat(holders()).containsExactly("SERIAL001: Ada Abbott", "SERIAL002: Ada Abbott");
        assertThat(assets("serial, (select name from location l where l.id = location_id), status, condition"))
                .containsExactly("SERIAL001|Berlin|in repair|poor", "SERIAL002|allocated|");
        assertThat(column("select last_name from person order by 1", String.class))
                .containsExactly("Abbott", "Brown");
    }
}
