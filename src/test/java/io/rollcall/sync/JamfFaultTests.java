package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.SimulatedJamf;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What goes wrong with Jamf Pro servers, and what is left of it. */
class JamfFaultTests extends JamfPipelineTest {

    private static final String MOBILE_PAGES = "/api/v2/mobile-devices/detail";
    private static final String SINGLE = "/api/v2/mobile-devices/*/detail";

    @Test
    void F14_tokenThatIsRefusedBetweenTwoPagesIsAskedForOnceAndThatPageOnceMore() {
        var server = jamf(450, 5);
        var connection = connect(server, EVERYTHING);
        var issued = server.tokensIssued();
        server.requests().clear();
        server.faults().on(COMPUTERS).after(1).answer(Fault.meanwhile(server::revokeTokens));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(455, 0, 0, 455, 0, 0, 0, 0));
        assertThat(server.tokensIssued() - issued).isLessThanOrEqualTo(2);
        assertThat(server.requests().matching(COMPUTERS)).hasSize(4 + refused(server));
    }

    /** Faults come before the sign-in is looked at: the fault's own request is answered with the token revoked. */
    private static int refused(SimulatedJamf server) {
        return (int) server.requests().all().stream()
                .filter(request -> request.status() == 401)
                .count();
    }

    @Test
    void F14_tokenThatIsRefusedInTheMiddleOfAPageIsAskedForOnceByAllItsParallelRequests() {
        var server = jamf(SimulatedJamf.builder()
                .computers(1)
                .mobiles(120)
                .odd(false)
                .veryOld()
                .latency(Duration.ofMillis(5)));
        var connection = connect(server, EVERYTHING);
        sync(connection);
        var issued = server.tokensIssued();
        server.requests().clear();
        server.faults().on(SINGLE).after(30).answer(Fault.meanwhile(server::revokeTokens));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().failed()).isZero();
        assertThat(run.counts().seen()).isEqualTo(121);
        assertThat(server.tokensIssued() - issued).isEqualTo(1);
        // Refused are the five that were under way, and those sent before the first refusal came back; each is sent
        // once more.
        var refused = (int) server.requests().matching(SINGLE).stream()
                .filter(request -> request.status() == 401)
                .count();
        assertThat(refused).isBetween(1, 10);
        assertThat(server.requests().matching(SINGLE)).hasSize(120 + refused);
    }

    @Test
    void F14_tokensThatLiveOneSecondServeARunThatTakesLonger() {
        var server = jamf(SimulatedJamf.builder()
                .computers(1)
                .mobiles(300)
                .odd(false)
                .veryOld()
                .latency(Duration.ofMillis(40))
                .tokenLife(Duration.ofSeconds(1)));

        var run = lastRun(connect(server, EVERYTHING));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().created()).isEqualTo(301);
        assertThat(server.tokensIssued()).isGreaterThan(3);
    }

    @Test
    void F14_credentialsThatAreWrongNowEndTheRunAndSaySo() {
        var server = jamf(20, 5);
        var connection = connect(server, EVERYTHING);
        server.revokeTokens();
        var wrong = Fault.answer(401, "application/json", "{\"error\":\"invalid_client\"}");
        server.faults().on("/api/v1/oauth/token").always().answer(wrong);
        server.faults().on("/api/oauth/token").always().answer(wrong);

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("The sign-in was refused (401)").contains("enter them again");
        assertThat(server.requests().matching("/api/v1/oauth/token").stream()
                        .filter(request -> request.status() == 401))
                .hasSize(1);
    }

    @Test
    void page504OfTwoHundredIsReadInPagesOfFiftyAndNothingIsLost() {
        var server = jamf(
                SimulatedJamf.builder().computers(230).mobiles(70).odd(false).largestQuickPage(60));

        var connection = connect(server, EVERYTHING);

        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(lastRun(connection).counts()).isEqualTo(new Run.Counts(300, 300, 0, 0, 0, 0, 0, 0));
        assertThat(sizes(server)).containsExactlyInAnyOrder("200", "100", "50");
        server.requests().clear();
        sync(connection);
        assertThat(sizes(server)).as("the next run knows").containsExactly("50");
    }

    private static java.util.Set<String> sizes(SimulatedJamf server) {
        return server.requests().all().stream()
                .map(request -> request.target())
                .filter(target -> target.contains("HARDWARE") && !target.contains("page-size=1&"))
                .map(target -> target.replaceAll(".*page-size=(\\d+).*", "$1"))
                .collect(Collectors.toSet());
    }

    @Test
    void pageThatTakesTooLongInTheMiddleOfTheListGoesOnAtItsPlaceInSmallerPages() {
        var server = jamf(500, 3);
        server.faults().on(COMPUTERS).after(2).answer(Fault.delay(Duration.ofSeconds(30)));

        var run = lastRun(connect(server, EVERYTHING));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().created()).isEqualTo(503);
        assertThat(sizes(server)).containsExactlyInAnyOrder("200", "100");
    }

    @Test
    void F19_deviceThatIsDeletedWhilePagingIsNoRemovalOfTheOneItPushesOntoAPageAlreadyRead() {
        var server = jamf(450, 0);
        var connection = connect(server, EVERYTHING);
        var first = server.fleet().ids(Kind.COMPUTER).get(0);
        server.faults()
                .on(COMPUTERS)
                .after(1)
                .answer(Fault.meanwhile(() -> server.fleet().remove(Kind.COMPUTER, first)));

        var run = sync(connection);

        // One of 450 is deleted after it was read; the first of the next page has moved before it and is not seen.
        assertThat(run.counts().seen()).isEqualTo(449);
        assertThat(run.counts().removed()).isZero();
        assertThat(assetsOf(connection)).hasSize(450);
        assertThat(sync(connection).counts().seen()).isEqualTo(449);
    }

    @Test
    void F19_olderServerIsAskedForADeviceThatItsListLacksWithTheVersionThatAllServersHave() {
        var server = jamf(
                SimulatedJamf.builder().computers(450).mobiles(0).odd(false).older(2, true, "11.20.0"));
        var connection = connect(server, EVERYTHING);
        var ids = server.fleet().ids(Kind.COMPUTER);
        server.faults()
                .on(COMPUTERS)
                .after(1)
                .answer(Fault.meanwhile(() -> server.fleet().remove(Kind.COMPUTER, ids.get(0))));
        server.requests().clear();

        var run = sync(connection);

        assertThat(run.counts().removed()).isZero();
        assertThat(assetsOf(connection)).hasSize(450);
        assertThat(server.requests().matching("/api/*/computers-inventory-detail/*"))
                .isNotEmpty()
                .allMatch(request -> request.path().startsWith("/api/v1/") && request.status() == 200);
    }

    @Test
    void F4_signInThatIsNotThereWhileTheServerStartsNeverMakesADeviceGone() {
        var server = jamf(
                SimulatedJamf.builder().computers(450).mobiles(0).odd(false).tokenLife(Duration.ofSeconds(1)));
        var connection = connect(server, EVERYTHING);
        var first = server.fleet().ids(Kind.COMPUTER).get(0);
        var away = Fault.status(404);
        server.faults()
                .on(COMPUTERS)
                .after(1)
                .answer(Fault.meanwhile(() -> server.fleet().remove(Kind.COMPUTER, first)));
        server.faults().on("/api/*/computers-inventory-detail/*").answer(Fault.meanwhile(() -> {
            server.faults().on("/api/v1/oauth/token").always().answer(away);
            server.faults().on("/api/oauth/token").always().answer(away);
            server.revokeTokens();
        }));

        var run = sync(connection);

        assertThat(run.counts().removed()).isZero();
        assertThat(assetsOf(connection)).hasSize(450);
        assertThat(server.requests().matching("/api/oauth/token")).anyMatch(request -> request.status() == 404);
    }

    @Test
    void F20_deviceThatIsEnrolledWhilePagingIsSeenAndNoneIsCountedTwice() {
        var server = jamf(450, 30);
        server.faults()
                .on(COMPUTERS)
                .after(2)
                .answer(Fault.meanwhile(() -> server.fleet().add(Kind.COMPUTER)));

        var run = lastRun(connect(server, EVERYTHING));

        assertThat(run.counts()).isEqualTo(new Run.Counts(481, 481, 0, 0, 0, 0, 0, 0));
        assertThat(run.kinds()).isEqualTo(Map.of("computers", 451, "mobile-devices", 30));
    }

    @Test
    void F20_pageThatComesAgainOneDeviceLaterCountsEachDeviceOnce() {
        var server = jamf(450, 0);
        // The server renumbers nothing: a smaller id comes back from an archive, and all others move one place on.
        server.fleet().remove(Kind.COMPUTER, 101);
        server.faults()
                .on(COMPUTERS)
                .after(2)
                .answer(Fault.meanwhile(() -> server.fleet().restore(Kind.COMPUTER, 101)));

        var run = lastRun(connect(server, EVERYTHING));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(449, 449, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void F22_a500ForOneOddDeviceOf250LeavesOneDeadLetterOnAServerWithoutLenient() {
        var server = jamf(
                SimulatedJamf.builder().computers(10).mobiles(250).odd(false).older(3, false, "11.28.1"));
        var odd = server.fleet().ids(Kind.MOBILE_DEVICE).get(60);
        server.fleet().breakDevice(odd);

        var connection = connect(server, EVERYTHING);

        var run = lastRun(connection);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(260, 259, 0, 0, 0, 0, 1, 0));
        assertThat(run.scanComplete()).isTrue();
        assertThat(column("select source_id from dead_letter", String.class)).containsExactly("mobile-" + odd);
        // Only the page with the odd device is read one by one.
        assertThat(server.requests().matching(SINGLE).stream()
                        .map(request -> request.path())
                        .distinct())
                .hasSize(200);
    }

    @Test
    void F22_a500ForOneOddDeviceOf250IsARecordWithoutSectionsOnAServerWithLenient() {
        var server = jamf(10, 250);
        var odd = server.fleet().ids(Kind.MOBILE_DEVICE).get(60);
        server.fleet().breakDevice(odd);

        var run = lastRun(connect(server, "{\"create\": {\"managed-only\": false}}"));

        assertThat(run.counts()).isEqualTo(new Run.Counts(260, 259, 0, 0, 1, 0, 0, 0));
        assertThat(server.requests().matching(SINGLE)).isEmpty();
    }

    @Test
    void limitsOfAProxyBeforeTheServerAreKept() {
        var server = jamf(30, 30);
        server.faults().on(MOBILE_PAGES).answer(Fault.status(429).header("Retry-After", "1"));
        server.faults().on(COMPUTERS).after(1).answer(Fault.status(503).header("Retry-After", "1"));

        var run = lastRun(connect(server, EVERYTHING));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().created()).isEqualTo(60);
        assertThat(Duration.between(
                        run.startedAt().orElseThrow(), run.finishedAt().orElseThrow()))
                .isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void F9_pageWithoutAListIsNeverTakenForTheEndOfIt() {
        var server = jamf(30, 30);
        var connection = connect(server, EVERYTHING);
        server.faults().on(COMPUTERS).always().answer(Fault.nullList());

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.scanComplete()).isFalse();
        assertThat(run.message()).contains("nothing was taken from it");
    }
}
