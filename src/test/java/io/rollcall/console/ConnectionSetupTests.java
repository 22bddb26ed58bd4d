package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.rollcall.access.Role;
import io.rollcall.demo.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** From nothing to a connection that syncs, and what changes it later. */
class ConnectionSetupTests extends BrowserTest {

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator link(Page page, String name) {
        return page.locator("main").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    private static Pattern ending(String path) {
        return Pattern.compile(".*" + path + "$");
    }

    /** Fills the form of a new connection; it isn't sent. */
    private Page newConnection(String name, String baseUrl, String token) {
        var page = open("/connections/_new?source=iru");
        page.getByLabel("Name of the connection").fill(name);
        page.getByText("Or enter the API's whole address").click();
        page.getByLabel("Base URL").fill(baseUrl);
        page.getByLabel("API token").fill(token);
        return page;
    }

    /** A connection that is set up as far as the test. */
    private String begun(String baseUrl) {
        var name = name();
        api().post("/api/v1/connections", connection(name, baseUrl, "")).expect(201);
        return name;
    }

    @Test
    void newUserGetsFromNothingToTheFirstSyncedAsset() {
        var tenant = tenant(6);
        var name = name();
        var page = open("/connections");
        accessible(page);
        link(page, "Set up a connection").click();
        picture(page, "connection-source");
        accessible(page);
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Iru"))
                .click();

        page.getByLabel("Name of the connection").fill(name);
        page.getByText("Or enter the API's whole address").click();
        page.getByLabel("Base URL").fill(tenant.baseUrl());
        page.getByLabel("API token").fill("tenant-token");
        picture(page, "connection-address");
        accessible(page);
        button(page, "Save and test").click();

        assertThat(page.getByText("Every check passed.")).isVisible();
        assertThat(page.locator("main")).containsText("Permission \"Device list\"");
        picture(page, "connection-test");
        accessible(page);
        link(page, "Go on: choose a preset").click();

        picture(page, "connection-preset");
        accessible(page);
        page.getByLabel("allwhere with Iru").check();
        button(page, "Go on: options").click();

        picture(page, "connection-options");
        accessible(page);
        page.getByLabel("Interval").fill("20m");
        page.getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName("Every").setExact(true))
                .check();
        page.getByLabel("Default category").fill("Fleet");
        button(page, "Go on: mapping").click();

        assertThat(page.locator("#mapping")).containsText("The examples are from");
        assertThat(page.getByLabel("What /device_name becomes")).hasValue("Device name");
        picture(page, "connection-mapping");
        accessible(page);
        button(page, "Go on: the first sync").click();

        button(page, "Make a preview").click();
        assertThat(page.locator(".counts")).containsText("new assets");
        picture(page, "connection-preview");
        accessible(page);
        assertThat(api().get("/api/v1/assets?connection=" + name).json().path("assets"))
                .as("assets after a preview")
                .isEmpty();
        button(page, "Enable and start the first sync").click();

        assertThat(page.locator("h1")).containsText("Run ");
        assertThat(page.locator(".page-head .state")).hasText("succeeded");
        picture(page, "run");
        accessible(page);
        var created = api().get("/api/v1/runs/" + firstRun(name)).number("/counts/created");
        assertThat(created).isPositive();
        assertThat(api().get("/api/v1/assets?connection=" + name).json().path("assets"))
                .hasSize((int) created);
        var policy = api().get("/api/v1/connections/" + name).json().path("policy");
        assertThat(policy.at("/schedule/every").asText()).isEqualTo("20m");
        assertThat(policy.at("/category/default").asText()).isEqualTo("Fleet");
        assertThat(policy.has("people"))
                .as("what nobody changed is an override")
                .isFalse();
        page.navigate("/connections/" + name);
        assertThat(page.locator(".page-head .state")).hasText("Up to date");
        assertThat(page.locator("main")).containsText("every 20 minutes");
        picture(page, "connection");
        accessible(page);
        accessible(openOnPhone("/connections/" + name));
        page.navigate("/connections");
        picture(page, "connections");
        accessible(page);
        accessible(openOnPhone("/connections"));
    }

