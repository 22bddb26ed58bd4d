package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import io.rollcall.access.Role;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        asset = withKey();
    }

    private long withKey() {
        return jdbc.sql("select min(asset_id) from restricted_value v join connection c on c.id = v.connection_id "
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
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + command)))
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
        await().atMost(Duration.ofSeconds(20)).until(() -> {
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
        var commander = openAs(at(), Role.COMMANDER);
        for (var path : List.of("/commands/restart", "/restricted/recovery-key")) {
            assertThat(operator.request().get(at() + path).status()).as(path).isEqualTo(403);
            var refused = operator.request().post(at() + path, withToken(operator));
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.text()).as(path).contains("Not allowed");
        }
        assertThat(commander
                        .request()
                        .post(at() + "/commands/restart", withToken(commander))
                        .status())
                .as("a form that lacks all else, of somebody who may send it")
                .isNotEqualTo(403);
        assertThat(commander.getByText("Device commands", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(commander.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Restricted")))
                .hasCount(0);
    }

    /** With the token that the page's forms have: what is refused then is refused for the role. */
    private static RequestOptions withToken(Page page) {
        return RequestOptions.create()
                .setHeader("X-CSRF-TOKEN", page.locator("meta[name=csrf-token]").getAttribute("content"));
    }

    @Test
    void D9_aCommandAndARevealTakeTheKeyboardAlone() {
        connected("{'commands':['restart'],'restricted':true,'details':{'mode':'always'}}");
        asset = withKey();
        var page = openAs(at(), Role.COMMANDER, Role.RESTRICTED);
        tabTo(page, page.getByText("Device commands", new Page.GetByTextOptions().setExact(true)));
        page.keyboard().press("Enter");
        tabTo(page, page.locator(".commands a").first());
        page.keyboard().press("Enter");
        tabTo(page, page.getByLabel("Reason"));
        page.keyboard().type("hangs");
        tabTo(page, page.getByLabel("Your password"));
        page.keyboard().type(PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("#messages")).containsText("Restart: asked for.");

        tabTo(page, page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Reveal: Recovery key")));
        page.keyboard().press("Enter");
        tabTo(page, page.getByLabel("Reason"));
        page.keyboard().type("ticket 4713");
        tabTo(page, page.getByLabel("Your password"));
        page.keyboard().type(PASSWORD);
        tabTo(page, page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Reveal")));
        page.keyboard().press("Enter");
        assertThat(page.locator("#secret")).hasText(Pattern.compile("[A-Z0-9-]{20,}"));
    }

    private static void tabTo(Page page, Locator wanted) {
        wanted.waitFor();
        for (var i = 0; i < 80 && !(Boolean) wanted.evaluate("node => node === document.activeElement"); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(wanted).isFocused();
    }

    /** Security item 21. */
    @Test
    void S21_wordsOfPeopleAndMdmsAreTextOnTheDevicesPage() {
        connected("{'push':{'asset-tag':true}}");
        var hostile = "<img src=x onerror=\"document.title='owned'\">\u202E${7*7}{{7*7}}";
        var field = api().post("/api/v1/custom-fields", "{'name':'%s','type':'text'}".formatted(json(hostile)))
                .expect(201)
                .at("/key");
        try {
            tenant.faults()
                    .on("PATCH /api/v1/devices/*")
                    .always()
                    .answer(Fault.answer(400, "application/json", "\"" + hostile.replace("\"", "\\\"") + "\""));
            api().patch(
                            "/api/v1/assets/" + asset,
                            "{'fields':{'asset-tag':'T-1'},'customFields':{'%s':'%s'}}".formatted(field, json(hostile)))
                    .expect(200);
            awaitPush("failed");
            command(mac.deviceId(), "restart", "failed", hostile);
            var page = open(at());

            // of what an MDM answers, tags are left out before it is stored
            assertThat(page.locator("section:has(#pushes)")).containsText("${7*7}{{7*7}}");
            assertThat(page.locator("section:has(#what)")).containsText(hostile);
            assertThat(page.locator("section:has(#commands) bdi")
                            .filter(new Locator.FilterOptions().setHasText(hostile)))
                    .hasCount(2);
            assertThat(page.locator("main img, main script")).hasCount(0);
            assertThat(page.title()).endsWith(" · Rollcall");
        } finally {
            api().delete("/api/v1/custom-fields/" + field + "?confirm=true").expect(200);
        }
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\u0027").replace("\"", "\\\"");
    }

    /** A command as it would stand there by now; reason and message are the same. */
    private void command(String device, String command, String state, String reason) {
        jdbc.sql("""
                        insert into device_command (request_id, requested_by, asset_id, connection_id, source_id, serial,
                                                    platform, command, reason, message, state, settled_at)
                        select gen_random_uuid(), 'ana', d.asset_id, d.connection_id, d.source_id, d.serial, 'Mac', :command,
                               :reason, :reason, :state, case :state when 'failed' then now() end
                        from device d where d.source_id = :device
                        """)
                .param("command", command)
                .param("state", state)
                .param("reason", reason)
                .param("device", device)
                .update();
    }

    @Test
    void D9_aCommandThatWaitsIsWithinReachHoweverManyOthersThereAre() {
        connected("{'commands':['restart']}");
        var devices = tenant.fleet().ids();
        devices.forEach(device -> command(device, "shutdown", "awaiting-approval", "waits in " + connection));
        for (var i = 0; i < 15; i++) {
            command(mac.deviceId(), "restart", "failed", "again");
        }
        var page = openAs("/", Role.COMMANDER);

        assertThat(page.locator("section[aria-labelledby=needs] li")
                        .filter(new Locator.FilterOptions().setHasText("waits in " + connection)))
                .hasCount(devices.size());
        page.navigate(at());
        assertThat(page.locator("section[aria-labelledby=commands] li")).hasCount(11);
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Agree: send it");
        assertThat(page.locator("#messages")).containsText("Agreed.");
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
                .filter(new Locator.FilterOptions().setHasText(mac.serial()))
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
        await().until(() -> !stored().equals(before));
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Reveal");
        assertThat(page.locator("#secret")).hasText(Pattern.compile("[A-Z0-9-]{20,}"));
        assertThat(reveals()).isEqualTo(2);
    }

    @Test
    void A12_whoRevealsTooManyIsToldToWait() {
        connectedWithKeys();
        var page = openAs(at() + "/restricted/recovery-key", Role.RESTRICTED);
        jdbc.sql("insert into audit (actor, action, object) "
                        + "select ?, 'restricted.reveal', 'asset/0' from generate_series(1, 10)")
                .param(page.locator(".account > summary bdi").textContent())
                .update();
        page.getByLabel("Reason").fill("ticket 4714");
        page.getByLabel("Your password").fill(PASSWORD);
        press(page, "Reveal");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("At most 10 restricted values");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("try again later");
        assertThat(page.getByLabel("Reason")).hasValue("ticket 4714");
        assertThat(page.locator("#secret")).hasCount(0);
        assertThat(reveals()).isZero();
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
        awaitPush("failed");
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
        awaitPush("sent");
        page.navigate(at());
        assertThat(panel.locator(".state")).hasText("sent");
    }

    private void awaitPush(String state) {
        await().until(() -> api().get("/api/v1/assets/" + asset + "/outbox")
                .each("", "state")
                .contains(state));
    }

    @Test
    void C3_whatIsSaidOfAChangeIsWhatBecameOfItMeanwhile() {
        connected("{'push':{'asset-tag':true}}");
        tenant.faults()
                .on("PATCH /api/v1/devices/*")
                .always()
                .answer(Fault.answer(400, "application/json", "\"Not today\""));
        api().patch("/api/v1/assets/" + asset, "{'fields':{'asset-tag':'T-1'}}").expect(200);
        awaitPush("failed");
        var page = open(at());
        push("sent");
        press(page, "Don't send the asset tag");
        assertThat(page.locator("#messages")).containsText("The asset tag was sent already: the MDM has it.");
        push("failed");
        page.reload();
        push("sent");
        press(page, "Send the asset tag again");
        assertThat(page.locator("#messages")).containsText("The asset tag was sent already: nothing was changed.");

        push("failed");
        page.reload();
        press(page, "Don't send the asset tag");
        assertThat(page.locator("#messages")).containsText("The asset tag is not sent any more: the next sync takes");
        assertThat(page.locator("section[aria-labelledby=pushes] .state")).hasText("discarded");
        api().patch("/api/v1/assets/" + asset, "{'fields':{'asset-tag':'T-2'}}").expect(200);
        awaitPush("failed");
        tenant.faults().clear();
        page.reload();
        press(page, "Send the asset tag again");
        assertThat(page.locator("#messages")).containsText("The asset tag is on its way to the MDM.");
        awaitPush("sent");
    }

    private void push(String state) {
        jdbc.sql("update outbox set state = :state where asset_id = :asset")
                .param("state", state)
                .param("asset", asset)
                .update();
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
    void D10_whatIsReadAgainAppearsOnceWithItsKeysAndNobodyLosesTheirPlace() {
        connectedWithKeys();
        jdbc.sql("delete from restricted_value where asset_id = ?").param(asset).update();
        jdbc.sql("update device set restricted_at = null, details_at = null where asset_id = ?")
                .param(asset)
                .update();
        var goOn = new CountDownLatch(1);
        tenant.faults().on("/api/v1/devices/*/**").answer(Fault.meanwhile(() -> {
            try {
                goOn.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        var asked = new CopyOnWriteArrayList<String>();
        var page = openAs(at(), Role.RESTRICTED);
        page.onRequest(request -> asked.add(request.url()));
        assertThat(page.locator("#reading[role=status]")).containsText("it appears here by itself");
        assertThat(page.locator("section[aria-labelledby=restricted]")).containsText("Nothing is kept");
        accessible(page);
        page.locator("#what-table").focus();
        var place = page.locator("#reading").elementHandle();
        goOn.countDown();

        assertThat(page.locator("#reading")).containsText("The reading is over");
        assertThat(page.locator("section[aria-labelledby=restricted]")).containsText("Recovery key");
        assertThat(page.locator("#what-table")).isFocused();
        assertThat((Boolean) place.evaluate("node => node.isConnected"))
                .as("what is read out is another text in the same place")
                .isTrue();
        assertThat(asked.stream().filter(url -> url.endsWith(at()))).hasSize(1);
        assertThat(asked.stream().filter(url -> url.contains("/reading?look="))).isNotEmpty();
    }

    @Test
    void whileTheMdmIsAwayThePageSaysWhatIsKnownAndWhatToDo() {
        connected("{'details':{'mode':'on-demand'}}");
        tenant.faults().on("/api/v1/devices/*/**").always().answer(Fault.status(503));
        var page = open(at());

        assertThat(page.locator("#reading")).containsText("The reading is over");
        assertThat(page.locator("#known")).containsText("Its details couldn't be read again.");
        assertThat(page.locator("#known")).containsText(mac.serial());
        assertThat(page.locator("#known .message-warn")).containsText("again");
        accessible(page);
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
