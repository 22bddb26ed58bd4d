package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.access.Actor;
import io.rollcall.demo.Fault;
import io.rollcall.retention.Retention;
import io.rollcall.retention.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;

/** One run per connection at a time, who owns it, what starts it and what ends it. */
class RunTests extends PipelineTest {

    private static final String LIST = "/api/v1/devices";

    @Autowired
    CamelContext camel;

    @Test
    void F54_secondRequestJoinsTheRunUnderWay() {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        var inList = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        tenant.faults().on(LIST).answer(Fault.meanwhile(() -> {
            inList.countDown();
            waitFor(goOn);
        }));

        var first = syncs.sync(connection, Trigger.API, "one");
        waitFor(inList);
        var second = syncs.sync(connection, Trigger.API, "two");
        goOn.countDown();

        assertThat(second.run()).isEqualTo(first.run());
        assertThat(second.joined()).isTrue();
        assertThat(ended(first.run()).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Autowired
    Previews previews;

    @Autowired
    SampleDevices samples;

    @Autowired
    Retention retention;

    /** Camel's loops that break on shutdown would stay broken. */
    @Test
    void X8_routesWithLoopsWorkAgainOnceTheyWereStoppedAndStarted() throws Exception {
        var tenant = tenant(20);
        var connection = connect(tenant, LIST_ONLY);
        for (var route : List.of("sync", "read-list", "preview", "samples", "retention")) {
            camel.getRouteController().stopRoute(route);
            camel.getRouteController().startRoute(route);
        }
        tenant.fleet().add();

        assertThat(sync(connection).counts().seen()).isEqualTo(21);
        assertThat(previews.begin(connection, Duration.ofSeconds(30)).pages()).isPositive();
        assertThat(samples.read(connections.find(connection).orElseThrow())).isNotEmpty();
        var sweep = new DefaultExchange(camel);
        sweep.getMessage().setBody(retention.begin());
        camel.getProcessor("retention-until-done").process(sweep);
        assertThat(sweep.getMessage().getBody(Sweep.class).isOpen()).isFalse();
    }

    @Test
    void nextPageIsReadWhileAPageIsUnderWayAndStoredAfterIt() {
        var tenant = tenant(40);
        var ids = tenant.fleet().ids().stream().sorted().toList();
        var goOn = new CountDownLatch(1);
        tenant.faults().on("/api/v1/devices/" + ids.get(0) + "/details").answer(Fault.meanwhile(() -> waitFor(goOn)));
        var connection = connectWithoutWaiting(
                tenant, "{" + NO_LIMITS + ", \"page-size\": 20, \"details\": {\"mode\": \"always\"}}");

        await(() -> tenant.requests()
                        .matching("/api/v1/devices/" + ids.get(39) + "/details")
                        .size()
                == 1);
        assertThat(lastRun(connection).pages()).isZero();
        goOn.countDown();

        var run = ended(lastRun(connection).id());
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().created()).isEqualTo(40);
    }

    @Test
    void F15_pageThatIsUnderWayIsStoredThoughTheNextPageOfTheListIsRefused() {
        var tenant = tenant(40);
        var ids = tenant.fleet().ids().stream().sorted().toList();
        var goOn = new CountDownLatch(1);
        tenant.faults().on("/api/v1/devices/" + ids.get(0) + "/details").answer(Fault.meanwhile(() -> waitFor(goOn)));
        tenant.faults().on("GET /api/v1/devices").after(2).answer(Fault.status(403));
        var connection = connectWithoutWaiting(
                tenant, "{" + NO_LIMITS + ", \"page-size\": 20, \"details\": {\"mode\": \"always\"}}");
        await(() -> tenant.requests().matching("GET /api/v1/devices").stream()
                .anyMatch(request -> request.status() == 403));

        goOn.countDown();

        var run = ended(lastRun(connection).id());
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.counts().created()).isEqualTo(20);
    }

    @Test
    void E15_F51_F54_scheduleThatComesDuringARunIsLeftOut() throws Exception {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        var inList = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        tenant.faults().on(LIST).answer(Fault.meanwhile(() -> {
            inList.countDown();
            waitFor(goOn);
        }));
        var run = syncs.sync(connection, Trigger.API, "test").run();
        waitFor(inList);

        fire(connection);
        goOn.countDown();
        ended(run);

        assertThat(ledger.newest(Optional.of(connection), 10)).hasSize(2);
    }

    @Autowired
    ConnectionRoutes routes;

