package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rollcall.demo.ExpectedDevice;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From a tenant's devices to assets: first, repeated and partial syncs. */
class SyncTests extends PipelineTest {

    private static final String LIST = "GET /api/v1/devices";
    private static final String DETAILS = "/api/v1/devices/*/details";

    @Test
    void firstSyncMakesEveryDeviceOfTheTenantAnAsset() {
        var tenant = tenant(450);

        var connection = connect(tenant, ALWAYS);

        var run = lastRun(connection);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.trigger()).isEqualTo(Trigger.ENABLED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(450, 450, 0, 0, 0, 0, 0, 0));
        assertThat(run.pages()).isEqualTo(3);
        assertThat(inventory(connection)).containsExactlyInAnyOrderElementsOf(truth(tenant));
    }

    @Test
    void A3_everyNewAssetHasThePolicysStatus() {
        var connection = connect(tenant(30), LIST_ONLY);

        assertThat(column("select distinct status from asset", String.class)).containsExactly("allocated");
        assertThat(lastRun(connection).counts().created()).isEqualTo(30);
    }

    @Test
    void D10_dailySyncReadsOnlyTheListInPagesOf200() {
        var tenant = tenant(3350);

        var connection = connect(tenant, LIST_ONLY);

        assertThat(tenant.requests().matching(LIST).stream()
                        .filter(request -> request.target().contains("limit=200")))
                .hasSize(17);
        assertThat(lastRun(connection).apiCalls()).isEqualTo(17);
        assertThat(tenant.requests().matching(DETAILS)).isEmpty();
        assertThat(lastRun(connection).counts().created()).isEqualTo(3350);
    }

    @Test
    void I3_secondSyncOfAnUnchangedFleetReadsNoDetailsAndRewritesNoRow() {
        var tenant = tenant(450);
        var connection = connect(tenant, CHANGED);
        var before = versionsOfRows();
        tenant.requests().clear();

        var run = sync(connection);

        assertThat(run.counts()).isEqualTo(new Run.Counts(450, 0, 0, 450, 0, 0, 0, 0));
        assertThat(run.apiCalls()).isEqualTo(3);
        assertThat(tenant.requests().matching(DETAILS)).isEmpty();
        assertThat(versionsOfRows()).isEqualTo(before);
    }

    @Test
    void readsAndUpdatesOnlyTheDevicesThatChanged() {
        var tenant = tenant(250);
        var connection = connect(tenant, CHANGED);
        var device = tenant.fleet().devices().get(7);
        tenant.fleet().update(device.deviceId(), draft -> draft.name("Renamed"));
        tenant.requests().clear();

        var run = sync(connection);

        assertThat(run.counts()).isEqualTo(new Run.Counts(250, 0, 1, 249, 0, 0, 0, 0));
        assertThat(tenant.requests().matching(DETAILS)).hasSize(1);
        assertThat(column("""
                        select c.value ->> 'field' || ': ' || (c.value ->> 'old') || ' → ' || (c.value ->> 'new')
                        from asset_event e join asset a on a.id = e.asset_id, jsonb_array_elements(e.changes) c
                        where e.kind = 'updated' and a.serial = ?
                        """, String.class, device.serial()))
                .containsExactlyInAnyOrder(
                        "name: " + device.name() + " → Renamed", "device-name: " + device.name() + " → Renamed");
    }

    @Test
    void addsNewDevicesAndKeepsTheAssetsOfThoseThatLeft() {
        var tenant = tenant(60);
        var connection = connect(tenant, CHANGED);
        tenant.fleet().remove(tenant.fleet().ids().get(3));
        tenant.fleet().add();
        tenant.fleet().add();

        var run = sync(connection);

        assertThat(run.counts()).isEqualTo(new Run.Counts(61, 2, 0, 59, 0, 0, 0, 1));
        assertThat(count("select count(*) from asset")).isEqualTo(62);
    }

    @Test
    void writesLastCheckInWithoutAHistoryOrANewVersionOfTheAsset() {
        var tenant = tenant(20);
        var connection = connect(tenant, CHANGED);
        var device = tenant.fleet().devices().get(0);
        var checkIn = device.lastCheckIn().plusSeconds(3600);
        tenant.fleet().update(device.deviceId(), draft -> draft.lastCheckIn(checkIn));

        var run = sync(connection);

        assertThat(run.counts().unchanged()).isEqualTo(20);
        assertThat(column(
                        "select last_check_in from device where source_id = ?",
                        java.time.OffsetDateTime.class,
                        device.deviceId()))
                .singleElement()
                .satisfies(time -> assertThat(time.toInstant()).isEqualTo(checkIn));
        assertThat(count("select count(*) from asset_event where kind = 'updated'"))
                .isZero();
    }

    @Test
    void forgetsAUserThatTheListNoLongerHas() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        var device = tenant.fleet().devices().stream()
                .filter(candidate -> candidate.user().isPresent())
                .findFirst()
                .orElseThrow();
        tenant.fleet().update(device.deviceId(), draft -> draft.noUser());

        sync(connection);

        assertThat(count(
                        "select count(*) from device where source_id = ? and jsonb_exists(attributes, 'user-email')",
                        device.deviceId()))
                .isZero();
    }

    @Test
    void keepsWhatDetailsToldWhenOnlyTheListIsReadLater() {
        var tenant = tenant(40);
        var connection = connect(tenant, ALWAYS);
        var memory = count("select count(*) from asset where memory is not null");
        service.change(
                connection,
                new io.rollcall.connection.ConnectionChanges(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        java.util.Map.of(),
                        Optional.of(tree(LIST_ONLY))),
                io.rollcall.access.Actor.ROLLCALL);
        tenant.fleet()
                .devices()
                .forEach(device -> tenant.fleet().update(device.deviceId(), draft -> draft.name(device.name() + " 2")));

        var run = sync(connection);

        assertThat(run.counts().updated()).isEqualTo(40);
        assertThat(memory).isPositive();
        assertThat(count("select count(*) from device where attributes ->> 'memory' is not null"))
                .isEqualTo(memory);
        assertThat(count("select count(*) from asset where memory is not null")).isEqualTo(memory);
    }

    @Test
    void A2_listsWhatItSkipsWithTheReason() {
        var tenant = tenant(SimulatedIru.builder().devices(0));
        tenant.fleet().add(draft -> draft.serial(""));
        tenant.fleet().add(draft -> draft.serial("To Be Filled By O.E.M."));
        tenant.fleet().add();

        var connection = connect(
                tenant,
                "{" + NO_LIMITS + ", \"details\": {\"mode\": \"changed\"}, \"create\": {\"requires\": [\"serial\"]}}");

        var run = lastRun(connection);
        assertThat(run.counts()).isEqualTo(new Run.Counts(3, 1, 0, 0, 2, 0, 0, 0));
        assertThat(ledger.remarks(run.id(), 0, 10))
                .filteredOn(remark -> remark.remark().kind() == io.rollcall.inventory.Remark.Kind.SKIPPED)
                .extracting(remark -> remark.remark().reason())
                .containsOnly("It has no usable serial number, which a new asset needs.")
                .hasSize(2);
    }

    @Test
    void F30_devicesWithoutUsableSerialAreAssetsByDeviceIdAndNeverMerged() {
        var tenant = tenant(SimulatedIru.builder().devices(0));
        tenant.fleet().add(draft -> draft.serial("Default string"));
        tenant.fleet().add(draft -> draft.serial("Default string"));

        var connection = connect(tenant, ALWAYS);

        assertThat(lastRun(connection).counts().created()).isEqualTo(2);
        assertThat(column("select asset_id from asset order by asset_id", String.class))
                .containsExactlyElementsOf(tenant.fleet().ids().stream()
                        .map(id -> connection + ":" + id)
                        .sorted()
                        .toList());
        assertThat(sync(connection).counts().unchanged()).isEqualTo(2);
        assertThat(count("select count(*) from asset")).isEqualTo(2);
    }

    @Test
    void F27_firstOfTwoDevicesWithOneSerialKeepsTheAssetAndTheOtherIsReported() {
        var tenant = tenant(SimulatedIru.builder().devices(0));
        tenant.fleet().add(draft -> draft.serial("SAMESERIAL1"));
        tenant.fleet().add(draft -> draft.serial("sameserial1 "));
        var connection = connect(tenant, CHANGED);
        var first = lastRun(connection);
        var keeper = column("select source_id from device where asset_id is not null", String.class);

        var second = sync(connection);

        assertThat(first.counts()).isEqualTo(new Run.Counts(2, 1, 0, 0, 0, 1, 0, 0));
        assertThat(second.counts()).isEqualTo(new Run.Counts(2, 0, 0, 1, 0, 1, 0, 0));
        assertThat(column("select source_id from device where asset_id is not null", String.class))
                .isEqualTo(keeper);
        assertThat(ledger.remarks(second.id(), 0, 10))
                .extracting(
                        remark -> remark.remark().kind(),
                        remark -> remark.remark().reason())
                .contains(tuple(
                        io.rollcall.inventory.Remark.Kind.DUPLICATE,
                        "Asset SAMESERIAL1 is already device " + keeper.get(0)
                                + " of this connection; the first one in the list keeps it."));
    }

    @Test
    void F31_serialThatBecomesAPlaceholderIsKeptAndNoticed() {
        var tenant = tenant(20);
        var connection = connect(tenant, CHANGED);
        var device = tenant.fleet().devices().get(0);
        tenant.fleet().update(device.deviceId(), draft -> draft.serial("To Be Filled By O.E.M."));

        var run = sync(connection);

        assertThat(column(
                        "select a.serial from asset a join device d on d.asset_id = a.id where d.source_id = ?",
                        String.class,
                        device.deviceId()))
                .containsExactly(device.serial());
        assertThat(ledger.remarks(run.id(), 0, 10))
                .extracting(remark -> remark.remark().reason())
                .anyMatch(reason -> reason.contains("the one known is kept"));
    }

    @Test
    void F33_boardSwapKeepsTheAssetAndItsHistory() {
        var tenant = tenant(20);
        var connection = connect(tenant, CHANGED);
        var device = tenant.fleet().devices().get(0);
        tenant.fleet().update(device.deviceId(), draft -> draft.serial("NEWBOARD01"));

        var run = sync(connection);

        assertThat(run.counts().updated()).isEqualTo(1);
        assertThat(count("select count(*) from asset")).isEqualTo(20);
        assertThat(column("""
                        select c.value ->> 'old' from asset_event e, jsonb_array_elements(e.changes) c
                        where e.kind = 'updated' and c.value ->> 'field' = 'serial'
                        """, String.class)).containsExactly(device.serial());
    }

    @Test
    void F33_sameSerialUnderANewDeviceIdKeepsTheAsset() {
        var tenant = tenant(20);
        var connection = connect(tenant, CHANGED);
        var device = tenant.fleet().devices().get(0);
        tenant.fleet().remove(device.deviceId());
        tenant.fleet().add(draft -> draft.serial(device.serial()));

        sync(connection);

        assertThat(count("select count(*) from asset")).isEqualTo(20);
        assertThat(count("select count(*) from asset where serial = ?", device.serial()))
                .isEqualTo(1);
    }

    @Test
    void E21_sameSerialInTwoTenantsIsOneAssetThatBothAreMembersOf() {
        var one = tenant(SimulatedIru.builder().devices(0));
        var other = tenant(SimulatedIru.builder().devices(0));
        one.fleet().add(draft -> draft.serial("SHARED01").name("first"));
        other.fleet().add(draft -> draft.serial("SHARED01").name("second"));

        connect(one, CHANGED);
        var second = connect(other, CHANGED);

        assertThat(column("select name from asset", String.class)).containsExactly("first");
        assertThat(count("select count(*) from device where asset_id is not null"))
                .isEqualTo(2);
        assertThat(sync(second).counts().unchanged()).isEqualTo(1);
        assertThat(column("select name from asset", String.class)).containsExactly("first");
    }

    @Test
    void X6_otherTenantLeadsOnceTheDeviceIsMissingInTheFirstThoughItsOwnRecordIsTheSame() {
        var one = tenant(SimulatedIru.builder().devices(0));
        var other = tenant(SimulatedIru.builder().devices(0));
        var device = one.fleet().add(draft -> draft.serial("SHARED01").name("first"));
        other.fleet().add(draft -> draft.serial("SHARED01").name("second"));
        var first = connect(one, LIST_ONLY);
        var second = connect(other, LIST_ONLY);
        one.fleet().update(device.deviceId(), draft -> draft.missing(true));
        sync(first);
        assertThat(column("select name || ' ' || mdm_state from asset", String.class))
                .containsExactly("first missing");

        assertThat(sync(second).counts().updated()).isEqualTo(1);

        assertThat(column("select name || ' ' || mdm_state from asset", String.class))
                .containsExactly("second managed");
        assertThat(sync(first).counts().unchanged()).isEqualTo(1);
        assertThat(sync(second).counts().unchanged()).isEqualTo(1);
    }

    @Test
    void F20_deviceSeenOnTwoPagesIsCountedOnce() {
        var tenant = tenant(250);
        var connection = connect(tenant, CHANGED);
        tenant.faults()
                .on("/api/v1/devices")
                .answer(Fault.meanwhile(() -> tenant.fleet().add()));
        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().seen()).isBetween(250, 251);
    }

    @Test
    void F19_deviceThatIsMissedBecauseTheListMovedKeepsItsAsset() {
        var tenant = tenant(450);
        var connection = connect(tenant, CHANGED);
        var early = tenant.fleet().ids().stream().sorted().findFirst().orElseThrow();
        tenant.faults()
                .on("/api/v1/devices")
                .after(1)
                .answer(Fault.meanwhile(() -> tenant.fleet().remove(early)));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().seen()).isBetween(448, 450);
        assertThat(count("select count(*) from asset where mdm_state = 'removed'"))
                .isZero();
    }

    @Test
    void everyExampleOfTheVendorAndTheRecordedTenantSync() throws Exception {
        var tenant = tenant(SimulatedIru.builder().devices(0).odd(false));
        var resources = Path.of("src/test/resources/iru");
        var recorded = Files.readString(resources.resolve("recordings/devices-page-1.json"));
        tenant.fleet().addRaw(recorded, Files.readString(resources.resolve("recordings/device-details.json")));
        var rows = 0;
        for (var list : java.util.List.of("devices-list-page.json", "devices-list-multiplatform.json")) {
            for (var row : json.readTree(resources.resolve("examples/" + list).toFile())) {
                rows += addExample(tenant, resources.resolve("examples"), row) ? 1 : 0;
            }
        }

        var connection = connect(tenant, ALWAYS);

        assertThat(rows).isGreaterThanOrEqualTo(9);
        assertThat(lastRun(connection).counts().created()).isEqualTo(rows + 1);
        assertThat(count("select count(*) from asset where type = 'unknown'")).isZero();
        assertThat(column(
                        "select model || ' ' || display_size || ' ' || release_date from asset where serial = ?",
                        String.class,
                        "[REDACTED]"))
                .containsExactly("MacBook Air (Retina) 13\" 2020");
    }

    private boolean addExample(SimulatedIru tenant, Path examples, com.fasterxml.jackson.databind.JsonNode row)
            throws Exception {
        var id = row.get("device_id").asText();
        if (tenant.fleet().ids().contains(id)) {
            return false;
        }
        try (var files = Files.list(examples)) {
            for (var file : (Iterable<Path>)
                    files.filter(f -> f.getFileName().toString().startsWith("details-"))::iterator) {
                var details = json.readTree(file.toFile());
                if (details.at("/general/device_id").asText().equals(id)) {
                    tenant.fleet().addRaw(row.toString(), details.toString());
                    return true;
                }
            }
        }
        return false;
    }

    private com.fasterxml.jackson.databind.JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private record Shown(String serial, String name, String identifier, String email, String tag) {}

    private java.util.List<Shown> inventory(String connection) {
        return jdbc.sql("""
                        select a.serial, a.name, coalesce(a.model_identifier, '') as identifier,
                               coalesce(d.attributes ->> 'user-email', '') as email, coalesce(a.asset_tag, '') as tag
                        from asset a join device d on d.asset_id = a.id join connection c on c.id = d.connection_id
                        where c.name = ?
                        """)
                .param(connection)
                .query((row, n) -> new Shown(
                        row.getString("serial"),
                        row.getString("name"),
                        row.getString("identifier"),
                        row.getString("email"),
                        row.getString("tag")))
                .list();
    }

    private static java.util.List<Shown> truth(SimulatedIru tenant) {
        return tenant.truth().stream()
                .map((ExpectedDevice device) -> new Shown(
                        device.serial(),
                        device.name(),
                        device.modelIdentifier(),
                        device.userEmail(),
                        device.assetTag()))
                .toList();
    }

    private Set<String> versionsOfRows() {
        return Set.copyOf(column("""
                select 'asset ' || id || ' ' || xmin from asset union all
                select 'device ' || id || ' ' || xmin from device union all
                select 'event ' || id || ' ' || xmin from asset_event
                """, String.class));
    }
}
