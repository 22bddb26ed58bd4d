package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The remote API misbehaves: what holds after each fault of the catalogue's part 2.1. */
class FaultTests extends PipelineTest {

    private static final String LIST = "/api/v1/devices";
    private static final String DETAILS = "/api/v1/devices/*/details";

    /** Three pages of fifty, the last of them not full. */
    private static final int DEVICES = 112;

    private static final String SMALL_PAGES = LIST_ONLY.replace("}}", "}, \"page-size\": 50}");

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of("F3 429 without a header", Fault.status(429)),
                Arguments.of("F4 500", Fault.status(500)),
                Arguments.of("F4 502", Fault.status(502)),
                Arguments.of("F4 503", Fault.status(503)),
                Arguments.of("F4 504", Fault.status(504)),
                Arguments.of("F7 reset before the body", Fault.resetBeforeBody()),
                Arguments.of("F7 reset in the middle of the body", Fault.resetMidBody()),
                Arguments.of("F8 truncated JSON", Fault.truncatedJson()),
                Arguments.of("F9 web page with 200", Fault.htmlPage()),
                Arguments.of("F9 empty body", Fault.emptyBody()),
                Arguments.of("F10 error object with 200", Fault.errorObject()),
                Arguments.of("F11 one byte a second", Fault.slowBody(Duration.ofSeconds(1))),
                Arguments.of("F12 endless body", Fault.endlessBody()),
                Arguments.of("F12 64 MB packed into some kB", Fault.gzipBomb(64L << 20)),
                Arguments.of("F12 10,000 lists in one another", Fault.nested(10_000)),
                Arguments.of("F23 null in place of the list", Fault.nullList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void F3_F4_F7_F8_F9_F10_F11_F12_F23_passingFaultOfAPageOfTheListCostsOneMoreRequestAndNothingElse(
            String name, Fault fault) {
        var tenant = tenant(DEVICES);
        tenant.faults().on(LIST).after(2).answer(fault);

        var connection = connect(tenant, SMALL_PAGES);

        var run = lastRun(connection);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(DEVICES, DEVICES, 0, 0, 0, 0, 0, 0));
        assertThat(run.apiCalls()).isEqualTo(4);
        recovers(tenant, connection);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void F3_F4_F5_F7_F8_F9_F10_F11_F12_F23_lastingFaultOfAPageOfTheListLeavesTheRunIncompleteWithItsPagesKept(
            String name, Fault fault) {
        var tenant = tenant(DEVICES);
        var connection = connect(tenant, SMALL_PAGES);
        tenant.fleet()
                .devices()
                .forEach(device -> tenant.fleet().update(device.deviceId(), draft -> draft.name(device.name() + " 2")));
        var rule = tenant.faults().on(LIST).after(1).always();
        rule.answer(fault);

        var broken = sync(connection);
        rule.stop();
        var resumed = sync(connection);

        assertThat(broken.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(broken.message()).isNotBlank().doesNotContain("Exception");
        assertThat(broken.counts().updated()).isEqualTo(50);
        assertThat(resumed.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(count("select count(*) from asset where name like '% 2'")).isEqualTo(DEVICES);
        assertThat(count("select count(*) from asset")).isEqualTo(DEVICES);
        recovers(tenant, connection);
    }

    @Test
    void F5_incompleteRunGoesOnWhereItStopped() {
        var tenant = tenant(650);
        var connection = connect(tenant, LIST_ONLY);
        var rule = tenant.faults().on(LIST).after(2).always();
        rule.answer(Fault.status(503));
        var broken = sync(connection);
        rule.stop();
        tenant.requests().clear();

        syncs.resume(broken.id());
        await(() -> ledger.find(broken.id()).orElseThrow().state() == RunState.SUCCEEDED);

        var run = ledger.find(broken.id()).orElseThrow();
        assertThat(run.resumed()).isEqualTo(1);
        assertThat(run.counts()).isEqualTo(new Run.Counts(650, 0, 0, 650, 0, 0, 0, 0));
        assertThat(tenant.requests().matching(LIST))
                .extracting(request -> request.target().replaceAll(".*offset=(\\d+).*", "$1"))
                .containsExactly("400", "600");
    }

    @Test
    void F1_waitsAtLeastAsLongAsRetryAfterSays() {
        var tenant = tenant(450);
        tenant.faults().on(LIST).after(2).answer(Fault.status(429).header("Retry-After", "1"));

        var connection = connect(tenant, LIST_ONLY);

        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
        var requests = tenant.requests().matching(LIST);
        var refused = requests.stream()
                .filter(request -> request.status() == 429)
                .findFirst()
                .orElseThrow();
        var next = requests.get(requests.indexOf(refused) + 1);
        assertThat(Duration.ofNanos(next.nanos() - refused.nanos())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(next.target()).as("the same page").isEqualTo(refused.target());
        recovers(tenant, connection);
    }

    @Test
    void F13_redirectIsNotFollowedAndTheTokenStaysAtHome() {
        var elsewhere = tenant(5);
        var tenant = tenant(250);
        var connection = connect(tenant, LIST_ONLY);
        elsewhere.requests().clear();
        tenant.faults().on(LIST).always().answer(Fault.redirect(elsewhere.baseUrl() + "/api/v1/devices"));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("redirects to 127.0.0.1").contains("base URL");
        assertThat(elsewhere.requests().all()).isEmpty();
    }

    @Test
    void F15_refusedTokenInTheMiddleOfARunFailsItWithARemedyAndMakesNoDeadLetters() {
        var tenant = tenant(450);
        var connection = connect(tenant, CHANGED);
        tenant.fleet()
                .devices()
                .forEach(device -> tenant.fleet().update(device.deviceId(), draft -> draft.name(device.name() + " 2")));
        tenant.faults().on(DETAILS).after(100).always().answer(Fault.status(401));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("401").contains("enter them again");
        assertThat(count("select count(*) from dead_letter")).isZero();
        assertThat(count("select count(*) from asset")).isEqualTo(450);
    }

    @Test
    void F16_missingListEndpointFailsTheRunAndRemovesNothing() {
        var tenant = tenant(50);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).always().answer(Fault.status(404));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("404");
        assertThat(run.apiCalls()).isEqualTo(1);
        assertThat(count("select count(*) from asset where mdm_state = 'removed'"))
                .isZero();
    }

    @Test
    void F17_emptyListRemovesNothing() {
        var tenant = tenant(50);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).always().answer(Fault.emptyList());

        sync(connection);

        assertThat(count("select count(*) from asset where mdm_state <> 'removed'"))
                .isEqualTo(50);
    }

    @Test
    void F21_samePageForEverLeavesTheRunIncomplete() {
        var tenant = tenant(450);
        var connection = connect(tenant, LIST_ONLY);
        tenant.faults().on(LIST).always().answer(Fault.samePage());

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.message()).startsWith("The MDM gave the same page of devices twice");
        assertThat(run.scanComplete()).isFalse();
    }

    @Test
    void detailRequestsCarryNothingOfTheList() {
        var tenant = tenant(40);

        connect(tenant, ALWAYS);

        assertThat(tenant.requests().matching(DETAILS))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.target()).doesNotContain("?"));
    }

    @Test
    void F22_threeDevicesWithoutDetailsAreDeadLettersAndStillSeen() {
        var tenant = tenant(450);
        var ids = tenant.fleet().ids().stream().sorted().toList();
        var broken = Set.of(ids.get(3), ids.get(250), ids.get(449));
        broken.forEach(id -> tenant.faults()
                .on("/api/v1/devices/" + id + "/details")
                .always()
                .answer(Fault.status(500)));

        var connection = connect(tenant, ALWAYS);

        var run = lastRun(connection);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(450, 447, 0, 0, 0, 0, 3, 0));
        assertThat(deadLetters.list(Optional.of(connection), Optional.empty(), true, Long.MAX_VALUE, 10))
                .allSatisfy(letter -> {
                    assertThat(broken).contains(letter.sourceId());
                    assertThat(letter.stage()).isEqualTo("details");
                    assertThat(letter.message()).contains("500");
                    assertThat(letter.deviceName()).isNotBlank();
                    assertThat(letter.attempts()).isEqualTo(1);
                    assertThat(letter.payload().get("device_id").asText()).isEqualTo(letter.sourceId());
                })
                .hasSize(3);
    }

    @Test
    void X2_deadLetterCountsItsAttemptsAndClosesItselfAtTheNextGoodSync() {
        var tenant = tenant(40);
        var id = tenant.fleet().ids().stream().sorted().toList().get(7);
        var rule = tenant.faults().on("/api/v1/devices/" + id + "/details").always();
        rule.answer(Fault.status(500));
        var connection = connect(tenant, CHANGED);
        sync(connection);
        var open = deadLetters.list(Optional.of(connection), Optional.empty(), true, Long.MAX_VALUE, 10);
        rule.stop();

        var good = sync(connection);

        assertThat(open)
                .singleElement()
                .satisfies(letter -> assertThat(letter.attempts()).isEqualTo(2));
        assertThat(good.counts().created()).isEqualTo(1);
        assertThat(deadLetters.list(Optional.of(connection), Optional.empty(), true, Long.MAX_VALUE, 10))
                .isEmpty();
        assertThat(deadLetters.find(open.get(0).id()).orElseThrow().closedBy()).isEqualTo("run " + good.id());
    }

    @Test
    void X2_replayTriesOneSomeOrAllDeadLettersAgain() {
        var tenant = tenant(250);
        // The first details are those that the connection's test reads.
        var rule = tenant.faults().on(DETAILS).after(1).always();
        rule.answer(Fault.answer(400, "application/json", "\"odd\""));
        var connection = connect(tenant, ALWAYS);
        assertThat(lastRun(connection).counts().failed()).isEqualTo(250);
        rule.stop();
        var letters = deadLetters.list(Optional.of(connection), Optional.empty(), true, Long.MAX_VALUE, 1000);

        var one = replay(connection, Optional.of(Set.of(letters.get(0).id())));
        var twice = replay(connection, Optional.of(Set.of(letters.get(0).id())));
        var some = replay(
                connection,
                Optional.of(Set.of(letters.get(1).id(), letters.get(2).id())));
        var all = replay(connection, Optional.empty());

        assertThat(one.counts()).isEqualTo(new Run.Counts(1, 1, 0, 0, 0, 0, 0, 0));
        assertThat(twice.counts().seen()).isZero();
        assertThat(some.counts().created()).isEqualTo(2);
        assertThat(all.counts().created()).isEqualTo(247);
        assertThat(count("select count(*) from dead_letter where closed_at is null"))
                .isZero();
        assertThat(count("select count(*) from asset")).isEqualTo(250);
    }

    private Run replay(String connection, Optional<Set<Long>> letters) {
        var run = ended(syncs.replay(connection, letters, Trigger.API, "test").run());
        assertThat(run.kind()).isEqualTo(RunKind.REPLAY);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    @Test
    void F5_F22_outageDuringDetailsStopsThePageInsteadOfFillingTheDeadLetters() {
        var tenant = tenant(450);
        var connection = connect(tenant, CHANGED);
        tenant.fleet()
                .devices()
                .forEach(device -> tenant.fleet().update(device.deviceId(), draft -> draft.name(device.name() + " 2")));
        tenant.faults().on(DETAILS).after(50).always().answer(Fault.status(503));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(count("select count(*) from dead_letter")).isLessThan(40);
    }

    @Test
    void deviceThatLeavesBetweenListAndDetailsIsSkippedWithTheReason() {
        var tenant = tenant(40);
        var id = tenant.fleet().ids().stream().sorted().toList().get(7);
        tenant.faults().on("/api/v1/devices/" + id + "/details").always().answer(Fault.status(404));

        var connection = connect(tenant, ALWAYS);

        assertThat(lastRun(connection).counts()).isEqualTo(new Run.Counts(40, 39, 0, 0, 1, 0, 0, 0));
        assertThat(ledger.remarks(lastRun(connection).id(), 0, 100))
                .extracting(remark -> remark.remark().reason())
                .anyMatch(reason -> reason.contains("left the MDM"));
    }

    @Test
    void F34_charactersThatPostgresRefusesAreCleanedAndTheDeviceIsStored() {
        var tenant = tenant(SimulatedIru.builder().devices(3).odd(false));
        tenant.fleet().addRaw("""
                        {"device_id": "00000000-0000-4000-8000-00000000abcd", "device_name": "a\\u0000b\\ud800c",
                         "model": "MacBook Air (M1, 2020)", "serial_number": "NULSERIAL", "platform": "Mac",
                         "os_version": "14.4.1", "user": "", "asset_tag": ""}
                        """, "{}");

        var connection = connect(tenant, ALWAYS);

        assertThat(lastRun(connection).counts().created()).isEqualTo(4);
        assertThat(column("select name from asset where serial = 'NULSERIAL'", String.class))
                .containsExactly("abc");
    }

    @Test
    void F44_rowThatTheDatabaseRefusesIsADeadLetterAndItsPageIsStored() {
        var tenant = tenant(250);
        var poison = tenant.fleet().devices().get(17).serial();
        jdbc.sql(
                        "create function refuse() returns trigger language plpgsql as $$ begin if new.serial = '"
                                + poison
                                + "' then raise exception using errcode = '22000', message = 'poison'; end if; return new; end $$")
                .update();
        jdbc.sql("create trigger refuse before insert on asset for each row execute function refuse()")
                .update();
        try {
            var connection = connect(tenant, LIST_ONLY);

            assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(lastRun(connection).counts()).isEqualTo(new Run.Counts(250, 249, 0, 0, 0, 0, 1, 0));
            assertThat(deadLetters.list(Optional.of(connection), Optional.empty(), true, Long.MAX_VALUE, 10))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.serial()).isEqualTo(poison);
                        assertThat(letter.stage()).isEqualTo("store");
                        assertThat(letter.message()).contains("poison");
                    });
        } finally {
            jdbc.sql("drop function refuse cascade").update();
        }
    }

    @Test
    void limitsOfATenantAreNeverExceeded() {
        var tenant = tenant(120);

        var connection = connect(tenant, """
                {"limits": {"per-second": 40, "per-hour": 100000, "at-once": 4}, "details": {"mode": "always"}}
                """);

        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(tenant.requests().mostWithin(Duration.ofSeconds(1))).isLessThanOrEqualTo(40);
        assertThat(tenant.requests().maxAtOnce()).isLessThanOrEqualTo(4);
    }

    @Test
    void hourlyLimitHoldsTheRunBackAndIsKeptInTheDatabase() {
        var tenant = tenant(450);
        var connection = connectWithoutWaiting(tenant, """
                {"limits": {"per-second": 1000, "per-hour": 100, "at-once": 4}, "details": {"mode": "always"}}
                """);
        await(() -> tenant.requests().total() >= 100);

        assertThat(count("select sum(permits)::int from request_lease where tenant = ?", tenantOf(tenant)))
                .isEqualTo(100);
        syncs.cancel(lastRun(connection).id(), "test");
        await(() -> lastRun(connection).state() == RunState.CANCELLED);
        assertThat(tenant.requests().total()).isEqualTo(100);
    }

    private static String tenantOf(SimulatedIru tenant) {
        return java.net.URI.create(tenant.baseUrl()).getAuthority();
    }
}
