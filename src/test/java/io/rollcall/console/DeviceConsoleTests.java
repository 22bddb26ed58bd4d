package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.rollcall.access.Role;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an asset's page offers about the device in the MDM: commands, restricted values, changes on their way, its details. */
class DeviceConsoleTests extends BrowserTest {

    private static final String ACTIONS = "POST /api/v1/devices/*/action/*";

    private SimulatedIru tenant;
    private SimulatedDevice mac;
    private String connection;
    private long asset;

    /** A tenant in sync, and one of its Macs. */
    private void connected(String policy) {
        tenant = tenant(12);
        mac = tenant.fleet().devices().stream()
                .filter(device -> device.platform().label().equals("Mac") && !device.missing())
                .findFirst()
                .orElseThrow();
        connection = synced(tenant, ",'policy':" + policy);
        asset = jdbc.sql("select asset_id from device where source_id = ?")
                .param(mac.deviceId())
                .query(Long.class)
                .single();
    }

    /** A tenant in sync whose recovery keys are kept, and a Mac that has one. */
    private void connectedWithKeys() {
        connected("{'restricted':true,'details':{'mode':'always'}}");
        asset = jdbc.sql("select min(asset_id) from restricted_value v join connection c on c.id = v.connection_id "
                        + "where v.field = 'recovery-key' and c.name = ?")
                .param(connection)
                .query(Long.class)
                .single();
    }

    private String at() {
        return "/assets/" + asset;
    }

    private long left() {
        return tenant.requests().matching(ACTIONS).stream()
                .filter(request -> request.path().contains(mac.deviceId()))
                .count();
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static void choose(Page page, String command) {
        page.getByText("Device commands", new Page.GetByTextOptions().setExact(true))
                .click();
        page.locator(".commands")
                .getByRole(AriaRole.LINK)
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText(Pattern.compile("^" + command)))
                .click();
    }

    @Test
    void C5_aCommandIsConfirmedSentOnceAndItsOutcomeIsShown() {
        connected("{'commands':['restart','lock']}");
        var page = openAs(at(), Role.COMMANDER);
        page.getByText("Device commands", new Page.GetByTextOptions().setExact(true))
                .click();
        page.getByText("Not offered, and why").click();
        assertThat(page.locator(".commands")).containsText("It is not enabled on the connection " + connection);
        picture(page, "commands");
        accessible(page);
        page.keyboard().press("Escape");
        choose(page, "Restart");

        assertThat(page.locator("main")).containsText("Work that isn't saved is lost.");
        assertThat(page.locator("main")).containsText(mac.serial());
        picture(page, "command");
        accessible(page);
        page.getByLabel("Reason").fill("hangs");
        page.getByLabel("Your password").fill("not the password");
        press(page, "Restart");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("this isn't your password");
        assertThat(page.getByLabel("Reason")).hasValue("hangs");
        accessible(page);
        assertThat(left()).isZero();
        var same = page.locator("input[name=requestId]").inputValue();
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Restart");

        assertThat(page.locator("#messages")).containsText("Restart: asked for.");
        reloadUntil(page, "acknowledged");
        assertThat(page.locator("section[aria-labelledby=commands]")).containsText("hangs");
        picture(page, "command-told");
        accessible(page);
        page.navigate(at() + "/commands/restart");
        page.locator("input[name=requestId]").evaluate("(field, id) => field.value = id", same);
        page.getByLabel("Reason").fill("hangs");
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Restart");
        assertThat(page.locator("#messages")).containsText("Restart: asked for.");
        assertThat(left()).as("a form that is sent twice").isEqualTo(1);
    }

