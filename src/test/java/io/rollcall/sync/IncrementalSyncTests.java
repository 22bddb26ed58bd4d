package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.access.Actor;
import io.rollcall.call.ListScope;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.mapping.MappingChanges;
import io.rollcall.mapping.Mappings;
import io.rollcall.records.Expected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Scheduled syncs that read only what changed. */
class IncrementalSyncTests extends JamfPipelineTest {

    private static final String INCREMENTAL =
            "{\"create\": {\"managed-only\": false, \"requires\": []}, \"incremental\": {\"full-every\": \"24h\"}}";

    @Autowired
    ConnectionRoutes routes;

    @Autowired
    Mappings mappings;

    private Run scheduled(String connection) {
        var before = lastRun(connection).id();
        routes.send(SyncRequest.scheduled(connection));
        await(() -> lastRun(connection).id() > before);
        return ended(lastRun(connection).id());
    }

    private SimulatedJamf server() {
        return jamf(SimulatedJamf.builder()
                .computers(40)
                .mobiles(20)
                .odd(false)
                .asOf(Instant.parse("2024-01-15T08:00:00Z")));
    }

    @Test
    void readsOnlyWhatReportedSinceAndIsNoCompleteScan() {
        var server = server();
        var connection = connect(server, INCREMENTAL);
        var computer = server.fleet().ids(Kind.COMPUTER).get(4);
        var mobile = server.fleet().ids(Kind.MOBILE_DEVICE).get(4);
        server.fleet()
                .updateAndReport(
                        Kind.COMPUTER,
                        computer,
                        record -> record.withObject("/operatingSystem").put("version", "99.1"));
        server.fleet()
                .updateAndReport(
                        Kind.MOBILE_DEVICE,
                        mobile,
                        record -> record.withObject("/general").put("osVersion", "99.2"));

        var run = scheduled(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(2, 0, 2, 0, 0, 0, 0, 0));
        assertThat(run.kinds()).isEqualTo(Map.of("computers", 1, "mobile-devices", 1));
        assertThat(run.scope()).isInstanceOf(ListScope.Since.class);
        assertThat(run.scanComplete()).isFalse();
        assertThat(run.pagesComplete()).isTrue();
        assertThat(column("select os_version from asset where os_version like '99._'", String.class))
                .containsExactlyInAnyOrder("99.1", "99.2");
    }

    @Test
    void readsEverythingOnceTheLastCompleteScanIsTooOldAndWhenAPersonAsks() {
        var server = server();
        var connection = connect(server, INCREMENTAL);
        // What is changed by hand moves no date of an inventory.
        var computer = server.fleet().ids(Kind.COMPUTER).get(4);
        server.fleet()
                .update(
                        Kind.COMPUTER,
                        computer,
                        record -> record.withObject("/operatingSystem").put("version", "99.3"));
        assertThat(scheduled(connection).counts().seen()).isZero();

        jdbc.sql("update run set started_at = started_at - interval '25 hours' where scan_complete")
                .update();
        var run = scheduled(connection);

        assertThat(run.scope()).isEqualTo(ListScope.ALL);
        assertThat(run.scanComplete()).isTrue();
        assertThat(run.counts()).isEqualTo(new Run.Counts(60, 0, 1, 59, 0, 0, 0, 0));
        assertThat(sync(connection).scanComplete()).isTrue();
    }

    @Test
    void deviceThatReportedWhileARunWasReadIsReadByTheNext() {
        var server = server();
        var connection = connect(server, INCREMENTAL);
        var computer = server.fleet().ids(Kind.COMPUTER).get(4);
        server.fleet()
                .updateAndReport(
                        Kind.COMPUTER,
                        computer,
                        record -> record.withObject("/operatingSystem").put("version", "99.3"));
        // The moment is the start of the run before less an overlap: seen twice costs nothing, missed would be lost.
        assertThat(scheduled(connection).counts().updated()).isEqualTo(1);
        assertThat(scheduled(connection).counts()).isEqualTo(new Run.Counts(1, 0, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void readsEverythingWithoutTheOption() {
        var connection = connect(server(), EVERYTHING);

        assertThat(scheduled(connection).counts().seen()).isEqualTo(60);
    }

    @Test
    void sourceThatCanNotTellWhatChangedRefusesTheOption() {
        var iru = tenant(1);

        assertThatThrownBy(() -> connectWithoutWaiting(iru, "{\"incremental\": {\"full-every\": \"24h\"}}"))
                .hasMessageContaining("Iru can't list only what changed");
    }

    @Test
    void scopeOfARunIsReadAsItWasWritten() {
        for (var scope : new ListScope[] {
            ListScope.ALL,
            new ListScope.Since(Instant.parse("2026-01-01T10:00:00.123456Z")),
            ListScope.Only.of(java.util.List.of("computer-1", "mobile-2"))
        }) {
            assertThat(ListScope.of(scope.text())).isEqualTo(scope);
        }
        assertThat(Optional.of(ListScope.ALL.text())).contains("");
    }

    /** Devices that haven't changed are in no list of changes: after a change of the mapping all are read. */
    @Test
    void C6_mappingChangeMakesTheNextScheduledSyncReadEverything() {
        var server = server();
        var connection = connect(server, INCREMENTAL);
        assertThat(scheduled(connection).scope()).isInstanceOf(ListScope.Since.class);
        mappings.change(
                connection,
                new MappingChanges(List.of(new MappingChanges.Row(
                        "list:/general/supervised", Optional.of("memory"), Optional.empty(), Optional.of("text")))),
                Expected.ANY,
                Actor.ROLLCALL);

        var run = scheduled(connection);

        assertThat(run.scope()).isEqualTo(ListScope.ALL);
        assertThat(run.counts().seen()).isEqualTo(60);
        assertThat(run.counts().updated()).isPositive();
        assertThat(scheduled(connection).scope()).isInstanceOf(ListScope.Since.class);
    }
}
