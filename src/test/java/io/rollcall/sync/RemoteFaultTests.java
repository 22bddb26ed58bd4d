package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** More of what a remote API does: waits it asks for, answers no server should give, refusals, and lists that move. */
class RemoteFaultTests extends PipelineTest {

    private static final String LIST = "/api/v1/devices";
    private static final String DETAILS = "/api/v1/devices/*/details";

    private static String httpDate(int secondsFromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(secondsFromNow));
    }

    @Test
    void F2_waitsTillTheDateOfRetryAfter() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        tenant.requests().clear();
        tenant.faults().on(LIST).after(1).answer(Fault.status(429).header("Retry-After", httpDate(3)));

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);

        // A date has no fractions of a second, and it was made before the request came.
        assertThat(pauseAfterRefusal(tenant.requests().matching(LIST))).isBetween(1.0, 5.0);
        recovers(tenant, connection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "99999999999999999999", ""})
    void F2_pastOrGarbageLeavesItToTheOwnBackoff(String header) {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        tenant.requests().clear();
        tenant.faults().on(LIST).after(1).answer(Fault.status(429).header("Retry-After", header));

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);

        assertThat(pauseAfterRefusal(tenant.requests().matching(LIST))).isLessThan(2.0);
    }

    @Test
    void F3_waitsTillTheUnixTimeOfTheLimitsReset() {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        tenant.requests().clear();
        var reset = String.valueOf(System.currentTimeMillis() / 1000 + 3);
        tenant.faults().on(LIST).after(1).answer(Fault.status(429).header("X-RateLimit-Reset", reset));

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);

        assertThat(pauseAfterRefusal(tenant.requests().matching(LIST))).isBetween(1.0, 5.0);
    }

    private static double pauseAfterRefusal(List<io.rollcall.demo.LoggedRequest> requests) {
        for (var i = 0; i + 1 < requests.size(); i++) {
            if (requests.get(i).status() == 429) {
                return (requests.get(i + 1).nanos() - requests.get(i).nanos()) / 1e9;
            }
        }
        throw new AssertionError("no request after a refusal: " + requests);
    }

    @Test
    @Timeout(20)
    void F1_runThatWaitsAsLongAsRetryAfterSaysCanBeCancelled() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        var rule = tenant.faults().on(LIST).after(1);
        rule.answer(Fault.status(429).header("Retry-After", "3000"));
        var run = syncs.sync(connection, Trigger.API, "test").run();
        await(() -> rule.hits() == 1 && ledger.find(run).orElseThrow().counts().seen() == 200);

        syncs.cancel(run, "test");

        await(() -> lastRun(connection).state() == RunState.CANCELLED);
        service.disable(connection, "", io.rollcall.access.Actor.ROLLCALL);
        assertThat(ledger.find(run).orElseThrow().counts().seen()).isEqualTo(200);
    }

    @Test
    void F4_waitsDoubleUpToTheLongestWithJitter() {
        var policy = jobContext.getBean("listRetries", org.apache.camel.processor.errorhandler.RedeliveryPolicy.class);
        var copy = policy.copy();
        copy.setRedeliveryDelay(1000);
        copy.setMaximumRedeliveryDelay(60_000);
        var waits = new java.util.ArrayList<Long>();
        var wait = 0L;
        for (var attempt = 1; attempt <= 8; attempt++) {
            wait = copy.calculateRedeliveryDelay(wait, attempt);
            waits.add(wait);
        }

        assertThat(waits).allSatisfy(each -> assertThat(each).isBetween(1L, 78_000L));
        assertThat(waits.get(4)).isGreaterThan(waits.get(0));
        assertThat(copy.isUseCollisionAvoidance()).isTrue();
    }

    @Autowired
    org.springframework.context.ApplicationContext jobContext;

    @Test
    void F6_refusedConnectionIsTriedAgainAndLeavesTheRunIncomplete() {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        tenant.close();

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.message()).contains("can't be reached");
        assertThat(run.apiCalls()).as("tried again").isEqualTo(7);
        assertThat(count("select count(*) from device where removed_at is not null"))
                .isZero();
    }

    @Test
    void F6_nameThatResolvesNoMoreIsTriedAgainAndLeavesTheRunIncomplete() {
        var tenant = tenant(50);
        var connection = connect(tenant, LIST_ONLY);
        moveTo(connection, URI.create("http://acme.mdm.invalid"));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.message()).contains("acme.mdm.invalid").contains("can't be resolved");
        moveTo(connection, URI.create(tenant.baseUrl()));
        recovers(tenant, connection);
    }

    @Test
    void F6_certificateThatIsNotTrustedFailsTheRunAtOnceAndSaysWhatToDo() throws Exception {
        var tenant = tenant(50);
        var connection = connect(tenant, LIST_ONLY);
        try (var untrusted = io.rollcall.call.HttpsTestServer.start("localhost", "-1H")) {
            moveTo(connection, untrusted.url());

            var run = sync(connection);

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.message()).contains("certificate is not trusted").contains("rollcall.http.ca-file");
            assertThat(run.apiCalls()).as("no storm of retries").isEqualTo(1);
            assertThat(connections.find(connection).orElseThrow().attention()).contains("certificate");
        }
        moveTo(connection, URI.create(tenant.baseUrl()));
        recovers(tenant, connection);
    }

    /** What the world behind an address does, the connection's settings staying as they are. */
    private void moveTo(String connection, URI baseUrl) {
        jdbc.sql("update connection set base_url = ? where name = ?")
                .params(baseUrl.toString(), connection)
                .update();
    }

    /** A tenant that only the raw server asks: its requests are not the program's own. */
    private static SimulatedIru behind() {
        return SimulatedIru.builder()
                .devices(250)
                .odd(false)
                .token("test", TOKEN)
                .start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n[{\"device_id\": \"a\"}]",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{\"d",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n[]",
                "220 mail.example.com ESMTP\r\n",
            })
    void F8_answerThatIsNoGoodHttpIsNotAppliedAndAskedForAgain(String answer) {
        try (var tenant = behind();
                var raw = new RawServer(tenant)) {
            var connection = connect(raw.baseUrl(), LIST_ONLY);
            raw.once(RawServer.text(answer));

            var run = sync(connection);

            assertThat(raw.broken()).isEqualTo(1);
            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.counts()).isEqualTo(new Run.Counts(250, 0, 0, 250, 0, 0, 0, 0));
        }
    }

    @Test
    void F11_headersThatTrickleAreGivenUpAfterTheTotalTime() {
        try (var tenant = behind();
                var raw = new RawServer(tenant)) {
            var connection = connect(raw.baseUrl(), LIST_ONLY);
            raw.once(raw.tricklingHeaders(Duration.ofMillis(200)));
            var began = System.nanoTime();

            var run = sync(connection);

            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isBetween(2500L, 15_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"itself", "http://other.example.com/", "//other.example.com/x", "not a place"})
    void F13_noRedirectIsFollowedWhereverItPoints(String location) {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        tenant.requests().clear();
        var to = location.equals("itself") ? tenant.baseUrl() + LIST : location;
        tenant.faults().on(LIST).always().answer(Fault.redirect(to));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("redirects are not followed");
        assertThat(tenant.requests().total()).isEqualTo(1);
        recovers(tenant, connection);
    }

    @Test
    void F15_missingPermissionForOneEndpointIsNamedAndNothingIsRemoved() {
        var tenant = tenant(250);
        var connection = connect(tenant, CHANGED);
        tenant.fleet().add();
        tenant.faults().on(DETAILS).always().answer(Fault.status(403));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("403").contains("/details").contains("permission");
        assertThat(connections.find(connection).orElseThrow().attention()).contains("permission");
        assertThat(count("select count(*) from dead_letter")).isZero();
        recovers(tenant, connection);
        assertThat(connections.find(connection).orElseThrow().attention()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410})
    void F16_refusedListFailsTheRunWithoutRepetitionAndRemovesNothing(int status) {
        var tenant = tenant(50);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).always().answer(Fault.status(status));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.apiCalls()).isEqualTo(1);
        assertNothingIsRemoved();
        recovers(tenant, connection);
    }

    private void assertNothingIsRemoved() {
        assertThat(count("select count(*) from device where removed_at is not null"))
                .isZero();
        assertThat(count("select count(*) from asset where mdm_state = 'removed'"))
                .isZero();
    }

    @Test
    void F17_F18_listThatShrinksByHalfRemovesNothingAndIsAppliedOtherwise() {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        tenant.fleet().ids().subList(0, 125).forEach(id -> tenant.fleet().remove(id));
        var renamed = tenant.fleet().ids().get(3);
        tenant.fleet().update(renamed, draft -> draft.name("renamed"));
        tenant.fleet().add();

        var run = sync(connection);

        assertThat(run.counts().updated()).isEqualTo(1);
        assertThat(run.counts().created()).isEqualTo(1);
        assertThat(run.counts().removed()).isZero();
        assertNothingIsRemoved();
        assertThat(count("select count(*) from asset")).isEqualTo(251);
    }

    @Test
    void F19_deviceThatSlipsThroughBecauseAnotherLeftKeepsItsAsset() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        var ids = tenant.fleet().ids().stream().sorted().toList();
        tenant.faults()
                .on(LIST)
                .after(1)
                .answer(Fault.meanwhile(() -> tenant.fleet().remove(ids.get(0))));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().seen())
                .as("the one that moved to the page before is missed")
                .isEqualTo(449);
        assertThat(count(
                        "select count(*) from run_page where run_id = ? and ? = any(device_ids)",
                        run.id(),
                        ids.get(200)))
                .isZero();
        assertThat(count(
                        "select count(*) from device d join asset a on a.id = d.asset_id where d.source_id = ?"
                                + " and d.removed_at is null and a.mdm_state <> 'removed'",
                        ids.get(200)))
                .isEqualTo(1);
        recovers(tenant, connection);
    }

    @Test
    void F20_deviceThatIsSeenTwiceBecauseAnotherCameIsCountedOnce() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        var twice = tenant.fleet().ids().stream().sorted().toList().get(199);
        tenant.faults()
                .on(LIST)
                .after(1)
                .answer(Fault.meanwhile(() -> tenant.fleet().addRaw("""
                        {"device_id": "00000000-0000-4000-8000-000000000001", "device_name": "early",
                         "model": "MacBook Air (M1, 2020)", "serial_number": "EARLY00001", "platform": "Mac",
                         "os_version": "14.4.1", "user": "", "asset_tag": ""}
                        """, "{}")));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(tenant.requests().served().stream()
                        .skip(tenant.requests().served().size() - 3)
                        .flatMap(list -> list.deviceIds().stream())
                        .filter(twice::equals))
                .as("listed twice")
                .hasSize(2);
        assertThat(run.counts()).isEqualTo(new Run.Counts(450, 0, 0, 450, 0, 0, 0, 0));
        recovers(tenant, connection);
    }

    @Test
    void F21_longListWithoutEndIsGivenUpAndRemovesNothing() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).always().answer(Fault.samePage());
        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.apiCalls()).isLessThan(4);
        assertNothingIsRemoved();
        recovers(tenant, connection);
    }

    @Test
    void F23_listWhoseRecordsHaveNoIdsFailsTheRunAndTakesNothing() {
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).always().answer(Fault.answer(200, "application/json", """
                        [{"id": "1", "name": "a", "serial": "S1"}, {"id": "2", "name": "b", "serial": "S2"}]
                        """));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("has an id").contains("base URL");
        assertThat(count("select count(*) from dead_letter")).isZero();
        assertThat(count("select count(*) from asset")).isEqualTo(250);
        recovers(tenant, connection);
    }

    @Test
    void F23_oddRecordsAmongGoodOnesEachHaveTheirOutcome() {
        var tenant = tenant(2);
        tenant.fleet().addRaw("""
                {"device_id": "00000000-0000-4000-8000-00000000aaaa", "device_name": 17, "model": ["x"],
                 "serial_number": 77123456, "platform": null, "os_version": {"a": 1}, "brand_new": {"deep": [1, 2]}}
                """, "[]");
        var connection = connect(tenant, ALWAYS);

        var run = lastRun(connection);
        assertThat(run.counts()).isEqualTo(new Run.Counts(3, 3, 0, 0, 0, 0, 0, 0));
        assertThat(column("select name from asset where serial = '77123456'", String.class))
                .containsExactly("17");
    }

    @Test
    void F28_recordThatStandsTwiceOnAPageIsOneDevice() {
        var tenant = tenant(90);
        var connection = connect(tenant, LIST_ONLY);
        tenant.fleet().ids().forEach(id -> tenant.fleet().update(id, draft -> draft.name("new " + id)));
        tenant.faults().on(LIST).answer(Fault.everyRowTwice());

        var run = sync(connection);

        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(90, 0, 90, 0, 0, 0, 0, 0));
        recovers(tenant, connection);
    }

    @Test
    void changedAddressForgetsWhereARunStopped() {
        var tenant = tenant(450);
        var other = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).after(1).always().answer(Fault.status(503));
        var stopped = sync(connection);
        assertThat(stopped.state()).isEqualTo(RunState.INCOMPLETE);
        other.requests().clear();

        service.change(
                connection,
                new io.rollcall.connection.ConnectionChanges(
                        Optional.empty(),
                        Optional.of(other.baseUrl()),
                        Optional.empty(),
                        Optional.empty(),
                        java.util.Map.of("token", TOKEN),
                        Optional.empty()),
                io.rollcall.access.Actor.ROLLCALL);

        assertThat(ledger.find(stopped.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
        assertThat(ledger.find(stopped.id()).orElseThrow().message()).contains("another address");
        var next = sync(connection);
        assertThat(next.id()).isNotEqualTo(stopped.id());
        assertThat(next.counts().seen()).isEqualTo(450);
        assertThat(other.requests().matching(LIST))
                .extracting(request -> request.target().replaceAll(".*offset=(\\d+).*", "$1"))
                .contains("0", "200", "400");
    }
}
