package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Actor;
import io.rollcall.demo.Fault;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.JamfPrivilege;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.inventory.AssetEdits;
import io.rollcall.inventory.CheckOuts;
import io.rollcall.outbound.OutboxCare;
import io.rollcall.outbound.OutboxEntry;
import io.rollcall.outbound.OutboxState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What people change here reaches a Jamf Pro server's computers and mobile devices. */
class JamfTwoWayTests extends JamfPipelineTest {

    private static final String BOTH = """
            {"create": {"managed-only": false, "requires": []},
             "assignee": {"create": "link", "change": "check-out", "removed": "check-in"},
             "people": {"create": "always"}, "push": {"asset-tag": true, "assignment": true}}
            """;
    private static final String ADA = "ada@jamf.example";

    @Autowired
    AssetEdits edits;

    @Autowired
    CheckOuts checkOuts;

    @Autowired
    OutboxCare outbox;

    private Desk desk;
    private SimulatedJamf server;

    @BeforeEach
    void sitDown() {
        desk = new Desk(jdbc, edits, checkOuts);
        server = jamf(1, 1);
        begin(server);
    }

    private void begin(SimulatedJamf jamf) {
        jamf.fleet().update(Kind.COMPUTER, 101, record -> {
            record.withObject("/hardware").put("serialNumber", "JCOMPUTER");
            record.withObject("/general").put("assetTag", "OLD");
            record.withObject("/userAndLocation")
                    .put("username", "old")
                    .put("realname", "Olga Older")
                    .put("email", "old@jamf.example")
                    .put("position", "Boss")
                    .put("phone", "1234");
        });
        jamf.fleet().update(Kind.MOBILE_DEVICE, 101, record -> {
            record.put("deviceType", "iOS");
            record.withObject("/hardware").put("serialNumber", "JMOBILE");
            record.withObject("/general").put("assetTag", "OLD");
            record.withObject("/userAndLocation")
                    .put("username", "old")
                    .put("realName", "Olga Older")
                    .put("emailAddress", "old@jamf.example");
        });
        jamf.fleet().addUser("ada", "Ada Abbott", ADA);
    }

    private static String serial(Kind kind) {
        return kind == Kind.COMPUTER ? "JCOMPUTER" : "JMOBILE";
    }

    private String at(Kind kind, String pointer) {
        var node = server.fleet().record(kind, 101).orElseThrow().at(pointer);
        return node.isNull() ? "" : node.asText();
    }

    private OutboxEntry reaches(Kind kind, OutboxState state) {
        await(() -> outbox.ofAsset(desk.asset(serial(kind))).stream().allMatch(entry -> entry.state() == state));
        await(() -> count("select count(*) from outbox where claimed_till is not null") == 0);
        return outbox.ofAsset(desk.asset(serial(kind))).get(0);
    }

    private List<String> patches() {
        return Stream.of("PATCH /api/v1/computers-inventory-detail/*", "PATCH /api/v2/mobile-devices/*")
                .flatMap(pattern -> server.requests().matching(pattern).stream())
                .map(request -> request.body())
                .filter(body -> !body.equals("{}"))
                .toList();
    }