    @Test
    void scheduledSyncThatFindsTooManyUnderWayWaitsInTheLedgerAndIsMadeOnce() throws Exception {
        var busy = tenant(250);
        var first = connect(busy, LIST_ONLY);
        var second = connect(tenant(20), LIST_ONLY);
        var turns = ReflectionTestUtils.getField(routes, "turns");
        ReflectionTestUtils.setField(routes, "turns", new Turns(1, Clock.systemUTC()));
        var inList = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        busy.faults().on(LIST).answer(Fault.meanwhile(() -> {
            inList.countDown();
            waitFor(goOn);
        }));
        try {
            var run = syncs.sync(first, Trigger.API, "test").run();
            waitFor(inList);

            fire(second);
            await(() -> lastRun(second).trigger() == Trigger.SCHEDULE);
            assertThat(lastRun(second).state()).isEqualTo(RunState.QUEUED);
            fire(second);
            goOn.countDown();
            ended(run);

            assertThat(ended(lastRun(second).id()).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(ledger.newest(Optional.of(second), 10)).hasSize(2);
        } finally {
            goOn.countDown();
            ReflectionTestUtils.setField(routes, "turns", turns);
        }
    }

    @Test
    void cronScheduleStartsASync() throws Exception {
        var connection = connect(tenant(20), LIST_ONLY);

        fire(connection);

        await(() -> ledger.newest(Optional.of(connection), 10).size() == 2);
        assertThat(ended(lastRun(connection).id()).trigger()).isEqualTo(Trigger.SCHEDULE);
        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void intervalScheduleIsInTheScheduler() throws Exception {
        var connection = connect(tenant(20), "{" + NO_LIMITS + ", \"schedule\": {\"every\": \"10m\"}}");

        var scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        var trigger =
                scheduler.getTriggersOfJob(new JobKey(connection, "schedule")).get(0);

        assertThat(Duration.between(
                        java.time.Instant.now(), trigger.getNextFireTime().toInstant()))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    private void fire(String connection) throws Exception {
        var scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        scheduler.triggerJob(new JobKey(connection, "schedule"));
    }

    @Test
    void disabledConnectionHasNoRoutesAndNoTrigger() throws Exception {
        var connection = connect(tenant(20), LIST_ONLY);
        assertThat(camel.getRoute("page-" + connection)).isNotNull();

        service.disable(connection, "", Actor.ROLLCALL);

        assertThat(camel.getRoute("page-" + connection)).isNull();
        assertThat(camel.getRoute("sync-" + connection)).isNull();
        var scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        assertThat(scheduler.checkExists(new JobKey(connection, "schedule"))).isFalse();
        assertThatThrownBy(() -> syncs.sync(connection, Trigger.API, "test")).hasMessageContaining("not enabled");
    }

    @Test
    void F52_ownerThatWasReplacedCanNotWriteAnyMore() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        tenant.fleet()
                .devices()
                .forEach(device -> tenant.fleet().update(device.deviceId(), draft -> draft.name("stale")));
        tenant.faults().on(LIST).after(1).answer(Fault.meanwhile(() -> {
            await(() -> lastRun(connection).pages() == 1);
            jdbc.sql("update run set fence = fence + 1, owner = gen_random_uuid(), heartbeat_at = now() + "
                            + "interval '1 hour' where state = 'running'")
                    .update();
        }));

        var run = syncs.sync(connection, Trigger.API, "test").run();
        await(() -> tenant.requests().matching(LIST).size() >= 5);
        await(() -> camel.getInflightRepository().size() == 0);

        assertThat(count("select count(*) from asset where name = 'stale'")).isEqualTo(200);
        assertThat(ledger.find(run).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        jdbc.sql("update run set heartbeat_at = '-infinity' where id = ?")
                .param(run)
                .update();
        assertThat(ended(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(count("select count(*) from asset where name = 'stale'")).isEqualTo(450);
    }

    @Test
    void F48_X4_runOfAProcessThatIsGoneGoesOnAtItsNextPage() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        var id = connections.find(connection).orElseThrow().id();
        var before = lastRun(connection);
        jdbc.sql("""
                        insert into run (connection_id, kind, trigger, state, owner, fence, heartbeat_at, started_at,
                                         position, pages, seen, unchanged)
                        select ?, 'sync', 'schedule', 'running', gen_random_uuid(), 7, now() - interval '1 hour', now(),
                               '200', 1, 200, 200
                        """).param(id).update();
        jdbc.sql("""
                        insert into run_page (run_id, page_no, position, device_ids)
                        select (select max(id) from run), 0, '', device_ids from run_page
                        where run_id = ? and page_no = 0
                        """).param(before.id()).update();
        tenant.requests().clear();

        var run = ended(lastRun(connection).id());

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.resumed()).isEqualTo(1);
        assertThat(run.counts()).isEqualTo(new Run.Counts(450, 0, 0, 450, 0, 0, 0, 0));
        assertThat(tenant.requests().matching(LIST)).hasSize(2);
    }

    @Test
    void cancelledRunKeepsItsPagesAndEnds() {
        var tenant = tenant(650);
        var connection = connect(tenant, LIST_ONLY);
        var inList = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        tenant.faults().on(LIST).after(1).answer(Fault.meanwhile(() -> {
            inList.countDown();
            waitFor(goOn);
        }));
        var run = syncs.sync(connection, Trigger.API, "test").run();
        waitFor(inList);

        syncs.cancel(run, "test");
        goOn.countDown();

        assertThat(ended(run).state()).isEqualTo(RunState.CANCELLED);
        assertThat(ledger.find(run).orElseThrow().message()).isEqualTo("Cancelled by test.");
        assertThatThrownBy(() -> syncs.cancel(run, "test")).hasMessageContaining("nothing to cancel");
        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void E12_changeOfAConnectionDuringARunLetsTheRunGoOnUnderTheNewSettings() {
        var tenant = tenant(850);
        var connection = connect(tenant, LIST_ONLY);
        tenant.fleet()
                .devices()
                .forEach(device -> tenant.fleet().update(device.deviceId(), draft -> draft.name("new name")));
        var inList = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        tenant.faults().on(LIST).after(1).answer(Fault.meanwhile(() -> {
            inList.countDown();
            waitFor(goOn);
        }));
        var run = syncs.sync(connection, Trigger.API, "test").run();
        waitFor(inList);

        var change = java.util.concurrent.CompletableFuture.runAsync(() -> service.change(
                connection,
                new io.rollcall.connection.ConnectionChanges(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        java.util.Map.of(),
                        Optional.of(json.createObjectNode().put("page-size", 100))),
                Actor.ROLLCALL));
        await(() -> connections.find(connection).orElseThrow().pageSize() == 100);
        goOn.countDown();
        change.join();

        assertThat(ended(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ledger.find(run).orElseThrow().counts()).isEqualTo(new Run.Counts(850, 0, 850, 0, 0, 0, 0, 0));
        assertThat(count("select count(*) from asset where name = 'new name'")).isEqualTo(850);
    }

    @Test
    void F48_runWhoseLastPageWasStoredByAProcessThatIsGoneIsEnded() {
        var connection = connect(tenant(20), LIST_ONLY);
        var run = lastRun(connection).id();
        jdbc.sql("update run set state = 'running', owner = gen_random_uuid(), heartbeat_at = '-infinity' where id = ?")
                .param(run)
                .update();

        assertThat(ended(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void pageThatCanNotBeOpenedEndsItsRunIncomplete() {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        jdbc.sql("alter table device rename column details_at to gone").update();
        try {
            assertThat(sync(connection).state()).isEqualTo(RunState.INCOMPLETE);
        } finally {
            jdbc.sql("alter table device rename column gone to details_at").update();
        }
        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void E13_refusedConnectionSaysWhatIsWrongUntilItSyncsAgain() {
        var tenant = tenant(20);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).answer(Fault.status(401));

        // It is noted a moment after the run shows as ended.
        sync(connection);
        await(() -> connections.find(connection).orElseThrow().attention().contains("401"));
        sync(connection);
        await(() -> connections.find(connection).orElseThrow().attention().isEmpty());
    }

    @Test
    void disablingAConnectionCancelsItsRunAndKeepsItsPages() {
        var tenant = tenant(650);
        var connection = connect(tenant, LIST_ONLY);
        var inList = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        tenant.faults().on(LIST).after(1).answer(Fault.meanwhile(() -> {
            await(() -> lastRun(connection).pages() == 1);
            inList.countDown();
            waitFor(goOn);
        }));
        var run = syncs.sync(connection, Trigger.API, "test").run();
        waitFor(inList);

        var disabling =
                java.util.concurrent.CompletableFuture.runAsync(() -> service.disable(connection, "", Actor.ROLLCALL));
        await(() -> ledger.find(run).orElseThrow().state() == RunState.CANCELLED);
        goOn.countDown();
        disabling.join();

        assertThat(ledger.find(run).orElseThrow().message()).isEqualTo("The connection was disabled.");
        assertThat(ledger.find(run).orElseThrow().pages()).isEqualTo(1);
        service.enable(connection, Actor.ROLLCALL);
        await(() -> lastRun(connection).id() != run);
        assertThat(ended(lastRun(connection).id()).counts().seen()).isEqualTo(650);
    }

    @Test
    void onlyAnIncompleteRunCanBeResumed() {
        var connection = connect(tenant(20), LIST_ONLY);

        assertThatThrownBy(() -> syncs.resume(lastRun(connection).id()))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("succeeded; only an incomplete run can be resumed");
        assertThatThrownBy(() -> syncs.resume(999_999)).hasMessage("There is no run 999999.");
    }

    @Test
    void F49_realRoutesAreWatchedForErrorsOfTheVirtualMachine() {
        assertThat(camel.getManagementStrategy().getEventNotifiers())
                .hasAtLeastOneElementOfType(io.rollcall.startup.FatalErrorWatch.class);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
