package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.inventory.Remark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the preset allwhere-iru promises, statement by statement, from a tenant's answers to what is in the tables. */
class AllwhereIruPresetTests extends PresetTest {

    private static final String PRESET = "allwhere-iru";

    private String connect(String overrides) {
        return connect(tenant, PRESET, overrides);
    }

    @Test
    void A1_syncsOnceADayAtATimeThatCanBeSet() {
        startsAt(connect("{}"), "0 0 2 * * ?", "Etc/UTC");
        startsAt(
                connect("{\"schedule\": {\"cron\": \"0 30 6 * * ?\", \"zone\": \"Europe/Berlin\"}}"),
                "0 30 6 * * ?",
                "Europe/Berlin");
    }

    @Test
    void A2_devicesWithASerialNumberAndATypeBecomeAssetsAndTheOthersAreListedWithTheReason() {
        device("SERIAL001");
        device("SERIAL002", draft -> draft.model(DESKTOP));
        device("SERIAL003", draft -> draft.model(TABLET));
        device("SERIAL004", draft -> draft.model(PHONE));
        device("SERIAL005", draft -> draft.model(TELEVISION));
        device("", draft -> draft.name("No serial"));
        device("SERIAL006", draft -> draft.model(UNHEARD_OF));

        var run = lastRun(connect("{}"));

        assertThat(run.counts()).isEqualTo(new Run.Counts(7, 5, 0, 0, 2, 0, 0, 0));
        assertThat(column("select type from asset order by serial", String.class))
                .containsExactly("laptop", "desktop", "tablet", "phone", "tv");
        assertThat(reasons(run, Remark.Kind.SKIPPED))
                .containsExactlyInAnyOrder(
                        ": It has no usable serial number, which a new asset needs.",
                        "SERIAL006: Its type can't be told from model and operating system, which a new asset needs.");
    }

    @Test
    void A3_everyAssetThatTheSyncCreatesIsAllocated() {
        device("SERIAL001");
        device("SERIAL002", user("Ada Abbott", "ada@acme.example"));

        connect("{}");

        assertThat(column("select status from asset", String.class)).containsExactly("allocated", "allocated");
    }

    @Test
    void A4_personWithAnyOfTheUsersAddressesBecomesTheAssigneeWhateverTheCase() {
        hand.person("Ada", "Abbott", "Ada@Private.example", "ada@acme.example");
        device("SERIAL001", user("A. Abbott", "ADA@acme.example"));

        connect("{}");

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
        assertThat(people()).containsExactly("Ada/Abbott/Ada@Private.example ada@acme.example");
    }

    @Test
    void A5_userWithAddressAndBothNamesIsCreatedAndLinked() {
        device("SERIAL001", user("Ada Maria Abbott", "ada@acme.example"));
        device("SERIAL002", user("Ada Maria Abbott", "ada@acme.example"));

        connect("{}");

        assertThat(people()).containsExactly("Ada Maria/Abbott/ada@acme.example");
        assertThat(holder("SERIAL001")).isEqualTo("Ada Maria Abbott");
        assertThat(holder("SERIAL002")).isEqualTo("Ada Maria Abbott");
    }

    @Test
    void A5_newUserOfAnAssetThatExistsIsCreatedButNotLinked() {
        var device = device("SERIAL001");
        var connection = connect("{}");
        change(device, draft -> draft.user(user("Ada Abbott", "ada@acme.example")));

        sync(connection);

        assertThat(people()).containsExactly("Ada/Abbott/ada@acme.example");
        assertThat(holder("SERIAL001")).isEmpty();
    }

    @Test
    void A5_A10_singleWordIsNoFullNameSoThatNobodyIsCreatedAndANoticeSaysSo() {
        device("SERIAL001", user("Reception", "reception@acme.example"));

        var run = lastRun(connect("{}"));

        assertThat(people()).isEmpty();
        assertThat(reasons(run, Remark.Kind.NOTICE))
                .containsExactly("SERIAL001: Its user reception@acme.example is nobody here, and a new person needs an"
                        + " e-mail address, a first and a last name.");
    }

    @Test
    void A6_withoutAddressTheAssetIsCreatedAllocatedAndWithoutAssignee() {
        device("SERIAL001");
        device("SERIAL002", user("Reception", "reception@acme.example"));

        var run = lastRun(connect("{}"));

        assertThat(run.counts().created()).isEqualTo(2);
        assertThat(column("select status from asset", String.class)).containsOnly("allocated");
        assertThat(holder("SERIAL001")).isEmpty();
        assertThat(holder("SERIAL002")).isEmpty();
        assertThat(reasons(run, Remark.Kind.NOTICE)).singleElement().asString().startsWith("SERIAL002: ");
    }