    private void person(String first, String last, String email) {
        new Hand(jdbc).person(first, last, email);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void C2_C3_whatIsDecidedWhileTheDeviceIsRemovedIsSentWhenItReturns(Kind kind) {
        var connection = connect(server, BOTH);
        person("Ada", "Abbott", ADA);
        server.fleet().remove(kind, 101);
        sync(connection);

        desk.tag(serial(kind), "A-9");
        desk.checkOut(serial(kind), ADA);
        assertThat(outbox.ofAsset(desk.asset(serial(kind))))
                .hasSize(2)
                .allMatch(entry ->
                        entry.state() == OutboxState.PENDING && entry.reason().contains("removed in the MDM"));
        server.fleet().restore(kind, 101);
        sync(connection);
        reaches(kind, OutboxState.SENT);
        var later = sync(connection);

        assertThat(at(kind, "/general/assetTag")).isEqualTo("A-9");
        assertThat(at(kind, "/userAndLocation/username")).isEqualTo("ada");
        assertThat(patches()).hasSize(1);
        assertThat(later.counts().updated()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void C3_assetTagSetHereIsWrittenToTheDeviceAndNoEchoComesBack(Kind kind) {
        var connection = connect(server, BOTH);

        desk.tag(serial(kind), "A-7");
        var sent = reaches(kind, OutboxState.SENT);
        var run = sync(connection);

        assertThat(at(kind, "/general/assetTag")).isEqualTo("A-7");
        assertThat(sent.confirmed()).isTrue();
        assertThat(run.counts().updated()).isZero();
        assertThat(patches())
                .containsExactly(
                        kind == Kind.COMPUTER ? "{\"general\":{\"assetTag\":\"A-7\"}}" : "{\"assetTag\":\"A-7\"}");

        desk.tag(serial(kind), "");
        reaches(kind, OutboxState.SENT);
        assertThat(at(kind, "/general/assetTag")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void F41_changedOnBothSidesTheValueFromHereWinsOnce(Kind kind) {
        var connection = connect(server, BOTH);
        server.fleet().update(kind, 101, record -> record.withObject("/general").put("assetTag", "M-1"));

        desk.tag(serial(kind), "H-1");
        reaches(kind, OutboxState.SENT);
        await(() -> count("select count(*) from run where state in ('queued', 'running')") == 0);
        assertThat(conflicts(connection)).isEqualTo(1);
        sync(connection);

        assertThat(at(kind, "/general/assetTag")).isEqualTo("H-1");
        assertThat(column("select asset_tag from asset where serial = ?", String.class, serial(kind)))
                .containsExactly("H-1");
        assertThat(patches()).hasSize(1);
        assertThat(conflicts(connection)).as("told once").isEqualTo(1);
    }

    /** Notices of all runs that name both values. */
    private long conflicts(String connection) {
        return ledger.newest(Optional.of(connection), 10).stream()
                .flatMap(run -> ledger.remarks(run.id(), 0, 100).stream())
                .map(remark -> remark.remark().reason())
                .filter(reason -> reason.contains("H-1") && reason.contains("M-1"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void C2_checkingOutAndInAssignsAndUnassignsTheDevicesUser(Kind kind) {
        var connection = connect(server, BOTH);
        person("Ada", "Abbott", ADA);

        desk.checkOut(serial(kind), ADA);
        reaches(kind, OutboxState.SENT);
        assertThat(at(kind, "/userAndLocation/username")).isEqualTo("ada");
        assertThat(at(kind, kind == Kind.COMPUTER ? "/userAndLocation/email" : "/userAndLocation/emailAddress"))
                .isEqualTo(ADA);
        assertThat(sync(connection).counts().updated()).isZero();

        desk.checkIn(serial(kind));
        reaches(kind, OutboxState.SENT);
        assertThat(Stream.of("username", "email", "emailAddress", "realname", "realName", "position", "phone")
                        .map(key -> at(kind, "/userAndLocation/" + key)))
                .allMatch(String::isEmpty);
        assertThat(sync(connection).counts().updated()).isZero();
        assertThat(patches()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void C4_aPersonWhomJamfDoesNotKnowIsNotMadeThereAndAwaited(Kind kind) {
        var connection = connect(server, BOTH);
        person("Dora", "Dean", "dora@jamf.example");

        desk.checkOut(serial(kind), "dora@jamf.example");
        var waiting = reaches(kind, OutboxState.WAITING);
        assertThat(waiting.reason()).contains("Jamf Pro knows nobody", "Dora Dean");
        assertThat(patches()).isEmpty();

        server.fleet().addUser("ddean", "Dora Dean", "dora@jamf.example");
        sync(connection);
        reaches(kind, OutboxState.SENT);
        assertThat(at(kind, "/userAndLocation/username")).isEqualTo("ddean");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void F24_staleReadsNeitherUndoWhatWasSentNorSendItAgain(Kind kind) {
        server = jamf(SimulatedJamf.builder().computers(1).mobiles(1).odd(false).staleAfterWrite(Duration.ofHours(1)));
        begin(server);
        var connection = connect(server, BOTH);

        desk.tag(serial(kind), "A-7");
        desk.checkIn(serial(kind));
        reaches(kind, OutboxState.SENT);
        assertThat(sync(connection).counts().updated()).isZero();
        assertThat(sync(connection).counts().updated()).isZero();

        assertThat(column("select asset_tag from asset where serial = ?", String.class, serial(kind)))
                .containsExactly("A-7");
        assertThat(count(
                        "select count(*) from checkout where checked_in_at is null and asset_id = ?",
                        desk.asset(serial(kind))))
                .isZero();
        assertThat(patches()).hasSizeBetween(1, 2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void F25_changesWhoseAnswerIsLostOrWrongAreSeenThroughByALook(Kind kind) {
        connect(server, BOTH);
        var path =
                kind == Kind.COMPUTER ? "PATCH /api/v1/computers-inventory-detail/*" : "PATCH /api/v2/mobile-devices/*";
        server.faults().on(path).answer(Fault.thoughDone(Fault.status(409)));
        desk.tag(serial(kind), "A-7");
        reaches(kind, OutboxState.SENT);
        server.faults().on(path).answer(Fault.thoughDone(Fault.resetBeforeBody()));
        desk.tag(serial(kind), "A-8");
        reaches(kind, OutboxState.SENT);
        server.faults().on(path).answer(Fault.notDone());
        desk.tag(serial(kind), "A-9");
        var last = reaches(kind, kind == Kind.COMPUTER ? OutboxState.FAILED : OutboxState.SENT);

        assertThat(at(kind, "/general/assetTag")).isEqualTo("A-8");
        assertThat(last.confirmed()).isFalse();
        assertThat(patches()).hasSize(3);
    }

    @Test
    void F25_whatWasAnsweredWithAStatusAloneAndHadNoEffectFailsOnceTheMdmHadItsTime() {
        var connection = connect(server, BOTH);
        server.faults().on("PATCH /api/v2/mobile-devices/*").answer(Fault.notDone());
        desk.tag("JMOBILE", "A-9");
        assertThat(reaches(Kind.MOBILE_DEVICE, OutboxState.SENT).confirmed()).isFalse();

        sync(connection);
        assertThat(reaches(Kind.MOBILE_DEVICE, OutboxState.SENT).confirmed()).isFalse();
        jdbc.sql("update outbox set stale_till = now() - interval '1 second'").update();
        var told = sync(connection);
        var failed = reaches(Kind.MOBILE_DEVICE, OutboxState.FAILED);
        var later = sync(connection);

        assertThat(failed.reason()).contains("still is as before");
        assertThat(ledger.remarks(told.id(), 0, 10)).hasSize(1);
        assertThat(ledger.remarks(later.id(), 0, 10)).isEmpty();
        assertThat(column("select asset_tag from asset where serial = 'JMOBILE'", String.class))
                .containsExactly("A-9");
        assertThat(patches()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void C2_aMissingPrivilegeIsNamed(Kind kind) {
        connect(server, BOTH);
        server.grant(
                CLIENT,
                Arrays.stream(JamfPrivilege.values())
                        .filter(privilege -> !privilege.name().startsWith("UPDATE"))
                        .toArray(JamfPrivilege[]::new));

        desk.tag(serial(kind), "A-7");
        var failed = reaches(kind, OutboxState.FAILED);

        assertThat(failed.reason())
                .contains(kind == Kind.COMPUTER ? "\"Update Computers\"" : "\"Update Mobile Devices\"");
        server.grant(CLIENT, JamfPrivilege.values());
        outbox.retry(failed.id(), Actor.ROLLCALL);
        reaches(kind, OutboxState.SENT);
    }
}
