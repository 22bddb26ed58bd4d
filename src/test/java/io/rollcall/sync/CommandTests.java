package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.access.Actor;
import io.rollcall.command.Command;
import io.rollcall.command.CommandRequest;
import io.rollcall.command.Commands;
import io.rollcall.command.OfferedCommand;
import io.rollcall.connection.ConnectionChanges;
import io.rollcall.demo.Fault;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.JamfPrivilege;
import io.rollcall.demo.LoggedRequest;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.device.DeviceCommand;
import io.rollcall.records.RecordProblem;
import io.rollcall.restricted.RestrictedValues;
import io.rollcall.secret.SecretRotation;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.source.RestrictedField;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Commands to devices, against both MDMs: what is offered, sent once, and known of the outcome. */
class CommandTests extends JamfPipelineTest {

    private static final String ALL = "[blank-push, lock, unlock-account, restart, shutdown, erase]";
    private static final String ALLOWED = "\"commands\": " + ALL.replaceAll("([a-z-]+)", "\"$1\"");
    private static final Actor ANA = new Actor("ana", "");
    private static final Actor BEN = new Actor("ben", "");
    private static final String ACTIONS = "POST /api/v1/devices/*/action/*";

    @Autowired
    private Commands commands;

    @Autowired
    private RestrictedValues restricted;

    @Autowired
    private SecretRotation rotation;

    private SimulatedIru iru;
    private SimulatedDevice mac;
    private SimulatedDevice phone;

    /** Any devices that matter to a test, whatever the seed gives. */
    @BeforeEach
    void start() {
        iru = tenant(40);
        mac = first("Mac");
        phone = first("iPhone");
    }

    private SimulatedDevice first(String platform) {
        return iru.fleet().devices().stream()
                .filter(device -> device.platform().label().equals(platform))
                .findFirst()
                .orElseThrow();
    }

    private String connected() {
        return connect(iru, "{" + NO_LIMITS + ", " + ALLOWED + "}");
    }

    private long asset(String deviceId) {
        return column("select asset_id from device where source_id = ?", Long.class, deviceId)
                .get(0);
    }

