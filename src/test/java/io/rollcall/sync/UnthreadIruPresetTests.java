package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.inventory.Remark;
import org.junit.jupiter.api.Test;

/** What the preset unthread-iru promises of a list-only sync, statement by statement. */
class UnthreadIruPresetTests extends PresetTest {

    private static final String PRESET = "unthread-iru";

    private static final String DETAILS = "/api/v1/devices/*/details";

    private static final String CATEGORY = "select name from category c where c.id = category_id";

    private String connect(String overrides) {
        return connect(tenant, PRESET, overrides);
    }

    private void oneOfEachKind() {
        device("SERIAL001");
        device("SERIAL002", draft -> draft.model(DESKTOP));
        device("SERIAL003", draft -> draft.model(TABLET));
        device("SERIAL004", draft -> draft.model(PHONE));
        device("SERIAL005", draft -> draft.model(TELEVISION));
        device("SERIAL006", draft -> draft.model(UNHEARD_OF));
    }

    @Test
    void D2_syncsDevicesOfEveryType() {
        oneOfEachKind();

        assertThat(lastRun(connect("{}")).counts()).isEqualTo(new Run.Counts(6, 6, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void D2_optionLimitsTheTypes() {
        oneOfEachKind();

        var run = lastRun(connect("{\"types\": [\"laptop\", \"phone\"]}"));

        assertThat(column("select serial from asset order by 1", String.class))
                .containsExactly("SERIAL001", "SERIAL004");
        assertThat(reasons(run, Remark.Kind.SKIPPED))
                .hasSize(4)
                .contains("SERIAL002: Devices of type desktop are outside of what this connection syncs (types).");
    }

    @Test
    void D3_computerHasWhatTheListSaysOfItAndItsUser() {
        device("SERIAL001", draft -> draft.assetTag("TAG-1").user(user("Ada Abbott", "ada@acme.example")));

        connect("{}");

        assertThat(column("""
                        select concat_ws('|', name, serial, asset_tag, mdm_state, make, model, os_name, os_version, os_build)
                        from asset
                        """, String.class))
                .containsExactly("Mac SERIAL001|SERIAL001|TAG-1|managed|Apple|MacBook Air|macOS|15.6.1|24G90");
        assertThat(column(
                        "select (attributes ->> 'user-email') || '|' || (attributes ->> 'user-name') from device",
                        String.class))
                .containsExactly("ada@acme.example|Ada Abbott");
    }

    @Test
    void D4_mobileDeviceHasWhatTheListSaysOfItAndItsUser() {
        device("SERIAL001", draft -> draft.model(PHONE).assetTag("TAG-1").user(user("Ada Abbott", "ada@acme.example")));

        connect("{}");

        assertThat(column(
                        "select concat_ws('|', name, serial, asset_tag, model, os_version, os_build) from asset",
                        String.class))
                .containsExactly("Mac SERIAL001|SERIAL001|TAG-1|iPhone 15 Pro Max|18.6.2|22G100");
        assertThat(column(
                        "select (attributes ->> 'user-email') || '|' || (attributes ->> 'user-name') from device",
                        String.class))
                .containsExactly("ada@acme.example|Ada Abbott");
    }

    @Test
    void D5_syncsDailyAndWheneverItIsAsked() {
        device("SERIAL001");
        var connection = connect("{}");
        startsAt(connection, "0 0 2 * * ?", "Etc/UTC");
        device("SERIAL002");

        var run = sync(connection);

        assertThat(run.trigger()).isEqualTo(Trigger.API);
        assertThat(run.counts().created()).isEqualTo(1);
    }

    @Test
    void D6_categoryIsTheTypeOfTheModelOnAListOnlySync() {
        oneOfEachKind();

        connect("{}");

        assertThat(column(
                        "select (" + CATEGORY + ") from asset where serial < 'SERIAL005' order by serial",
                        String.class))
                .containsExactly("Laptop", "Desktop", "Tablet", "Phone");
    }

    @Test
    void D6_categoryComesFromTheModelIdentifierWhereDetailsAreRead() {
        device("SERIAL001", draft -> draft.model(mac("Mac", "Mac14,2")));
        device("SERIAL002", draft -> draft.model(mac("Mac", "Mac14,3")));
        device("SERIAL003", draft -> draft.model(mac("Mac", "MacBookPro18,3")));

        connect("{\"details\": {\"mode\": \"changed\"}}");

        assertThat(column("select (" + CATEGORY + ") from asset order by serial", String.class))
                .containsExactly("Laptop", "Desktop", "Laptop");
    }

    @Test
    void D7_linksByAddressAndCreatesNobody() {
        hand.person("Ada", "Abbott", "ada@acme.example");
        device("SERIAL001", user("Ada Abbott", "Ada@Acme.example"));
        device("SERIAL002", user("Bob Brown", "bob@acme.example"));

        connect("{}");

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
        assertThat(holder("SERIAL002")).isEmpty();
        assertThat(people()).containsExactly("Ada/Abbott/ada@acme.example");
    }

    @Test
    void D7_showsWhetherADeviceIsManaged() {
        device("SERIAL001");
        tenant.fleet().addRaw("""
                {"device_id": "00000000-0000-4000-8000-000000000002", "device_name": "Gone", "model": "iPhone 15",
                 "serial_number": "SERIAL002", "platform": "iPhone", "os_version": "18.6", "mdm_enabled": false,
                 "user": "", "asset_tag": "", "is_missing": false, "is_removed": false}
                """, "{}");

        connect("{}");

        assertThat(column("select mdm_state from asset order by serial", String.class))
                .containsExactly("managed", "unmanaged");
    }

    @Test
    void D10_asksForNothingButTheListAndCountsItsCalls() {
        for (var number = 10; number < 15; number++) {
            device("SERIAL0" + number);
        }
        var connection = connect("{\"page-size\": 2}");
        tenant.requests().clear();
        tenant.fleet().devices().forEach(device -> change(device, draft -> draft.name("Renamed " + device.serial())));

        var run = sync(connection);

        assertThat(run.counts().updated()).isEqualTo(5);
        assertThat(run.apiCalls()).isEqualTo(3);
        assertThat(tenant.requests().total()).isEqualTo(3);
        assertThat(tenant.requests().matching(DETAILS)).isEmpty();
    }
}
