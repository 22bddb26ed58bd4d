package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rollcall.demo.ExpectedDevice;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedJamf;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a Jamf Pro server's computers and mobile devices to assets. */
class JamfSyncTests extends JamfPipelineTest {

    @Test
    void B3_computersAndMobileDevicesBothSyncInOneRunWithCountsOfTheirOwn() {
        var server = jamf(450, 230);

        var connection = connect(server, EVERYTHING);

        var run = lastRun(connection);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(680, 680, 0, 0, 0, 0, 0, 0));
        assertThat(run.kinds()).isEqualTo(Map.of("computers", 450, "mobile-devices", 230));
        assertThat(run.scanComplete()).isTrue();
        assertThat(column("select distinct type from asset order by 1", String.class))
                .containsExactly("desktop", "laptop", "phone", "tablet", "tv");
        assertThat(jdbc.sql("""
                        select d.source_id, a.serial, d.attributes ->> 'device-name' as name, d.attributes ->> 'model' as m
                        from device d join asset a on a.id = d.asset_id
                        """)
                        .query((row, n) -> tuple(row.getString(1), row.getString(2), row.getString(3)))
                        .list())
                .containsExactlyInAnyOrderElementsOf(server.truth().stream()
                        .map(device -> tuple(device.deviceId(), device.serial(), device.name()))
                        .toList());
    }

    @Test
    void asksForTheSectionsItNeedsInPagesSortedByIdUntilAnEmptyOne() {
        var server = jamf(400, 10);

        connect(server, EVERYTHING);

        assertThat(server.requests().matching(COMPUTERS))
                .filteredOn(request -> request.target().contains("STORAGE"))
                .extracting(request ->
                        request.target().replaceAll(".*page=(\\d+)&page-size=(\\d+)&sort=([^&]*)&.*", "$1 $2 $3"))
                .containsExactly("0 200 id:asc", "1 200 id:asc", "2 200 id:asc");
        assertThat(server.requests().matching("/api/v2/mobile-devices/detail"))
                .allMatch(request -> request.target().contains("exception-handling=LENIENT"))
                .hasSize(2);
        assertThat(server.requests().matching("/api/v1/departments")).hasSize(2);
        assertThat(server.requests().matching("/api/v2/mobile-devices/*/detail"))
                .isEmpty();
    }

    @Test
    void namesDepartmentsAndBuildingsThatRecordsHaveOnlyTheIdsOf() {
        var connection = connect(jamf(60, 20), EVERYTHING);

        assertThat(column("select distinct attributes ->> 'department' from device", String.class))
                .contains("Engineering", "Sales");
        assertThat(column("select distinct attributes ->> 'building' from device", String.class))
                .contains("HQ", "Annex", "Warehouse");
        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void I3_secondSyncOfAnUnchangedFleetChangesNothing() {
        var connection = connect(jamf(230, 60), EVERYTHING);

        var run = sync(connection);

        assertThat(run.counts()).isEqualTo(new Run.Counts(290, 0, 0, 290, 0, 0, 0, 0));
    }

    @Test
    void B2_deviceThatIsNotManagedIsSkippedAndStaysAnAssetOnceItIsOne() {
        var server = jamf(20, 0);
        var ids = server.fleet().ids(Kind.COMPUTER);
        ids.forEach(id -> managed(server, id, true));
        managed(server, ids.get(3), false);
        var connection = connect(server, "{}");
        assertThat(lastRun(connection).counts()).isEqualTo(new Run.Counts(20, 19, 0, 0, 1, 0, 0, 0));

        managed(server, ids.get(5), false);
        var run = sync(connection);

        assertThat(run.counts().updated()).isEqualTo(1);
        assertThat(assetsOf(connection)).contains("computer-" + ids.get(5)).doesNotContain("computer-" + ids.get(3));
        assertThat(column(
                        "select mdm_state from asset a join device d on d.asset_id = a.id where d.source_id = ?",
                        String.class,
                        "computer-" + ids.get(5)))
                .containsExactly("unmanaged");
    }

    private static void managed(SimulatedJamf server, int id, boolean managed) {
        server.fleet()
                .update(
                        Kind.COMPUTER,
                        id,
                        record -> record.withObject("/general")
                                .withObject("/remoteManagement")
                                .put("managed", managed));
    }

    @Test
    void oddRecordsAreSkippedOrDuplicatesAndNoneIsLost() {
        var server = jamf(SimulatedJamf.builder().computers(300).mobiles(100).odd(true));

        var run = lastRun(connect(server, "{\"create\": {\"managed-only\": false}}"));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().seen()).isEqualTo(400);
        assertThat(run.counts().failed()).isZero();
        // Of the computers two never reported, two have no serial number and two have another's; two mobile devices are
        // of a type the server doesn't know.
        assertThat(run.counts().skipped() + run.counts().duplicate()).isEqualTo(8);
        assertThat(run.counts().duplicate()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 2, 1})
    void olderServersNewestVersionIsFoundOnceAndRemembered(int newest) {
        var server =
                jamf(SimulatedJamf.builder().computers(30).mobiles(5).odd(false).older(newest, true, "11.20.0"));
        var connection = connect(server, EVERYTHING);
        assertThat(lastRun(connection).counts().created()).isEqualTo(35);
        server.requests().clear();

        sync(connection);

        assertThat(server.requests().matching(COMPUTERS))
                .allMatch(request -> request.path().startsWith("/api/v" + newest + "/"))
                .hasSize(2);
    }

    @Test
    void veryOldServersMobileDevicesAreReadOneByOne() {
        var server =
                jamf(SimulatedJamf.builder().computers(5).mobiles(40).odd(false).veryOld());

        var connection = connect(server, EVERYTHING);

        assertThat(lastRun(connection).counts()).isEqualTo(new Run.Counts(45, 45, 0, 0, 0, 0, 0, 0));
        assertThat(server.requests().matching("/api/v2/mobile-devices/*/detail"))
                .hasSize(40);
        assertThat(column(
                        "select count(*) from device where attributes ? 'os-version' and source_id like 'mobile-%'"
                                .replace("?", "??"),
                        Integer.class))
                .containsExactly(40);
    }

    @Test
    void signsInWithUserNameAndPassword() {
        var server =
                jamf(SimulatedJamf.builder().computers(12).mobiles(3).odd(false).user("api", "pass wörd:1"));

        var connection = connect(server, EVERYTHING, Map.of("username", "api", "password", "pass wörd:1"));

        assertThat(lastRun(connection).counts().created()).isEqualTo(15);
        assertThat(server.requests().matching("/api/v1/auth/token")).isNotEmpty();
    }

    @Test
    void atMostFiveRequestsAreUnderWayAtOnce() {
        var server = jamf(SimulatedJamf.builder()
                .computers(1)
                .mobiles(120)
                .odd(false)
                .veryOld()
                .latency(java.time.Duration.ofMillis(10)));

        connect(server, EVERYTHING);

        assertThat(server.requests().maxAtOnce()).isBetween(2, 5);
    }

    @Test
    void F29_sameSerialInIruAndJamfIsOneAssetWithTwoMemberships() {
        var iru = tenant(40);
        var first = connect(iru, CHANGED);
        var shared = iru.fleet().devices().stream()
                .filter(device -> device.platform() != io.rollcall.demo.Platform.WINDOWS
                        && device.platform() != io.rollcall.demo.Platform.ANDROID)
                .limit(6)
                .toList();
        var server = jamf(
                SimulatedJamf.builder().computers(20).mobiles(20).odd(false).sharing(shared));
        var names = assetNames(iru, first);

        var second = connect(server, EVERYTHING);

        assertThat(lastRun(second).counts().created()).isEqualTo(34);
        assertThat(count("select count(*) from asset")).isEqualTo(74);
        assertThat(count("select count(*) from (select asset_id from device group by asset_id having count(*) ="
                        + " 2) twice"))
                .isEqualTo(6);
        // The first source to claim a field keeps it.
        assertThat(assetNames(iru, first)).isEqualTo(names);
    }

    private Map<String, String> assetNames(SimulatedIru iru, String connection) {
        var names = new java.util.TreeMap<String, String>();
        jdbc.sql("""
                select d.source_id, a.device_name from device d join asset a on a.id = d.asset_id
                join connection c on c.id = d.connection_id where c.name = ?
                """).param(connection).query(row -> {
            names.put(row.getString(1), Optional.ofNullable(row.getString(2)).orElse(""));
        });
        assertThat(names.keySet())
                .containsAll(iru.truth().stream().map(ExpectedDevice::deviceId).toList());
        return names;
    }
}