    @Test
    void worksWithoutJavaScript() {
        var tenant = tenant(3);
        var name = name();
        var page = openWithoutScripts("/connections/_new?source=iru");
        page.getByLabel("Name of the connection").fill(name);
        page.getByText("Or enter the API's whole address").click();
        page.getByLabel("Base URL").fill(tenant.baseUrl());
        page.getByLabel("API token").fill("tenant-token");
        button(page, "Save and test").click();
        button(page, "Test the connection").click();
        link(page, "Go on: choose a preset").click();
        button(page, "Go on: options").click();
        button(page, "Go on: mapping").click();
        button(page, "Go on: the first sync").click();
        button(page, "Make a preview").click();
        button(page, "Enable and start the first sync").click();

        finished(firstRun(name));
        page.reload();
        assertThat(page.locator(".page-head .state")).hasText("succeeded");
    }

    @Test
    void D1_fullHostNameAsSubdomainIsRecognisedAndTheErrorSaysWhatToEnter() {
        var page = open("/connections/_new?source=iru");
        page.getByLabel("Name of the connection").fill(name());
        page.getByLabel("Subdomain").fill("acme.api.eu.kandji.io");
        page.getByLabel("API token").fill("some-token");
        button(page, "Save and test").click();

        assertThat(page.locator("#subdomain-error"))
                .containsText("Enter only \"acme\" as subdomain and \"eu\" as region");
        assertThat(page.getByLabel("Subdomain")).hasValue("acme.api.eu.kandji.io");
        assertThat(page.getByLabel("API token")).hasValue("");
        accessible(page);
    }

    @Test
    void C8_pageNamesThePermissionsByTheirExactNames() {
        var page = open("/connections/_new?source=iru");
        for (var permission : List.of("Device list", "Device details", "List users", "Device ID")) {
            assertThat(page.getByRole(
                            AriaRole.ROWHEADER,
                            new Page.GetByRoleOptions().setName(permission).setExact(true)))
                    .isVisible();
        }
        var jamf = open("/connections/_new?source=jamf");
        assertThat(jamf.getByLabel("Client ID")).isVisible();
        assertThat(jamf.getByLabel("Client secret")).hasAttribute("type", "password");
        assertThat(jamf.locator("main")).containsText("Read Mobile Devices");
        var options = open("/connections/" + begun(tenant(1).baseUrl()) + "/options");
        assertThat(options.locator("main")).containsText("An asset tag set here is written to the device in the MDM");
        assertThat(options.locator("#push-asset-tag-help")).containsText("Update a device");
        for (var permission : List.of("Send a blank push", "Lock device", "Restart device", "Shutdown device")) {
            assertThat(options.locator(
                                    "fieldset", new Page.LocatorOptions().setHasText("What devices may be told to do"))
                            .last())
                    .containsText(Pattern.compile(permission, Pattern.CASE_INSENSITIVE));
        }
        accessible(jamf);
    }