    private static void reloadUntil(Page page, String state) {
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> {
                    page.reload();
                    return page.locator("section[aria-labelledby=commands] .state")
                            .first()
                            .textContent()
                            .equals(state);
                });
    }

    @Test
    void D9_onlyCommandersAreOfferedCommandsAndOnlyTheRestrictedRoleReveals() {
        connected("{'commands':['restart'],'restricted':true,'details':{'mode':'always'}}");
        var operator = openAs(at(), Role.OPERATOR, Role.ADMIN);
        assertThat(operator.getByText("Device commands", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
        assertThat(operator.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Restricted")))
                .hasCount(0);
        for (var path : List.of("/commands/restart", "/restricted/recovery-key")) {
            assertThat(operator.request().get(at() + path).status()).as(path).isEqualTo(403);
            assertThat(operator.request().post(at() + path).status()).as(path).isEqualTo(403);
        }
        var commander = openAs(at(), Role.COMMANDER);
        assertThat(commander.getByText("Device commands", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(commander.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Restricted")))
                .hasCount(0);
    }

    @Test
    void F62_eraseWantsThePasswordAndTheSerialNumberOfTheDeviceThatThePageShowed() {
        connected("{'commands':['erase']}");
        var page = openAs(at() + "/commands/erase", Role.COMMANDER);
        picture(page, "erase");
        accessible(page);
        page.getByLabel("Reason").fill("sold");
        page.getByLabel("PIN").fill("123456");
        page.getByLabel("Serial number, typed").fill("ANOTHER1");
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Erase this device");

        assertThat(page.locator("#serial-error")).containsText("This is not the serial number of the device");
        assertThat(page.getByLabel("PIN")).hasValue("");
        accessible(page);
        // the page is old: meanwhile the asset is another device
        page.locator("input[name=deviceId]").evaluate("field => field.value = 'another-device'");
        page.getByLabel("PIN").fill("123456");
        page.getByLabel("Serial number, typed").fill(mac.serial());
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Erase this device");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The asset is another device by now");
        assertThat(left()).isZero();
        page.navigate(at() + "/commands/erase");
        page.getByLabel("Reason").fill("sold");
        page.getByLabel("PIN").fill("123456");
        page.getByLabel("Serial number, typed").fill(mac.serial());
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Erase this device");
        reloadUntil(page, "acknowledged");
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void C5_thePageSaysWhereThePinOfALockedMacIs() {
        connected("{'commands':['lock']}");
        var page = openAs(at() + "/commands/lock", Role.COMMANDER);
        accessible(page);
        page.getByLabel("Reason").fill("lost");
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Lock");
        reloadUntil(page, "acknowledged");

        assertThat(page.locator("section[aria-labelledby=commands]"))
                .containsText("people with the role restricted can reveal it");
    }

    @Test
    void D9_anotherCommanderAgreesWithTheirPasswordOrDoesNot() {
        connected("{'commands':['restart']}");
        jdbc.sql("""
                        insert into device_command (request_id, requested_by, asset_id, connection_id, source_id, serial,
                                                    platform, command, reason, state)
                        select 'waits-for-a-second-' || n, 'ana', d.asset_id, d.connection_id, d.source_id, d.serial,
                               'Mac', case n when 1 then 'restart' else 'shutdown' end, 'slow', 'awaiting-approval'
                        from device d, generate_series(1, 2) n where d.source_id = ?
                        """).param(mac.deviceId()).update();
        var page = openAs("/", Role.COMMANDER);
        page.locator("#needs ~ *, section[aria-labelledby=needs]")
                .getByRole(AriaRole.LINK)
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText(mac.serial()))
                .first()
                .click();
        picture(page, "command-waits");
        accessible(page);
        page.getByLabel("Your password").first().fill("not the password");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Agree: send it"))
                .first()
                .click();
        assertThat(page.locator("#messages")).containsText("this isn't your password");
        page.getByLabel("Why not").first().fill("not now");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Don't send"))
                .first()
                .click();
        assertThat(page.locator("#messages")).containsText("nothing is sent");
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Agree: send it");
        assertThat(page.locator("#messages")).containsText("Agreed.");
        assertThat(jdbc.sql(
                                "select state from device_command where request_id like 'waits%' and asset_id = ? order by id")
                        .param(asset)
                        .query(String.class)
                        .list())
                .last()
                .isEqualTo("rejected");
    }

    @Test
    void A12_aRestrictedValueIsRevealedForAReasonAndAPassword() {
        connectedWithKeys();
        var page = openAs(at(), Role.RESTRICTED);
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Reveal: Recovery key"))
                .click();
        picture(page, "reveal");
        accessible(page);
        page.getByLabel("Reason").fill("ticket 4711");
        page.getByLabel("Your password").fill("not the password");
        press(page, "Reveal");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("this isn't your password");
        assertThat(page.locator("#secret")).hasCount(0);
        accessible(page);
        assertThat(reveals()).isZero();
        page.getByLabel("Your password").fill(PASSWORD);
        var answer = page.waitForResponse(ending -> ending.url().endsWith("recovery-key"), () -> press(page, "Reveal"));

        assertThat(answer.headerValue("cache-control")).contains("no-store");
        assertThat(page.locator("#secret")).hasText(Pattern.compile("[A-Z0-9-]{20,}"));
        picture(page, "revealed");
        accessible(page);
        var key = page.locator("#secret").textContent();
        assertThat(reveals()).isEqualTo(1);
        page.navigate(at());
        assertThat(page.content()).doesNotContain(key);
    }

    @Test
    void F66_aRevealThatFailsIsOnRecordAndShowsNothing() {
        connectedWithKeys();
        jdbc.sql("update restricted_value set value = overlay(value placing 'AAAA' from length(value) - 8 for 4) "
                        + "where asset_id = ?")
                .param(asset)
                .update();
        var page = openAs(at() + "/restricted/recovery-key", Role.RESTRICTED);
        page.getByLabel("Reason").fill("ticket 4712");
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Reveal");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("can't be read with the secret key in use");
        assertThat(page.locator("#secret")).hasCount(0);
        assertThat(reveals()).isEqualTo(1);
        // the MDM's rotated key takes its place with the next reading, and only that is shown
        var before = stored();
        jdbc.sql("update device set restricted_at = null where asset_id = ?")
                .param(asset)
                .update();
        open(at());
        org.awaitility.Awaitility.await().until(() -> !stored().equals(before));
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Reveal");
        assertThat(page.locator("#secret")).hasText(Pattern.compile("[A-Z0-9-]{20,}"));
        assertThat(reveals()).isEqualTo(2);
    }

    private String stored() {
        return jdbc.sql("select value from restricted_value where asset_id = ? and field = 'recovery-key'")
                .param(asset)
                .query(String.class)
                .single();
    }

    private int reveals() {
        return jdbc.sql("select count(*) from audit where action = 'restricted.reveal' and object = ?")
                .param("asset/" + asset)
                .query(Integer.class)
                .single();
    }

    @Test
    void C3_changesOnTheirWayAreShownSentAgainAndTakenBack() {
        connected("{'push':{'asset-tag':true}}");
        tenant.faults()
                .on("PATCH /api/v1/devices/*")
                .always()
                .answer(Fault.answer(400, "application/json", "\"Not today\""));
        api().patch("/api/v1/assets/" + asset, "{'fields':{'asset-tag':'T-1'}}").expect(200);
        org.awaitility.Awaitility.await()
                .until(() -> api().get("/api/v1/assets/" + asset + "/outbox")
                        .each("", "state")
                        .contains("failed"));
        var page = open(at());
        var panel = page.locator("section[aria-labelledby=pushes]");
        assertThat(panel).containsText("Not today");
        picture(page, "push-failed");
        accessible(page);
        assertThat(openAs(at(), Role.VIEWER).locator("section[aria-labelledby=pushes] form"))
                .hasCount(0);
        page.navigate("/connections/" + connection);
        assertThat(page.locator("main")).containsText("1 change failed");
        accessible(page);
        tenant.faults().clear();
        press(page, "Send all again");
        assertThat(page.locator("#messages")).containsText("1 change is sent again.");
        org.awaitility.Awaitility.await()
                .until(() -> api().get("/api/v1/assets/" + asset + "/outbox")
                        .each("", "state")
                        .contains("sent"));
        page.navigate(at());
        assertThat(panel.locator(".state")).hasText("sent");
    }

    @Test
    void D10_whatIsOldIsReadAgainWhenTheAssetIsOpenedAndAppearsByItself() {
        connected("{'details':{'mode':'on-demand'}}");
        assertThat(jdbc.sql("select detail_record is null from device where source_id = ?")
                        .param(mac.deviceId())
                        .query(Boolean.class)
                        .single())
                .isTrue();
        var page = open(at());

        assertThat(page.getByText("it appears here by itself")).hasCount(0);
        assertThat(page.locator("#known")).containsText("Agent version");
        assertThat(jdbc.sql("select detail_record is not null from device where source_id = ?")
                        .param(mac.deviceId())
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void C5_viewInTheMdmLeadsToTheDevicesPageThere() {
        connected("{}");
        api().post("/api/v1/connections/" + connection + "/disable").expect(200);
        jdbc.sql("update connection set base_url = 'https://acme.api.kandji.io' where name = ?")
                .param(connection)
                .update();
        var page = open(at());

        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("View in Iru")))
                .hasAttribute("href", "https://acme.kandji.io/devices/" + mac.deviceId());
        assertThat(page.locator("main")).containsText("The connection is not enabled.");
    }
}