    private static CommandRequest ask(DeviceCommand command) {
        return request(command, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static CommandRequest request(
            DeviceCommand command, Optional<String> serial, Optional<String> pin, Optional<String> userName) {
        return new CommandRequest(
                command,
                "left in a taxi",
                Optional.empty(),
                Optional.empty(),
                serial,
                pin,
                userName,
                Optional.of("Please return"),
                Optional.empty());
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private Command give(String deviceId, CommandRequest request) {
        return commands.request(asset(deviceId), request, id(), ANA).command();
    }

    private Command awaited(long id, String... states) {
        await(() -> {
            lookSoon();
            return Arrays.asList(states)
                    .contains(commands.find(id).orElseThrow().state());
        });
        return commands.find(id).orElseThrow();
    }

    /** A device is given a second or more to answer; nobody waits for that here. */
    private void lookSoon() {
        jdbc.sql("update device_command set look_at = now()"
                        + " where look_at between now() and now() + interval '10 seconds'")
                .update();
    }

    private void awaitTwoLooks() {
        await(() -> {
            lookSoon();
            return iru.requests().matching("GET /api/v1/devices/*/commands").size() >= 2;
        });
    }

    private List<LoggedRequest> sent(String device) {
        return iru.requests().matching("POST /api/v1/devices/" + device + "/action/*");
    }

    private List<String> offered(String deviceId) {
        return commands.offered(asset(deviceId)).stream()
                .filter(OfferedCommand::offered)
                .map(OfferedCommand::command)
                .toList();
    }

    private String why(String deviceId, String command) {
        return commands.offered(asset(deviceId)).stream()
                .filter(offer -> offer.command().equals(command))
                .map(OfferedCommand::why)
                .findFirst()
                .orElseThrow();
    }

    // ------------------------------------------------------------------------------------------------- offers

    @Test
    void C5_offersWhatAppliesToThePlatformAndSaysWhyNotTheRest() {
        connected();

        assertThat(offered(mac.deviceId()))
                .containsExactly("blank-push", "lock", "unlock-account", "restart", "shutdown", "erase");
        assertThat(offered(phone.deviceId())).containsExactly("blank-push", "lock", "erase");
        assertThat(why(phone.deviceId(), "restart")).contains("only for Mac", "iPhone");
        assertThat(commands.offered(asset(mac.deviceId())))
                .allSatisfy(offer -> assertThat(offer.effect()).isNotBlank());
        assertThat(commands.offered(asset(mac.deviceId())).get(5).needs()).containsExactly("serial", "pin");
    }

    @Test
    void C5_offersAndTakesNothingUnlessEnabledOnTheConnection() {
        connect(iru, LIST_ONLY);

        assertThat(offered(mac.deviceId())).isEmpty();
        assertThat(why(mac.deviceId(), "lock")).contains("not enabled on the connection", "\"commands\"");
        assertThatThrownBy(() -> give(mac.deviceId(), ask(DeviceCommand.LOCK)))
                .isInstanceOf(RecordProblem.class)
                .hasMessageContaining("not enabled");
        assertThat(iru.requests().matching("POST /**")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DeviceCommand.class,
            names = {"RESTART", "SHUTDOWN", "UNLOCK_ACCOUNT"})
    void C5_refusesWhatDoesNotApplyToThePlatform(DeviceCommand command) {
        connected();

        assertThatThrownBy(() -> give(phone.deviceId(), ask(command)))
                .isInstanceOf(RecordProblem.class)
                .hasMessageContaining("only for Mac");
        assertThat(sent(phone.deviceId())).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------- sending

    @Test
    void C5_locksAMacAndKeepsThePinAsARestrictedValue() {
        connected();

        var asked = give(mac.deviceId(), ask(DeviceCommand.LOCK));
        var locked = awaited(asked.id(), "acknowledged");

        assertThat(locked.message()).isEqualTo("The device carried it out.");
        assertThat(sent(mac.deviceId()))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).isEqualTo("{\"Message\":\"Please return\"}"));
        assertThat(locked.pin()).isTrue();
        var pin = lockPin(asked);
        assertThat(pin).matches("\\d{6}");
        for (var table : List.of("device_command", "restricted_value", "audit")) {
            assertThat(count("select count(*) from " + table + " t where t::text like ?", "%" + pin + "%"))
                    .as("rows of %s with the PIN", table)
                    .isZero();
        }
    }

    private String lockPin(Command command) {
        return restricted
                .reveal(command.asset().orElseThrow(), RestrictedField.LOCK_PIN, "the owner is back", BEN)
                .value()
                .reveal();
    }

    @Test
    void D9_givesEachCommandToIruInItsWords() {
        connected();

        for (var command : List.of(DeviceCommand.BLANK_PUSH, DeviceCommand.RESTART, DeviceCommand.SHUTDOWN)) {
            awaited(
                    give(mac.deviceId(), ask(command)).id(),
                    command == DeviceCommand.BLANK_PUSH ? "sent" : "acknowledged");
        }
        awaited(
                give(
                                mac.deviceId(),
                                request(
                                        DeviceCommand.UNLOCK_ACCOUNT,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of("ada")))
                        .id(),
                "acknowledged");
        awaited(give(mac.deviceId(), erase(mac.serial(), "123456")).id(), "acknowledged");

        assertThat(sent(mac.deviceId()))
                .extracting(request -> request.path().replaceFirst(".*/", "") + " " + request.body())
                .containsExactly(
                        "blankpush {}",
                        "restart {\"RebuildKernelCache\":false,\"NotifyUser\":false}",
                        "shutdown {}",
                        "unlockaccount {\"UserName\":\"ada\"}",
                        "erase {\"PreserveDataPlan\":true,\"DisallowProximitySetup\":false,\"PIN\":\"123456\"}");
    }

    private static CommandRequest erase(String serial, String pin) {
        return request(DeviceCommand.ERASE, Optional.of(serial), Optional.of(pin), Optional.empty());
    }

    @Test
    void D9_auditsWhoWhenAndWhy() {
        connected();

        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        awaited(asked.id(), "acknowledged");

        assertThat(column(
                        "select actor || ' ' || action || ' ' || coalesce(detail ->> 'reason', '') from audit"
                                + " where object = ? order by id",
                        String.class,
                        "command/" + asked.id()))
                .containsExactly(
                        "ana command.request left in a taxi",
                        "rollcall command.sent ",
                        "rollcall command.acknowledged ");
    }

    @Test
    void D9_namesTheMissingPermissionOfIruExactly() {
        connected();
        iru.grant("test", Permission.DEVICE_LIST, Permission.GET_DEVICE_COMMANDS, Permission.RESTART_DEVICE);

        var failed = awaited(give(mac.deviceId(), ask(DeviceCommand.LOCK)).id(), "failed");

        assertThat(failed.message())
                .contains("Nothing was done", "the permission \"Lock Device\"", "Device Actions > Lock Device");
        iru.grant("test");
    }

    @Test
    void D9_aStateThatCannotBeAuditedIsNotTakenAndTheCommandNotSentAgain() {
        connected();
        jdbc.sql("""
                        create function no_audit() returns trigger language plpgsql
                        as $$ begin raise exception 'the audit is full'; end $$;
                        create trigger no_audit before insert on audit for each row
                        when (new.action = 'command.sent') execute function no_audit()
                        """).update();
        try {
            var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));

            awaited(asked.id(), "acknowledged");
            assertThat(column(
                            "select action from audit where object = ? order by id",
                            String.class,
                            "command/" + asked.id()))
                    .containsExactly("command.request", "command.unknown", "command.acknowledged");
            assertThat(sent(mac.deviceId())).hasSize(1);
        } finally {
            jdbc.sql("drop function no_audit cascade").update();
        }
    }

    // ------------------------------------------------------------------------------------------------- Jamf Pro

    private SimulatedJamf pro() {
        return jamf(6, 6);
    }

    private String connectedTo(SimulatedJamf server) {
        return connect(server, "{\"create\": {\"managed-only\": false, \"requires\": []}, " + ALLOWED + "}");
    }

    @Override
    String writes() {
        return "POST /api/((v1/)?(oauth|auth)/token|v2/mdm/(commands|blank-push))";
    }

    private static int managed(SimulatedJamf server, Kind kind, String pointer) {
        return server.fleet().ids(kind).stream()
                .filter(number -> server.fleet()
                        .record(kind, number)
                        .orElseThrow()
                        .at(pointer)
                        .asBoolean())
                .findFirst()
                .orElseThrow();
    }

    private static String computer(SimulatedJamf server) {
        return "computer-" + managed(server, Kind.COMPUTER, "/general/remoteManagement/managed");
    }

    @Test
    void C5_locksAMacOfJamfProWithThePinThatWasGiven() {
        var server = pro();
        connectedTo(server);
        var key = computer(server);

        assertThatThrownBy(() -> give(key, ask(DeviceCommand.LOCK))).isInstanceOf(InvalidSettings.class);
        var asked = give(key, request(DeviceCommand.LOCK, Optional.empty(), Optional.of("271828"), Optional.empty()));
        awaited(asked.id(), "acknowledged");

        var posts = server.requests().matching("POST /api/v2/mdm/commands");
        assertThat(posts)
                .singleElement()
                .satisfies(request -> assertThat(request.body())
                        .contains(
                                "\"commandType\":\"DEVICE_LOCK\"",
                                "\"pin\":\"271828\"",
                                "\"message\":\"Please return\""));
        assertThat(column("select reference from device_command where id = ?", String.class, asked.id())
                        .get(0))
                .isNotBlank();
        assertThat(count("select count(*) from device_command t where t::text like '%271828%' or pin is not null"))
                .isZero();
        assertThat(lockPin(asked)).isEqualTo("271828");
    }

    @Test
    void C5_aPinThatMayBeInForceIsKeptThoughNobodyKnowsWhetherTheCommandWasCarriedOut() {
        var server = pro();
        connectedTo(server);
        var key = computer(server);
        server.faults().on("POST /api/v2/mdm/commands").answer(Fault.resetBeforeBody());
        server.faults().on("GET /api/v2/mdm/commands").always().answer(Fault.status(503));

        var asked = give(key, request(DeviceCommand.LOCK, Optional.empty(), Optional.of("271828"), Optional.empty()));
        awaited(asked.id(), "unknown");

        assertThat(lockPin(asked)).isEqualTo("271828");
        assertThat(count("select count(*) from device_command where pin is not null"))
                .isZero();
    }

    @Test
    void F56_aPinThatWaitsToBeSentIsAmongTheSecretsThatARotationMoves() {
        var server = pro();
        connectedTo(server);
        var key = computer(server);
        var busy = server.faults()
                .on("POST /api/v2/mdm/commands")
                .always()
                .answer(Fault.status(429).header("Retry-After", "1"));
        var asked = give(key, request(DeviceCommand.LOCK, Optional.empty(), Optional.of("271828"), Optional.empty()));
        await(() -> busy.hits() > 0);

        assertThat(rotation.keys())
                .filteredOn(used -> used.first())
                .singleElement()
                .satisfies(used -> assertThat(used.values()).containsEntry("device_command", 1));
        busy.stop();
        awaited(asked.id(), "acknowledged");
    }

    @Test
    void C5_thePinOfACommandThatWasRefusedIsNotKept() {
        var server = pro();
        connectedTo(server);
        var key = computer(server);
        server.faults().on("POST /api/v2/mdm/commands").answer(Fault.status(400));

        var asked = give(key, request(DeviceCommand.LOCK, Optional.empty(), Optional.of("271828"), Optional.empty()));
        awaited(asked.id(), "failed");

        assertThat(commands.find(asked.id()).orElseThrow().pin()).isFalse();
        assertThat(count("select count(*) from device_command where pin is not null"))
                .isZero();
        assertThat(count("select count(*) from restricted_value")).isZero();
    }

    @Test
    void D9_givesEachCommandToJamfProInItsWords() {
        var server = pro();
        connectedTo(server);
        var key = computer(server);

        awaited(give(key, ask(DeviceCommand.BLANK_PUSH)).id(), "sent");
        awaited(give(key, ask(DeviceCommand.RESTART)).id(), "acknowledged");
        awaited(give(key, ask(DeviceCommand.SHUTDOWN)).id(), "acknowledged");
        awaited(
                give(key, request(DeviceCommand.UNLOCK_ACCOUNT, Optional.empty(), Optional.empty(), Optional.of("ada")))
                        .id(),
                "acknowledged");
        var serial = column("select serial from device where source_id = ?", String.class, key)
                .get(0);
        awaited(give(key, erase(serial, "314159")).id(), "acknowledged");

        assertThat(server.requests().matching("POST /api/v2/mdm/blank-push")).hasSize(1);
        assertThat(server.requests().matching("POST /api/v2/mdm/commands"))
                .extracting(request -> request.body().replaceFirst(".*\"commandData\":", ""))
                .containsExactly(
                        "{\"commandType\":\"RESTART_DEVICE\",\"rebuildKernelCache\":false,\"notifyUser\":false}}",
                        "{\"commandType\":\"SHUT_DOWN_DEVICE\"}}",
                        "{\"commandType\":\"UNLOCK_USER_ACCOUNT\",\"userName\":\"ada\"}}",
                        "{\"commandType\":\"ERASE_DEVICE\",\"pin\":\"314159\",\"obliterationBehavior\":\"Default\"}}");
    }

    @Test
    void D9_namesTheMissingPrivilegeOfJamfProExactly() {
        var server = pro();
        connectedTo(server);
        var without = EnumSet.complementOf(EnumSet.of(JamfPrivilege.RESTART_COMPUTER));
        server.grant(CLIENT, without.toArray(JamfPrivilege[]::new));

        var failed = awaited(give(computer(server), ask(DeviceCommand.RESTART)).id(), "failed");

        assertThat(failed.message())
                .contains("the permission \"Send Computer Restart Command\"", "API roles and clients")
                .doesNotContain("View MDM");
    }

    @Test
    void C5_saysThatADeviceJamfProDoesNotManageCanBeToldNothing() {
        var server = pro();
        var number = server.fleet().ids(Kind.COMPUTER).get(0);
        server.fleet()
                .update(
                        Kind.COMPUTER,
                        number,
                        record -> record.withObject("/general/remoteManagement").put("managed", false));
        connectedTo(server);

        assertThat(offered("computer-" + number)).isEmpty();
        assertThat(why("computer-" + number, "restart")).contains("does not manage this device");
    }

    @Test
    void F13_aTokenThatRanOutOnTheWayCostsNothing() {
        var server = pro();
        connectedTo(server);
        server.revokeTokens();

        awaited(give(computer(server), ask(DeviceCommand.RESTART)).id(), "acknowledged");

        assertThat(server.requests().matching("POST /api/v2/mdm/commands"))
                .filteredOn(request -> request.status() == 201)
                .hasSize(1);
    }

    // ------------------------------------------------------------------------------------------------- faults

    @Test
    void F61_theSameRequestTwiceIsOneCommand() {
        connected();
        var request = erase(mac.serial(), "123456");
        var key = id();

        var first = commands.request(asset(mac.deviceId()), request, key, ANA);
        awaited(first.command().id(), "acknowledged");
        var again = commands.request(asset(mac.deviceId()), request, key, ANA);

        assertThat(first.isNew()).isTrue();
        assertThat(again.isNew()).isFalse();
        assertThat(again.command().id()).isEqualTo(first.command().id());
        assertThat(sent(mac.deviceId())).hasSize(1);
        assertThatThrownBy(() -> commands.request(asset(mac.deviceId()), ask(DeviceCommand.RESTART), key, ANA))
                .isInstanceOf(RecordProblem.class)
                .hasMessageContaining("used for another request");
    }

    @Test
    void F61_twoClicksAtOnceAreOneCommand() {
        connected();
        var key = id();
        var asset = asset(mac.deviceId());

        var clicks = IntStream.range(0, 8)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> commands.request(asset, erase(mac.serial(), "123456"), key, ANA),
                        task -> new Thread(task).start()))
                // All are sent before the first is waited for.
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(clicks.stream().map(click -> click.command().id()).distinct())
                .hasSize(1);
        assertThat(clicks.stream().filter(Commands.Requested::isNew)).hasSize(1);
        awaited(clicks.get(0).command().id(), "acknowledged");
        assertThat(sent(mac.deviceId())).hasSize(1);
    }

    @Test
    void F61_twoPeopleWhoWantTheSameAtOnceAreToldOfEachOther() {
        connected();
        iru.devicesAnswer(false);
        var asset = asset(mac.deviceId());

        var first = commands.request(asset, ask(DeviceCommand.RESTART), id(), ANA);

        assertThatThrownBy(() -> commands.request(asset, ask(DeviceCommand.RESTART), id(), BEN))
                .isInstanceOf(RecordProblem.class)
                .hasMessageContaining("Command " + first.command().id());
        iru.devicesAnswer(true);
        awaited(first.command().id(), "acknowledged");
    }

    /** What came back says nothing of what was done: the list tells, and nothing is sent a second time. */
    @ParameterizedTest
    @ValueSource(strings = {"409", "dropped", "cut", "html", "500"})
    void F61_anAnswerThatTellsNothingIsCheckedInTheListAndNeverSentAgain(String answer) {
        connected();
        iru.faults().on(ACTIONS).always().answer(fault(answer));
        iru.devicesAnswer(false);

        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        var known = awaited(asked.id(), "sent");

        assertThat(known.message()).contains("hasn't answered yet");
        assertThat(column(
                        "select detail from audit where object = ? and action = 'command.unknown'",
                        Object.class,
                        "command/" + asked.id()))
                .hasSize(1);
        iru.devicesAnswer(true);
        awaited(asked.id(), "acknowledged");
        assertThat(sent(mac.deviceId())).hasSize(1);
    }

    private static Fault fault(String answer) {
        return switch (answer) {
            case "409" -> Fault.doneButAnswers(409, "application/json", "{\"detail\":\"Conflict.\"}");
            case "dropped" -> Fault.resetBeforeBody();
            case "cut" -> Fault.doneButAnswers(200, "application/json", "{\"PIN\":");
            case "html" -> Fault.doneButAnswers(200, "text/html", "<html>Sign in</html>");
            default -> Fault.doneButAnswers(500, "text/html", "<h1>Server Error (500)</h1>");
        };
    }

    @Test
    void F61_aTimeOutAfterTheSendIsUnknownUntilTheListTellsAndIsNeverSentAgain() {
        connected();
        var slow = iru.faults().on(ACTIONS).always().answer(Fault.delay(Duration.ofSeconds(10)));
        var hidden = iru.faults().on("GET /api/v1/devices/*/commands").always().answer(Fault.status(503));

        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        var unknown = awaited(asked.id(), "unknown");
        assertThat(unknown.leftAt()).isPresent();
        hidden.stop();
        awaited(asked.id(), "acknowledged");

        assertThat(slow.hits()).isEqualTo(1);
        slow.stop();
    }

    @Test
    void F61_whatTheListDoesNotHaveStaysUnknownUntilAPersonDecides() {
        connected();
        iru.faults().on(ACTIONS).always().answer(Fault.status(502));

        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        awaited(asked.id(), "unknown");
        awaitTwoLooks();

        assertThat(commands.find(asked.id()).orElseThrow().state()).isEqualTo("unknown");
        assertThat(sent(mac.deviceId())).hasSize(1);
        assertThatThrownBy(() -> give(mac.deviceId(), ask(DeviceCommand.RESTART)))
                .hasMessageContaining("settled first");
        iru.faults().clear();
        commands.close(asked.id(), "it is still running, I looked", ANA);
        awaited(give(mac.deviceId(), ask(DeviceCommand.RESTART)).id(), "acknowledged");
        assertThat(commands.find(asked.id()).orElseThrow().state()).isEqualTo("unknown");
    }

    @Test
    void F61_aRefusalWithABareTextFailsWithThatText() {
        connected();
        awaited(give(mac.deviceId(), ask(DeviceCommand.LOCK)).id(), "acknowledged");

        var refused = awaited(give(mac.deviceId(), ask(DeviceCommand.LOCK)).id(), "failed");

        assertThat(refused.message()).contains("400", "This device is already locked.");
    }

    @Test
    void F3_aLimitThatIsReachedDelaysACommand() {
        connected();
        var full = iru.faults().on(ACTIONS).times(2).answer(Fault.status(429).header("Retry-After", "1"));

        awaited(give(mac.deviceId(), ask(DeviceCommand.RESTART)).id(), "acknowledged");

        assertThat(full.hits()).isEqualTo(2);
    }

    @Test
    void F61_aProcessThatEndedBetweenSendAndRecordLeavesItUnknownAndNeverSentTwice() {
        connected();
        iru.faults().on("GET /api/v1/devices/*/commands").always().answer(Fault.status(503));
        iru.devicesAnswer(false);
        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        awaited(asked.id(), "sent");
        // As the row of a process that was killed is: it said that the request leaves, and never said more.
        jdbc.sql(
                        "update device_command set state = 'sending', node = gen_random_uuid(), sent_at = null, reference = null,"
                                + " heartbeat_at = now() - interval '1 minute' where id = ?")
                .param(asked.id())
                .update();

        var unknown = awaited(asked.id(), "unknown");

        // the list was asked already, perhaps
        assertThat(unknown.message()).containsAnyOf("not sent again", "could not be asked");
        iru.faults().clear();
        iru.devicesAnswer(true);
        awaited(asked.id(), "acknowledged");
        assertThat(sent(mac.deviceId())).hasSize(1);
    }

    @Test
    void F62_eraseWantsTheSerialNumberOfTheVeryDevice() {
        connected();

        assertThatThrownBy(() -> give(mac.deviceId(), erase(phone.serial(), "123456")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("serial");
        assertThatThrownBy(() -> give(
                        mac.deviceId(),
                        request(DeviceCommand.ERASE, Optional.empty(), Optional.of("123456"), Optional.empty())))
                .isInstanceOf(InvalidSettings.class);
        jdbc.sql("update device set serial_normalised = 'ANOTHER' where source_id = ?")
                .param(mac.deviceId())
                .update();
        assertThatThrownBy(() -> give(mac.deviceId(), erase(mac.serial(), "123456")))
                .isInstanceOf(InvalidSettings.class);
        assertThat(sent(mac.deviceId())).isEmpty();
    }

    @Test
    void F62_aPageOfAnotherDeviceIsRefused() {
        connected();
        var stale = new CommandRequest(
                DeviceCommand.RESTART,
                "slow",
                Optional.empty(),
                Optional.of("the-id-of-an-older-record"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThatThrownBy(() -> give(mac.deviceId(), stale)).hasMessageContaining("another device by now");
    }

    @Test
    void F62_aDeviceThatIsNoMoreTheAssetWhenItsCommandLeavesGetsNone() {
        var name = connected();
        iru.faults().on(ACTIONS).times(1).answer(Fault.status(429).header("Retry-After", "2"));
        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        await(() -> sent(mac.deviceId()).size() == 1);

        jdbc.sql("update device set asset_id = null where source_id = ?")
                .param(mac.deviceId())
                .update();

        assertThat(awaited(asked.id(), "failed").message()).contains("not sent", "not this device any more");
        assertThat(sent(mac.deviceId())).hasSize(1);
        jdbc.sql("delete from device d using connection c where c.id = d.connection_id and c.name = ?")
                .param(name)
                .update();
        jdbc.sql("delete from asset").update();
    }

    @Test
    void F63_aDeviceThatNeverAnswersIsNotTakenForDone() {
        connected();
        iru.devicesAnswer(false);

        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        awaited(asked.id(), "sent");
        awaitTwoLooks();

        var pending = commands.find(asked.id()).orElseThrow();
        assertThat(pending.state()).isEqualTo("sent");
        assertThat(pending.sentAt()).isPresent();
        assertThat(pending.settledAt()).isEmpty();
        iru.devicesFail();
        assertThat(awaited(asked.id(), "failed").message()).contains("busy with an update");
    }

    @Test
    void aCommandThatIsNotAllowedAnyMoreOnceItsTurnAtTheLimitComesIsNotSent() {
        var name = connect(
                iru,
                "{\"limits\": {\"per-second\": 100000, \"per-hour\": 100000000, \"at-once\": 1}, " + ALLOWED + "}");
        var asked = new AtomicReference<Command>();
        iru.faults().on("GET /api/v1/devices").answer(Fault.meanwhile(() -> {
            asked.set(give(mac.deviceId(), ask(DeviceCommand.RESTART)));
            await(() -> count("select count(*) from device_command where try_at > now() + interval '30 seconds'") == 1);
            jdbc.sql("update connection set version = version + 1, policy = policy || '{\"commands\": []}'::jsonb")
                    .update();
        }));

        sync(name);

        assertThat(awaited(asked.get().id(), "failed").message()).contains("not enabled on the connection");
        assertThat(sent(mac.deviceId())).isEmpty();
    }

    @Test
    void aCommandThatIsNotAllowedAnyMoreWhenItsTurnComesIsNotSent() {
        var name = connected();
        iru.faults().on(ACTIONS).times(1).answer(Fault.status(429).header("Retry-After", "1"));
        var asked = give(mac.deviceId(), ask(DeviceCommand.RESTART));
        await(() -> sent(mac.deviceId()).size() == 1);
        await(() ->
                count("select count(*) from device_command where state = 'requested' and message like 'Not sent yet%'")
                        == 1);
        jdbc.sql("update device_command set try_at = 'infinity'").update();

        service.change(
                name,
                new ConnectionChanges(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(json.createObjectNode().set("commands", json.createArrayNode()))),
                Actor.ROLLCALL);
        jdbc.sql("update device_command set try_at = now()").update();

        assertThat(awaited(asked.id(), "failed").message()).contains("not enabled on the connection");
        assertThat(sent(mac.deviceId())).hasSize(1);
    }
}