    @Test
    void A7_matchBySerialNumberOverwritesTheListedFieldsAndBlanksNothing() {
        hand.asset("INV-1", "serial001");
        hand.edit(
                "serial001",
                "name = 'Ours', asset_tag = 'OURS', memory = '1 GB', model = 'Old', os_version = '1.0', imei = 'I',"
                        + " keyboard_language = 'German', storage_type = 'SSD', model_number = 'N', color = 'Pink'");
        var device = device("SERIAL001", draft -> draft.assetTag("THEIRS"));

        var run = lastRun(connect("{}"));

        assertThat(run.counts()).isEqualTo(new Run.Counts(1, 0, 1, 0, 0, 0, 0, 0));
        assertThat(column("""
                        select concat_ws('|', asset_id, name, asset_tag, make, model, display_size, release_date, os_name,
                               os_version, os_build, imei, keyboard_language, storage_type, model_number)
                        from asset
                        """, String.class))
                .containsExactly(
                        "INV-1|Ours|OURS|Apple|MacBook Air|13\"|2024|macOS|15.6.1|24G90|I|German|SSD|Mac15,12");
        assertThat(asset("SERIAL001", "memory")).isNotEqualTo("1 GB").endsWith("GB");
        assertThat(column("select source_id from device", String.class)).containsExactly(device.deviceId());
        assertThat(column(
                        "select c ->> 'field' from asset_event e, jsonb_array_elements(changes) c where kind = 'updated'",
                        String.class))
                .isSubsetOf(
                        "serial",
                        "leader",
                        "product",
                        "color",
                        "display-size",
                        "make",
                        "memory",
                        "model",
                        "model-number",
                        "os-name",
                        "os-version",
                        "os-build",
                        "processor",
                        "processor-frequency",
                        "release-date",
                        "storage");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MacBook Pro (13-inch, 2018)         | Mac15,12 | MacBook Pro              | 13"  | 2018
            MacBook Pro (14-inch, M3, Nov 2023) | Mac15,3  | MacBook Pro              | 14"  | 2023-11
            iPad Pro (11-inch) (4th generation) | iPad14,3 | iPad Pro (4th generation) | 11" | ''
            Mac mini (Late 2014)                | Mac16,10 | Mac mini                 | ''   | Late 2014
            iPhone 15 Pro Max                   | iPhone16,2 | iPhone 15 Pro Max      | ''   | ''
            """)
    void A8_modelIsTakenApartAndWhatCanNotBeStaysWhole(
            String text, String identifier, String model, String size, String released) {
        device("SERIAL001", draft -> draft.model(mac(text, identifier)));

        connect("{}");

        assertThat(asset("SERIAL001", "model")).isEqualTo(model);
        assertThat(asset("SERIAL001", "display_size")).isEqualTo(size);
        assertThat(asset("SERIAL001", "release_date")).isEqualTo(released);
    }

    @Test
    void A9_assigneeLocationStatusAndConditionOfAnAssetThatExistsAreOurs() {
        var ada = user("Ada Abbott", "ada@acme.example");
        var bob = user("Bob Brown", "bob@acme.example");
        var changed = device("SERIAL001", ada);
        var lost = device("SERIAL002", ada);
        var connection = connect("{}");
        var berlin = hand.location("Berlin");
        hand.edit("SERIAL001", "location_id = ?, status = 'in repair', condition = 'poor'", berlin);
        change(changed, draft -> draft.user(bob).name("Renamed").os("15.7", "24H1"));
        change(lost, draft -> draft.noUser());

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Ada Abbott");
        assertThat(holder("SERIAL002")).isEqualTo("Ada Abbott");
        assertThat(asset("SERIAL001", "os_version")).isEqualTo("15.7");
        assertThat(asset(
                        "SERIAL001",
                        "(select name from location l where l.id = location_id) || '/' || status || '/' || condition"))
                .isEqualTo("Berlin/in repair/poor");
    }

    @Test
    void A9_optionLetsTheMdmUpdateTheAssignee() {
        var device = device("SERIAL001", user("Ada Abbott", "ada@acme.example"));
        var connection = connect("{\"assignee\": {\"change\": \"check-out\"}}");
        change(device, draft -> draft.user(user("Bob Brown", "bob@acme.example")));

        sync(connection);

        assertThat(holder("SERIAL001")).isEqualTo("Bob Brown");
    }

    @Test
    void A10_personIsCreatedOnlyWithFirstNameLastNameAndAddress() {
        device("SERIAL001", user("Ada Abbott", ""));
        device("SERIAL002", user("Bob", "bob@acme.example"));
        device("SERIAL003", user("", "carl@acme.example"));
        device("SERIAL004", user("Dora Dean", "dora@acme.example"));

        connect("{}");

        assertThat(people()).containsExactly("Dora/Dean/dora@acme.example");
    }
}
