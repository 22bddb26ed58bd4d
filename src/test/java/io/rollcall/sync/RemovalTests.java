package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.access.Actor;
import io.rollcall.alert.Alert;
import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.demo.Fault;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedIru;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of devices that a complete sync of their source misses. */
class RemovalTests extends PipelineTest {

    private static final String LIST = "/api/v1/devices";
    private static final String DEVICE = "/api/v1/devices/*";

    @Autowired
    Alerts alerts;

    @Autowired
    HeldRuns held;

    @Autowired
    ActiveRuns active;

    private static void remove(SimulatedIru tenant, int count) {
        tenant.fleet().ids().subList(0, count).forEach(tenant.fleet()::remove);
    }

    private int removedAssets() {
        return count("select count(*) from asset where mdm_state = 'removed'");
    }

    private int removedDevices() {
        return count("select count(*) from device where removed_at is not null");
    }

    private List<Alert> openAlerts(String connection) {
        return alerts.list(true, Long.MAX_VALUE, 100).stream()
                .filter(alert -> alert.connection().equals(Optional.of(connection)))
                .toList();
    }

    @Test
    void D8_deviceThatTheSourceSaysIsGoneIsMarkedRemoved() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        var gone = tenant.fleet().devices().stream()
                .filter(device -> !device.missing())
                .findFirst()
                .orElseThrow();
        tenant.fleet().remove(gone.deviceId());
        tenant.requests().clear();

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.message()).isEmpty();
        assertThat(run.counts()).isEqualTo(new Run.Counts(39, 0, 0, 39, 0, 0, 0, 1));
        assertThat(run.apiCalls()).isEqualTo(tenant.requests().total()).isEqualTo(2);
        assertThat(tenant.requests().matching(DEVICE))
                .extracting(request -> request.path())
                .containsExactly(LIST + "/" + gone.deviceId());
        assertThat(column("select serial from asset where mdm_state = 'removed'", String.class))
                .containsExactly(gone.serial());
        assertThat(column("""
                        select e.kind || ' ' || e.actor || ' ' || e.run_id || ' ' || (e.changes -> 0 ->> 'field') || ' '
                               || (e.changes -> 0 ->> 'old') || ' ' || (e.changes -> 0 ->> 'new') || ': '
                               || (e.changes -> 0 ->> 'rule')
                        from asset_event e join asset a on a.id = e.asset_id
                        where a.mdm_state = 'removed' and e.kind <> 'created'
                        """, String.class))
                .containsExactly("removed " + connection + " " + run.id() + " mdm-state managed removed: no longer in "
                        + connection);
        assertThat(column("select version from asset where mdm_state = 'removed'", Long.class))
                .containsExactly(1L);
        assertThat(sync(connection).counts().removed())
                .as("nothing more to remove")
                .isZero();
    }

    @Test
    void D8_deviceThatReturnsIsAnAssetAsBefore() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        var id = tenant.fleet().ids().get(7);
        var hide = tenant.faults().on(LIST + "/" + id).always();
        hide.answer(Fault.status(404));
        var rows = hideFromList(tenant, id);
        assertThat(sync(connection).counts().removed()).isEqualTo(1);
        hide.stop();
        rows.run();

        var run = sync(connection);

        assertThat(run.counts()).isEqualTo(new Run.Counts(40, 0, 1, 39, 0, 0, 0, 0));
        assertThat(removedDevices()).isZero();
        assertThat(removedAssets()).isZero();
        assertThat(count("select count(*) from asset")).isEqualTo(40);
        assertThat(column("""
                        select (c.value ->> 'old') || '→' || (c.value ->> 'new')
                        from asset_event e, jsonb_array_elements(e.changes) c where e.kind = 'returned'
                        """, String.class)).containsExactly("removed→managed");
    }

    @Test
    void D8_returningDeviceOfWhichTheSourceDoesNotSayWhetherItIsManagedIsManaged() {
        var tenant = tenant(20);
        var raw = """
                {"device_id": "00000000-0000-4000-8000-00000000abcd", "device_name": "quiet",
                 "model": "MacBook Air (M1, 2020)", "serial_number": "QUIETSERIAL", "platform": "Mac",
                 "os_version": "14.4.1", "user": "", "asset_tag": ""}
                """;
        var id = tenant.fleet().addRaw(raw, "{}");
        var connection = connect(tenant, LIST_ONLY);
        tenant.fleet().remove(id);
        assertThat(sync(connection).counts().removed()).isEqualTo(1);
        tenant.fleet().addRaw(raw, "{}");

        sync(connection);

        assertThat(column("select mdm_state from asset where serial = 'QUIETSERIAL'", String.class))
                .containsExactly("managed");
        assertThat(count("select count(*) from asset_event where kind = 'returned'"))
                .isEqualTo(1);
    }

    /** The list lacks the device, whose record doesn't change; the way back is what is returned. */
    private static Runnable hideFromList(SimulatedIru tenant, String... ids) {
        var rule = tenant.faults().on(LIST).always();
        rule.answer(Fault.without(ids));
        return rule::stop;
    }

    @Test
    void E18_removedAssetKeepsItsAssignment() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        var gone = tenant.fleet().devices().get(7);
        jdbc.sql("""
                        with p as (insert into person (first_name) values ('Ada') returning id)
                        insert into checkout (asset_id, person_id, origin, rule, checked_out_by)
                        select a.id, p.id, 'sync', 'test', 'test' from asset a, p where a.serial = ?
                        """).param(gone.serial()).update();
        tenant.fleet().remove(gone.deviceId());

        sync(connection);

        assertThat(count("""
                        select count(*) from checkout c join asset a on a.id = c.asset_id
                        where a.mdm_state = 'removed' and c.checked_in_at is null
                        """)).isEqualTo(1);
    }

    @Test
    void D8_removalClosesTheDevicesDeadLetter() {
        var tenant = tenant(40);
        var id = tenant.fleet().ids().get(7);
        var rule = tenant.faults().on(LIST + "/" + id + "/details").always();
        var connection = connect(tenant, CHANGED);
        tenant.fleet().update(id, draft -> draft.name("changed"));
        rule.answer(Fault.status(500));
        sync(connection);
        assertThat(deadLetters.list(Optional.of(connection), Optional.empty(), true, Long.MAX_VALUE, 10))
                .hasSize(1);
        tenant.fleet().remove(id);

        assertThat(sync(connection).counts().removed()).isEqualTo(1);
        assertThat(deadLetters.list(Optional.of(connection), Optional.empty(), true, Long.MAX_VALUE, 10))
                .isEmpty();
    }

    @Test
    void policyThatDoesNotMarkRemovesNothing() {
        var tenant = tenant(40);
        var connection = connect(tenant, "{" + NO_LIMITS + ", \"removed\": {\"mark\": false}}");
        remove(tenant, 40);

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sync(connection).counts().removed()).isZero();
        assertThat(removedDevices()).isZero();
    }

    @Test
    void F19_deviceThatTheListSkippedIsFoundByItsIdAndStays() {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        var ids = tenant.fleet().ids().stream().sorted().toList();
        tenant.requests().clear();
        // One of the first page leaves while it is under way: the first of the second page moves up and is skipped.
        tenant.faults()
                .on(LIST)
                .after(1)
                .answer(Fault.meanwhile(() -> tenant.fleet().remove(ids.get(0))));

        var run = sync(connection);

        assertThat(run.counts().seen()).isEqualTo(249);
        assertThat(tenant.requests().matching(DEVICE))
                .extracting(request -> request.path().replaceAll(".*/", ""), request -> request.status())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ids.get(200), 200));
        assertThat(run.counts().removed()).isZero();
        assertThat(sync(connection).counts().removed()).as("the one that left").isEqualTo(1);
        assertThat(column("select source_id from device where removed_at is not null", String.class))
                .containsExactly(ids.get(0));
    }

    @Test
    void F19_withoutThePermissionToLookUpOnlyTwoCompleteScansRemove() {
        var tenant = tenant(SimulatedIru.builder().devices(40).odd(false));
        var connection = connect(tenant, LIST_ONLY);
        tenant.grant("test", Permission.DEVICE_LIST, Permission.DEVICE_DETAILS);
        remove(tenant, 2);
        tenant.requests().clear();

        var first = sync(connection);
        assertThat(removedDevices()).isZero();
        assertThat(tenant.requests().matching(DEVICE))
                .as("one refusal is enough")
                .hasSize(1);
        var second = sync(connection);

        assertThat(first.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(first.message())
                .isEqualTo("2 devices are missing from the list and could not be looked up; removed "
                        + "if the next complete sync misses them, too.");
        assertThat(second.counts().removed()).isEqualTo(2);
        assertThat(removedAssets()).isEqualTo(2);
        assertThat(column(
                        "select distinct changes -> 0 ->> 'rule' from asset_event where kind = 'removed'",
                        String.class))
                .containsExactly("missing in two complete syncs of " + connection);
    }

    @Test
    void F19_deviceSeenBetweenTwoScansThatMissItStays() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(DEVICE).always().answer(Fault.status(403));
        var show = hideFromList(tenant, tenant.fleet().ids().get(3));
        sync(connection);
        show.run();
        sync(connection);
        assertThat(count("select count(*) from device where missed_run is not null"))
                .isZero();
        var showAgain = hideFromList(tenant, tenant.fleet().ids().get(3));

        var third = sync(connection);
        showAgain.run();

        assertThat(third.message()).startsWith("1 device is missing");
        assertThat(removedDevices()).isZero();
    }

    @Test
    void F5_outageDuringTheLookUpsRemovesNothingYetAndSparesTheMdm() {
        var tenant = tenant(100);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 8);
        var outage = tenant.faults().on(DEVICE).always();
        outage.answer(Fault.status(503));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.message()).startsWith("8 devices are missing");
        assertThat(removedDevices()).isZero();
        assertThat(outage.hits()).isLessThanOrEqualTo(3 * 7);
        outage.stop();
        assertThat(sync(connection).counts().removed()).isEqualTo(8);
    }

    @Test
    void lookUpsOfARunAreBounded() {
        var tenant = tenant(1300);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 120);
        tenant.requests().clear();

        var run = sync(connection);

        assertThat(tenant.requests().matching(DEVICE)).hasSize(100);
        assertThat(run.counts().removed()).isEqualTo(100);
        assertThat(run.message()).startsWith("20 devices are missing");
        assertThat(sync(connection).counts().removed()).isEqualTo(20);
    }

    @Test
    void F22_deviceWithoutDetailsIsSeenAndNeverLookedUp() {
        var tenant = tenant(40);
        var connection = connect(tenant, ALWAYS);
        var id = tenant.fleet().ids().get(3);
        tenant.faults().on(LIST + "/" + id + "/details").always().answer(Fault.status(500));
        tenant.requests().clear();

        var run = sync(connection);

        assertThat(run.counts().failed()).isEqualTo(1);
        assertThat(run.counts().removed()).isZero();
        assertThat(tenant.requests().matching(DEVICE)).isEmpty();
    }

    @Test
    void devicesOutsideOfANarrowedTypeFilterAreNotRemoved() {
        var tenant = tenant(60);
        var connection = connect(tenant, LIST_ONLY);

        changePolicy(connection, "{" + NO_LIMITS + ", \"types\": [\"tv\"]}");
        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(removedDevices()).isZero();
    }

    private void changePolicy(String connection, String policy) {
        try {
            service.change(
                    connection,
                    new io.rollcall.connection.ConnectionChanges(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            java.util.Map.of(),
                            Optional.of(json.readTree(policy))),
                    Actor.ROLLCALL);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(policy, e);
        }
    }

    @Test
    void F17_emptyListIsHeldForAPersonAndRemovesNothing() {
        var tenant = tenant(50);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).always().answer(Fault.emptyList());
        tenant.requests().clear();

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.HELD);
        assertThat(run.message())
                .startsWith("50 of 50 devices are missing; nothing was removed.")
                .contains("POST /api/v1/runs/" + run.id() + "/approve-removals")
                .contains("reject-removals");
        assertThat(removedDevices()).isZero();
        assertThat(tenant.requests().matching(DEVICE)).isEmpty();
        assertThat(openAlerts(connection)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.REMOVALS_HELD);
            assertThat(alert.run()).contains(run.id());
            assertThat(alert.message()).startsWith(connection + ": 50 of 50 devices are missing");
        });
        assertThat(held.removals(run.id(), 0, 100)).hasSize(50);
    }

    @Test
    void F18_listThatShrinksTooMuchIsHeldWhileItsUpdatesAndAdditionsAreApplied() {
        var tenant = tenant(100);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 11);
        tenant.fleet().update(tenant.fleet().ids().get(0), draft -> draft.name("renamed"));
        tenant.fleet().add();

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.HELD);
        assertThat(run.message()).startsWith("11 of 100 devices are missing");
        assertThat(run.counts()).isEqualTo(new Run.Counts(90, 1, 1, 88, 0, 0, 0, 0));
        assertThat(removedDevices()).isZero();
    }

    @Test
    void X3_approvalRemovesExactlyWhatWasListedAndIsStillMissing() {
        var tenant = tenant(100);
        var connection = connect(tenant, LIST_ONLY);
        var gone = Set.copyOf(tenant.fleet().ids().subList(0, 20));
        var show = hideFromList(tenant, gone.toArray(String[]::new));
        var run = sync(connection);
        show.run();
        // A later run that ends before its list's end has seen some of them.
        jdbc.sql("""
                        with r as (
                            insert into run (connection_id, kind, trigger, state, started_at, pages, seen, unchanged)
                            select connection_id, 'sync', 'api', 'cancelled', now(), 1, 2, 2 from run where id = :run
                            returning id)
                        insert into run_page (run_id, page_no, position, device_ids)
                        select r.id, 0, '', array(select d.source_id from run_removal x join device d on d.id = x.device_id
                                                  where x.run_id = :run order by d.id limit 2)
                        from r
                        """).param("run", run.id()).update();

        held.approve(run.id(), "ada");

        var approved = ledger.find(run.id()).orElseThrow();
        assertThat(approved.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(approved.counts().removed()).isEqualTo(18);
        assertThat(approved.message()).isEqualTo("Approved by ada: 18 devices were removed.");
        assertThat(column("select source_id from device where removed_at is not null", String.class))
                .hasSize(18)
                .isSubsetOf(gone);
        assertThat(removedAssets()).isEqualTo(18);
        assertThat(openAlerts(connection)).isEmpty();
        assertThatThrownBy(() -> held.approve(run.id(), "ada"))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("succeeded; only a held run");
    }

    @Test
    void X3_rejectedRemovalsAreKeptAndDoNotHoldTheNextSyncUntilTheyWereSeenAgain() {
        var tenant = tenant(100);
        var connection = connect(tenant, LIST_ONLY);
        var some = tenant.fleet().ids().subList(0, 20).toArray(String[]::new);
        var show = hideFromList(tenant, some);
        var run = sync(connection);

        held.reject(run.id(), "ada");

        var rejected = ledger.find(run.id()).orElseThrow();
        assertThat(rejected.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(rejected.message()).isEqualTo("Rejected by ada: nothing was removed, 20 devices are kept.");
        assertThat(openAlerts(connection)).isEmpty();
        var next = sync(connection);
        assertThat(next.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(next.counts().removed()).isZero();
        show.run();
        sync(connection);
        assertThat(count("select count(*) from device where kept_at is not null"))
                .isZero();
        var showAgain = hideFromList(tenant, some);
        assertThat(sync(connection).state()).isEqualTo(RunState.HELD);
        showAgain.run();
        assertThat(removedDevices()).isZero();
    }

    @Test
    void X3_newerCompleteSyncSupersedesAHeldRunAndTheIncidentStaysOneAlert() {
        var tenant = tenant(50);
        var connection = connect(tenant, LIST_ONLY);
        var outage = tenant.faults().on(LIST).always();
        outage.answer(Fault.emptyList());
        var first = sync(connection);
        var opened = openAlerts(connection).get(0);

        var second = sync(connection);

        assertThat(second.state()).isEqualTo(RunState.HELD);
        var superseded = ledger.find(first.id()).orElseThrow();
        assertThat(superseded.state()).isEqualTo(RunState.CANCELLED);
        assertThat(superseded.message()).startsWith("Superseded by run " + second.id());
        assertThat(held.removals(first.id(), 0, 100)).isEmpty();
        assertThat(openAlerts(connection)).singleElement().satisfies(alert -> {
            assertThat(alert.id()).isEqualTo(opened.id());
            assertThat(alert.run()).contains(second.id());
        });
        assertThatThrownBy(() -> held.approve(first.id(), "ada")).hasMessageContaining("cancelled");

        outage.stop();
        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ledger.find(second.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
        assertThat(openAlerts(connection)).isEmpty();
        assertThat(removedDevices()).isZero();
    }

    @Test
    void X3_changeToATenantWithoutTheDevicesIsHeld() {
        var tenant = tenant(60);
        var connection = connect(tenant, LIST_ONLY);
        tenant.fleet().clear();
        for (var i = 0; i < 70; i++) {
            tenant.fleet().add();
        }

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.HELD);
        assertThat(run.message()).startsWith("60 of 60 devices are missing");
        assertThat(run.counts().created()).isEqualTo(70);
    }

    @Test
    void F21_and_F16_listThatCanNotBeReadToItsEndRemovesNothing() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 3);
        var rule = tenant.faults().on(LIST).after(1).always();
        rule.answer(Fault.samePage());
        assertThat(sync(connection).state()).isEqualTo(RunState.INCOMPLETE);
        rule.stop();
        var gone = tenant.faults().on(LIST).always();
        gone.answer(Fault.status(404));
        sync(connection);
        gone.stop();

        assertThat(removedDevices()).isZero();
        assertThat(count("select count(*) from device where missed_run is not null"))
                .isZero();
    }

    @Test
    void replayOfDeadLettersMissesNothing() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);

        var run = ended(
                syncs.replay(connection, Optional.empty(), Trigger.API, "test").run());

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(removedDevices()).isZero();
        assertThat(openAlerts(connection)).isEmpty();
    }

    @Test
    void F65_disablingAConnectionRemovesNothing() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);

        service.disable(connection, "", Actor.ROLLCALL);
        service.delete(connection, Actor.ROLLCALL);

        assertThat(count("select count(*) from asset where mdm_state <> 'removed'"))
                .isEqualTo(40);
    }

    @Test
    void F29_assetOfAnotherConnectionStaysAndIsLedByIt() {
        var tenant = tenant(40);
        var one = connect(tenant, LIST_ONLY);
        var other = tenant(SimulatedIru.builder().devices(0).odd(false));
        var shared = tenant.fleet().devices().get(7);
        other.fleet()
                .add(draft -> draft.serial(shared.serial())
                        .name("as the other has it")
                        .missing(false));
        other.fleet().add();
        var two = connect(other, LIST_ONLY);
        assertThat(count("""
                        select count(*) from asset a where a.serial = ?
                        and (select count(*) from device d where d.asset_id = a.id) = 2
                        """, shared.serial())).isEqualTo(1);
        jdbc.sql("update asset set leader_id = (select id from connection where name = ?)")
                .param(one)
                .update();
        tenant.fleet().remove(shared.deviceId());

        var run = sync(one);

        assertThat(run.counts().removed()).isEqualTo(1);
        assertThat(removedAssets()).isZero();
        assertThat(column("""
                        select c.name <> ? and a.mdm_state = 'managed' from asset a join connection c on c.id = a.leader_id
                        where a.serial = ?
                        """, Boolean.class, one, shared.serial())).containsExactly(true);
        assertThat(column("""
                        select string_agg(c.value ->> 'field' || ' ' || (c.value ->> 'old') || '→' || (c.value ->> 'new'), ', ')
                        from asset_event e, jsonb_array_elements(e.changes) c where e.kind = 'unlinked'
                        """, String.class)).containsExactly("source " + one + "→, leader " + one + "→" + two);
        sync(two);
        assertThat(column("select name from asset where serial = ?", String.class, shared.serial()))
                .as("what the remaining source says, which deferred to the other before")
                .containsExactly("as the other has it");
    }

    @Test
    void F48_processThatIsGoneAfterTheLastPageLeavesTheRemovalToTheNextOne() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 3);
        tenant.faults().on(DEVICE).answer(Fault.meanwhile(() -> {
            // As if another process had taken the run over while this one stood still, and had gone, too.
            jdbc.sql("update run set fence = fence + 1, owner = gen_random_uuid(), heartbeat_at = '-infinity' "
                            + "where state = 'running'")
                    .update();
        }));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.resumed()).isEqualTo(1);
        assertThat(run.counts()).isEqualTo(new Run.Counts(37, 0, 0, 37, 0, 0, 0, 3));
        assertThat(removedAssets()).isEqualTo(3);
        assertThat(count("select count(*) from asset_event where kind = 'removed'"))
                .isEqualTo(3);
    }

    @Test
    void F48_removalThatIsRepeatedAfterACrashCountsOnce() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 3);
        var run = sync(connection);
        jdbc.sql("update run set state = 'running', owner = gen_random_uuid(), heartbeat_at = '-infinity' where id = ?")
                .param(run.id())
                .update();

        var again = ended(run.id());

        assertThat(again.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(again.counts().removed()).isEqualTo(3);
        assertThat(count("select count(*) from asset_event where kind = 'removed'"))
                .isEqualTo(3);
    }

    @Test
    void replacedOwnerCanNotRemove() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 3);
        var seen = new ArrayList<String>();
        tenant.faults().on(DEVICE).after(2).answer(Fault.meanwhile(() -> {
            jdbc.sql("update run set fence = fence + 1, owner = gen_random_uuid(), heartbeat_at = now() + "
                            + "interval '1 hour' where state = 'running'")
                    .update();
            seen.add("replaced");
        }));

        var run = syncs.sync(connection, Trigger.API, "test").run();
        await(() -> !seen.isEmpty());
        await(() -> active.all().isEmpty());

        assertThat(removedDevices()).isZero();
        assertThat(ledger.find(run).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        jdbc.sql("update run set heartbeat_at = '-infinity' where id = ?")
                .param(run)
                .update();
        assertThat(ended(run).counts().removed()).isEqualTo(3);
    }

    @Test
    void cancelDuringTheLookUpsRemovesNothing() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        remove(tenant, 3);
        tenant.faults()
                .on(DEVICE)
                .after(1)
                .answer(Fault.meanwhile(() -> syncs.cancel(lastRun(connection).id(), "test")));

        assertThat(sync(connection).state()).isEqualTo(RunState.CANCELLED);
        await(() -> active.all().isEmpty());
        assertThat(removedDevices()).isZero();
        assertThat(sync(connection).counts().removed()).isEqualTo(3);
    }

    @Test
    void E13_failingConnectionIsOneAlertUntilItSyncsAgain() {
        var tenant = tenant(40);
        var connection = connect(tenant, LIST_ONLY);
        var rule = tenant.faults().on(LIST).always();
        rule.answer(Fault.status(401));
        sync(connection);
        await(() -> !openAlerts(connection).isEmpty());
        var second = sync(connection);
        await(() -> openAlerts(connection).get(0).run().equals(Optional.of(second.id())));

        assertThat(openAlerts(connection)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.CONNECTION_FAILING);
            assertThat(alert.message())
                    .startsWith("The connection " + connection + " can't sync.")
                    .contains("401");
        });
        rule.stop();
        var good = sync(connection);

        await(() -> openAlerts(connection).isEmpty());
        assertThat(alerts.list(false, Long.MAX_VALUE, 1))
                .extracting(Alert::closedBy)
                .containsExactly("run " + good.id());
    }
}