    @Test
    void E1_failedTestNamesTheMissingPermissionAndNothingIsEnabled() {
        var tenant = tenant(3, Permission.DEVICE_LIST);
        var name = name();
        var page = newConnection(name, tenant.baseUrl(), "tenant-token");
        button(page, "Save and test").click();
        assertThat(page.getByText("Every check passed.")).isVisible();
        page.navigate("/connections/" + name + "/preset");
        page.getByLabel("allwhere with Iru").check();
        button(page, "Go on: options").click();
        page.navigate("/connections/" + name + "/preview");
        button(page, "Make a preview").click();
        button(page, "Enable and start the first sync").click();

        assertThat(page.locator("#messages")).containsText("Device details");
        button(page, "Test the connection").click();

        var failed = page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("Permission \"Device details\""));
        assertThat(failed).containsText("failed");
        assertThat(failed).containsText("Settings > Access");
        accessible(page);
        assertThat(api().get("/api/v1/connections/" + name).at("/enabled")).isEqualTo("false");
        page.navigate("/connections");
        assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(name)))
                .containsText("Set-up not finished");
    }

    @Test
    void E12_newCredentialsAreTestedFirstAndAFailureLeavesTheOldInForce() {
        var tenant = tenant(3);
        var name = synced(tenant, "");
        var page = open("/connections/" + name + "/address");
        page.getByLabel("API token").fill("wrong-token");
        button(page, "Save").click();

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The new settings were not taken: their test failed.");
        accessible(page);
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");

        tenant.addToken("next", "next-token");
        page.getByLabel("API token").fill("next-token");
        button(page, "Save").click();
        assertThat(page.locator("#messages")).containsText("Saved.");
        tenant.revokeToken("rollcall");
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
    }

    @Test
    void E2_assetIdCanNotBeChosenAfterTheFirstSync() {
        var name = synced(tenant(2), "");
        var page = open("/connections/" + name + "/options");

        assertThat(page.getByLabel("Asset ID")).isDisabled();
        assertThat(page.locator("#asset-id-help")).containsText("First delete the connection with its assets");
        button(page, "Save").click();
        assertThat(page.locator("#messages")).containsText("Saved.");
    }

    @Test
    void everyPresetSaysItsKeyChoices() {
        var iru = open("/connections/" + begun(tenant(1).baseUrl()) + "/preset");
        says(iru, "allwhere with Iru", "every day at 02:00 (Etc/UTC)", "keeps its assignee: that is yours to say");
        says(iru, "allwhere with Iru", "is created if there is an e-mail address, a first and a last name");
        says(iru, "Assetbots with Kandji", "every 20 minutes", "is created");
        says(iru, "BlueTally with Kandji", "every 10 minutes", "is not created; a notice names the device");
        says(iru, "Unthread with Iru", "every day at 02:00 (Etc/UTC)", "only when a person opens the device");
        assertThat(iru.getByLabel("allwhere with Jamf Pro")).hasCount(0);

        var name = name();
        api().post(
                        "/api/v1/connections",
                        "{'name':'%s','source':'jamf','preset':'allwhere-jamf','subdomain':'acme','credentials':{'clientId':'a','clientSecret':'b'}}"
                                .formatted(name))
                .expect(201);
        says(open("/connections/" + name + "/preset"), "allwhere with Jamf Pro", "when a device is new or changed");
    }

    private static void says(Page page, String preset, String... choices) {
        var card = page.locator(".preset").filter(new Locator.FilterOptions().setHas(page.getByLabel(preset)));
        for (var choice : choices) {
            assertThat(card).containsText(choice);
        }
    }

    @Test
    void mistakeInAnOptionIsToldAtTheOptionAndNothingIsLost() {
        var name = begun(tenant(1).baseUrl());
        var page = open("/connections/" + name + "/options");
        page.getByLabel("Read details again after").fill("a week");
        page.getByLabel("Default category").fill("Fleet");
        page.getByLabel("Interval").fill("10s");
        page.getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName("Every").setExact(true))
                .check();
        button(page, "Go on: mapping").click();

        assertThat(page.locator("main")).containsText("every must be at least 1m");
        assertThat(page.locator("#details-max-age-error")).isVisible();
        assertThat(page.getByLabel("Default category")).hasValue("Fleet");
        accessible(page);
        assertThat(api().get("/api/v1/connections/" + name).json().path("policy"))
                .isEmpty();
    }

    @Test
    void C6_aPropertyBecomesANewCustomFieldOnTheMappingPage() {
        var name = synced(tenant(40), ",'policy':{'details':{'mode':'always'}}");
        var page = open("/connections/" + name);
        link(page, "Mapping").click();
        assertThat(page.locator("#mapping")).containsText("The examples are from");
        page.getByText("What nothing is made of:").click();
        picture(page, "mapping");
        accessible(page);
        accessible(openOnPhone("/connections/" + name + "/mapping"));
        var volume = page.getByLabel("What /general/boot_volume becomes");
        volume.fill("Volume " + name);
        button(page, "Save").click();
        assertThat(page.locator("main")).containsText("There is no field \"Volume " + name + "\".");
        assertThat(volume).hasValue("Volume " + name);
        accessible(page);
        page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("/general/boot_volume"))
                .getByText("a new custom field")
                .click();
        button(page, "Save").click();

        assertThat(page.locator("#messages")).containsText("Saved. The next sync reads every device by it.");
        assertThat(volume).hasValue("Volume " + name + " (custom)");
        accessible(page);
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
        page.navigate("/assets?connection=" + name + "&custom.volume-" + name + "=Macintosh%20HD");
        page.getByText("Columns", new Page.GetByTextOptions().setExact(true)).click();
        page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Volume " + name))
                .check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show these"))
                .click();
        assertThat(page.locator("thead")).containsText("Volume " + name);
        assertThat(page.locator("tbody tr").first()).containsText("Macintosh HD");
        assertThat(page.locator(".chips")).containsText("Macintosh HD");
        accessible(page);
    }

    private static Locator becomes(Page page, String place) {
        return page.getByLabel("What " + place + " becomes");
    }

    /** The fields that a property is mapped to by the connection's own rows. */
    private List<String> ownTargets(String name, String property) {
        var rows = api().get("/api/v1/connections/" + name + "/mapping")
                .expect(200)
                .json()
                .path("rows");
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("property").asText().equals(property))
                .filter(row -> row.path("origin").asText().equals("connection"))
                .map(row -> row.path("target").asText())
                .toList();
    }

    @Test
    void C6_anEmptyTenantIsAskedOnceAndThePageSaysThatItHasNoExamples() {
        var tenant = tenant(0);
        var name = begun(tenant.baseUrl());
        var page = open("/connections/" + name + "/mapping");

        assertThat(page.locator("#mapping")).containsText("The MDM lists no devices, so there are no examples.");
        assertThat(page.locator("#mapping form").first()).hasAttribute("hx-trigger", "submit");
        assertThat(tenant.requests().matching("/api/v1/devices")).hasSize(1);
        accessible(page);
    }

    @Test
    void C6_whatIsEnteredStaysWhenDevicesAreReadAndNothingCanBeEnteredMeanwhile() {
        var name = begun(tenant(3).baseUrl());
        var page = open("/connections/" + name + "/mapping");
        assertThat(page.locator("#mapping")).containsText("The examples are from");
        becomes(page, "/device_name").fill("Asset tag");
        var held = new ArrayList<Route>();
        page.route("**/mapping/proposal", held::add);

        button(page, "Read a few devices now").click();
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(page.locator("#rows")).isHidden();
        assertThat(page.getByText("Reading …")).isVisible();
        held.get(0).resume();

        assertThat(page.locator("#rows")).isVisible();
        assertThat(becomes(page, "/device_name")).hasValue("Asset tag");
        assertThat(ownTargets(name, "list:/device_name")).isEmpty();
    }

    @Test
    void C6_whatIsEnteredIsTakenThoughTheSamplesItWasShownWithAreGone() {
        var name = begun(tenant(3).baseUrl());
        var person = signedIn(Role.ADMIN);
        var path = "/connections/" + name + "/mapping";
        assertThat(person.get(path).expect(200).text()).doesNotContain("/general/boot_volume");

        person.submit(path, Map.of("version", "0", "to detail:/general/boot_volume", "Asset tag"))
                .expect(302);
        assertThat(ownTargets(name, "detail:/general/boot_volume")).containsExactly("asset-tag");

        var refused = person.submit(path, Map.of("version", "1", "to detail:/general/os_version", "Nonsense"))
                .expect(400);
        assertThat(refused.text()).contains("There is no field &quot;Nonsense&quot;", "value=\"Nonsense\"");
    }

    @Test
    void C6_aMappingThatSomebodyElseChangedIsNotOverwrittenHoweverOftenItIsSent() {
        var name = begun(tenant(3).baseUrl());
        var page = open("/connections/" + name + "/mapping");
        assertThat(page.locator("#mapping")).containsText("The examples are from");
        becomes(page, "/device_name").fill("Room");
        api().send(
                        "PUT",
                        "/api/v1/connections/" + name + "/mapping",
                        "{'rows':[{'property':'list:/device_name','target':'asset-tag'}]}")
                .expect(200);

        for (var i = 0; i < 2; i++) {
            page.waitForResponse(
                    ending("/mapping"),
                    () -> button(page, "Go on: the first sync").click());
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("somebody else changed this mapping");
            assertThat(becomes(page, "/device_name")).hasValue("Room");
            assertThat(ownTargets(name, "list:/device_name")).containsExactly("asset-tag");
        }
        accessible(page);
        link(page, "Drop what was entered").click();
        assertThat(becomes(page, "/device_name")).hasValue("Asset tag");
    }

    @Test
    void messageOfAFailedPartIsShownAndThePageStays() {
        var name = begun(tenant(1).baseUrl());
        var page = open("/connections/" + name + "/test");
        api().delete("/api/v1/connections/" + name);

        button(page, "Test the connection").click();

        assertThat(page.locator("#messages").getByRole(AriaRole.ALERT)).containsText("There is nothing here");
        assertThat(button(page, "Test the connection")).isVisible();
        accessible(page);
    }

    @Test
    void aConnectionWhosePresetIsGoneSaysSo() {
        var name = begun(tenant(1).baseUrl());
        jdbc.sql("update connection set preset = 'gone' where name = ?")
                .param(name)
                .update();
        try {
            var person = signedIn(Role.ADMIN);
            for (var part : List.of("", "/mapping", "/options", "/delete")) {
                assertThat(person.get("/connections/" + name + part).expect(409).text())
                        .as(part)
                        .contains(
                                "This can&#39;t be shown", "There is no preset &quot;gone&quot;", "put it right again");
            }
        } finally {
            jdbc.sql("delete from connection where name = ?").param(name).update();
        }
    }

    @Test
    void F64_aPreviewCountsForTheSettingsItWasMadeWithOnly() {
        var other = tenant(4);
        var name = begun(tenant(4).baseUrl());
        var page = open("/connections/" + name + "/preview");
        button(page, "Make a preview").click();
        assertThat(page.locator(".counts")).containsText("new assets");
        api().patch(
                        "/api/v1/connections/" + name,
                        "{'baseUrl':'%s','credentials':{'token':'tenant-token'}}".formatted(other.baseUrl()))
                .expect(200);
        button(page, "Enable and start the first sync").click();
        assertThat(page.locator("#messages")).containsText("Not enabled yet");

        button(page, "Make a preview").click();
        assertThat(page.locator(".counts")).containsText("new assets");
        api().delete("/api/v1/connections/" + name);
        api().post("/api/v1/connections", connection(name, other.baseUrl(), "")).expect(201);
        button(page, "Enable and start the first sync").click();
        assertThat(page.locator("#messages")).containsText("Not enabled yet");
        assertThat(api().get("/api/v1/connections/" + name).at("/enabled")).isEqualTo("false");
    }

    @Test
    void F64_nothingIsEnabledBeforeSomebodyLookedAtWhatTheFirstSyncWouldDo() {
        var tenant = tenant(4);
        var name = begun(tenant.baseUrl());
        var other = begun(tenant.baseUrl());
        var page = open("/connections/" + name + "/preview");
        assertThat(button(page, "Enable and start the first sync")).hasCount(0);
        button(page, "Make a preview").click();
        assertThat(page.locator(".counts")).containsText("new assets");
        // a preview of another connection, as somebody could send it
        var preview = page.locator("input[name=preview]");
        var form = preview.locator("xpath=ancestor::form");
        form.evaluate("(form, name) => form.action = '/connections/' + name + '/enable'", other);
        button(page, "Enable and start the first sync").click();

        assertThat(page.locator("#messages"))
                .containsText("Not enabled yet: first look at what its first sync would do");
        assertThat(api().get("/api/v1/connections/" + other).at("/enabled")).isEqualTo("false");
        accessible(page);
        button(page, "Make a preview").click();
        button(page, "Enable and start the first sync").click();
        assertThat(page.locator("h1")).containsText("Run ");
        assertThat(api().get("/api/v1/connections/" + other).at("/enabled")).isEqualTo("true");
    }

    @Test
    void A11_previewWarnsOfPeopleItWouldCreate() {
        var tenant = tenant(5);
        tenant.fleet().users();
        var name = begun(tenant.baseUrl());
        api().patch("/api/v1/connections/" + name, "{'preset':'assetbots-kandji'}")
                .expect(200);
        var page = open("/connections/" + name + "/preview");
        button(page, "Make a preview").click();

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("would be created");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("People it would create")))
                .isVisible();
        accessible(page);
        accessible(openOnPhone(page.url()));
    }

    @Test
    void whatTheFileSetsIsReadOnly() {
        var page = open("/connections/from-file");
        assertThat(page.locator("main")).containsText("set in application.yaml");
        assertThat(link(page, "Options")).hasCount(0);
        assertThat(link(page, "Delete this connection …")).hasCount(0);
        accessible(page);
        page.navigate("/connections/from-file/address");
        page.getByLabel("API token").fill("other-token");
        button(page, "Save").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("change it there and restart");
    }

    @Test
    void viewerSeesConnectionsAndChangesNone() {
        var name = synced(tenant(2), "");
        var page = openAs("/connections/" + name, Role.VIEWER);
        assertThat(page.locator(".page-head .state")).hasText("Up to date");
        assertThat(page.locator("main form")).hasCount(0);
        assertThat(link(page, "Test")).hasCount(0);
        accessible(page);
        for (var path : List.of("/sync", "/pause", "/enable", "/delete", "/address", "/options", "/test")) {
            assertThat(page.request().post("/connections/" + name + path).status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(page.request().get("/connections/_new").status()).isEqualTo(403);

        var operator = openAs("/connections/" + name, Role.OPERATOR);
        button(operator, "Sync now").click();
        assertThat(operator.locator("h1")).containsText("Run ");
    }

    @Test
    void pausesEnablesAndDeletesOnTheTypedNameOnly() {
        var name = synced(tenant(2), "");
        var page = open("/connections/" + name);
        button(page, "Pause").click();
        assertThat(page.locator(".page-head .state")).hasText("Paused");
        accessible(page);
        button(page, "Test and enable").click();
        assertThat(page.locator("h1")).containsText("Run ");
        finished(firstRun(name));

        page.navigate("/connections/" + name);
        link(page, "Delete this connection …").click();
        page.getByLabel("Type the connection's name").fill("another");
        button(page, "Delete the connection").click();
        assertThat(page.locator("#confirm-error")).containsText("not the connection's name");
        accessible(page);
        page.getByLabel("Type the connection's name").fill(name);
        button(page, "Delete the connection").click();
        assertThat(page).hasURL(ending("/connections"));
        assertThat(api().get("/api/v1/connections/" + name).status()).isEqualTo(404);
    }

    @Test
    void E13_incidentIsShownOnTheConnectionsPage() {
        var tenant = tenant(2);
        var name = synced(tenant, "");
        tenant.revokeToken("rollcall");
        syncToItsEnd(name);
        var page = open("/connections/" + name);

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This connection fails.");
        assertThat(page.locator(".page-head .state")).hasText("Failing");
        picture(page, "connection-failing");
        accessible(page);
        page.navigate("/alerts");
        assertThat(page.locator("main")).containsText(name);
        picture(page, "alerts");
        accessible(page);
        accessible(openOnPhone("/alerts?all=true"));
    }
}
