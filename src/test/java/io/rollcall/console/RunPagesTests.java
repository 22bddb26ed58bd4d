package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import io.rollcall.access.Role;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs as people see them, and what they decide there. */
class RunPagesTests extends BrowserTest {

    private static final String LIST = "/api/v1/devices";

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    /** The second page of the list waits for the latch. */
    private static void stopAtTheSecondPage(SimulatedIru tenant, CountDownLatch goOn) {
        tenant.faults().on(LIST).after(1).answer(Fault.meanwhile(() -> {
            try {
                goOn.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Test
    void syncButtonLeadsToARunWhoseProgressGoesOnByItself() {
        var tenant = tenant(90);
        var name = synced(tenant, ",'policy':{'page-size':30}");
        var goOn = new CountDownLatch(1);
        stopAtTheSecondPage(tenant, goOn);
        var page = open("/connections/" + name);
        press(page, "Sync now");

        assertThat(page.locator(".live-line")).hasText("page 2 of about 3, 30 devices");
        picture(page, "run-live");
        accessible(page);
        page.navigate("/connections/" + name);
        press(page, "Sync now");
        assertThat(page.locator("#messages")).containsText("under way already");
        goOn.countDown();

        assertThat(page.locator(".page-head .state")).hasText("succeeded");
        assertThat(page.locator("main")).containsText("begun by u");
        accessible(page);
    }

    @Test
    void F1_aRunThatTheTenantHoldsUpSaysUntilWhen() {
        var tenant = tenant(60);
        var name = synced(tenant, ",'policy':{'page-size':30}");
        tenant.faults().on(LIST).after(1).always().answer(Fault.status(429).header("Retry-After", "60"));
        var page = open("/connections/" + name);
        press(page, "Sync now");

        assertThat(page.locator("#live")).containsText("Rate limited until");
        assertThat(page.locator("#live")).containsText("goes on by itself");
        accessible(page);
        press(page, "Cancel this run");
        assertThat(page.locator(".page-head .state")).hasText("cancelled");
    }

    @Test
    void runIsReadAndCancelledWithoutJavaScript() {
        var tenant = tenant(60);
        var name = synced(tenant, ",'policy':{'page-size':30}");
        var goOn = new CountDownLatch(1);
        stopAtTheSecondPage(tenant, goOn);
        var page = openWithoutScripts("/connections");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sync now: " + name))
                .click();
        assertThat(page.getByText("Load this page anew")).isVisible();
        press(page, "Cancel this run");
        goOn.countDown();

        assertThat(page.locator(".page-head .state")).hasText("cancelled");
        page.navigate("/runs?connection=" + name);
        assertThat(page.locator("tbody tr")).hasCount(2);
        accessible(open("/runs"));
        accessible(openOnPhone("/runs?connection=" + name));
    }

    @Test
    void runIsWatchedAndCancelledThoughThePresetOfItsConnectionIsGone() {
        var tenant = tenant(60);
        var name = synced(tenant, ",'policy':{'page-size':30}");
        var preset = jdbc.sql("select preset from connection where name = ?")
                .param(name)
                .query(String.class)
                .single();
        var goOn = new CountDownLatch(1);
        stopAtTheSecondPage(tenant, goOn);
        var run = sync(name).expect(202).number("/runId");
        await().until(() -> jdbc.sql("select pages > 0 from run where id = ?")
                .param(run)
                .query(Boolean.class)
                .single());
        setPreset(name, "gone");
        try {
            var page = open("/runs/" + run);
            assertThat(page.locator(".live-line")).containsText("page");
            assertThat(page.request().get("/runs/" + run + "/live").status()).isEqualTo(200);
            press(page, "Cancel this run");
            goOn.countDown();

            assertThat(page.locator(".page-head .state")).hasText("cancelled");
        } finally {
            goOn.countDown();
            setPreset(name, preset);
        }
    }

    private void setPreset(String connection, String preset) {
        jdbc.sql("update connection set preset = :preset where name = :name")
                .param("preset", preset)
                .param("name", connection)
                .update();
    }

    /** A run that waits because all devices are missing. */
    private long held(SimulatedIru tenant, String name) {
        tenant.fleet().clear();
        var run = syncToItsEnd(name);
        assertThat(run.at("/state")).isEqualTo("held");
        return run.number("/id");
    }

    @Test
    void X3_heldRemovalsAreApprovedOnTheSecondThought() {
        var tenant = tenant(7);
        var name = synced(tenant, "");
        var run = held(tenant, name);
        var page = open("/runs/" + run);

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Removals wait for you")))
                .isVisible();
        assertThat(page.locator("section[aria-labelledby=held] tbody tr")).hasCount(7);
        picture(page, "run-held");
        accessible(page);
        accessible(openOnPhone("/runs/" + run));
        page.getByText("Mark them removed …").click();
        accessible(page);
        press(page, "Yes, mark them removed");

        assertThat(page.locator(".page-head .state")).hasText("succeeded");
        assertThat(api().get("/api/v1/assets?connection=" + name).expect(200).each("/assets", "mdmState"))
                .containsOnly("removed");
        assertThat(api().get("/api/v1/audit?object=run/" + run).each("", "action"))
                .contains("run.approve-removals");
    }

    @Test
    void X3_heldRemovalsAreRejectedAndAViewerCanDoNeither() {
        var tenant = tenant(7);
        var name = synced(tenant, "");
        var run = held(tenant, name);
        var viewer = openAs("/runs/" + run, Role.VIEWER);
        assertThat(viewer.locator("main form")).hasCount(0);
        var token = RequestOptions.create()
                .setHeader(
                        "X-CSRF-TOKEN", viewer.locator("meta[name=csrf-token]").getAttribute("content"));
        for (var deed : List.of("approve-removals", "reject-removals", "cancel", "resume")) {
            var answer = viewer.request().post("/runs/" + run + "/" + deed, token);
            assertThat(answer.status()).as(deed).isEqualTo(403);
            assertThat(answer.text()).as(deed).contains("Not allowed");
        }

        var page = open("/runs/" + run);
        press(page, "Keep them all");
        assertThat(page.locator("#messages")).containsText("nothing was removed");
        assertThat(page.locator(".page-head .state")).hasText("succeeded");
    }

    @Test
    void X2_deadLettersAreReadTriedAgainAndClosed() {
        var tenant = tenant(5);
        var broken = tenant.fleet().ids().subList(1, 4);
        broken.forEach(
                id -> tenant.faults().on(LIST + "/" + id + "/details").always().answer(Fault.status(500)));
        var name = synced(tenant, ",'policy':{'details':{'mode':'changed'}}");
        var page = open("/dead-letters?connection=" + name);
        assertThat(page.locator("tbody tr")).hasCount(3);
        picture(page, "dead-letters");
        accessible(page);
        accessible(openOnPhone("/dead-letters?connection=" + name));
        page.locator("tbody .key").first().click();
        assertThat(page.locator(".payload")).containsText("device_id");
        picture(page, "dead-letter");
        accessible(page);
        tenant.faults().clear();
        press(page, "Try again");

        assertThat(page.locator(".page-head .state")).hasText("succeeded");
        assertThat(page.locator("main")).containsText("Replay of dead letters");
        page.navigate("/dead-letters?connection=" + name);
        assertThat(page.locator("tbody tr")).hasCount(2);
        page.locator("tbody input[type=checkbox]").first().check();
        press(page, "Close the ticked ones");
        assertThat(page.locator("#messages")).containsText("Closed: 1 dead letter.");
        page.navigate("/dead-letters?connection=" + name);
        assertThat(page.locator("tbody tr")).hasCount(1);
        press(page, "Try all of " + name + " again");
        assertThat(page.locator(".page-head .state")).hasText("succeeded");
        page.navigate("/dead-letters?connection=" + name);
        assertThat(page.locator("main")).containsText("None that fits");
        accessible(page);
        page.navigate("/dead-letters?all=true&connection=" + name);
        assertThat(page.locator("tbody")).containsText("closed by u");
        accessible(page);
    }

    @Test
    void F36_hostileNamesRenderAsText() {
        var tenant = tenant(3);
        var hostile = "<script>document.title='x'</script>\u202E${7*7}{{7*7}}\"><img src=x onerror=alert(1)>";
        tenant.fleet()
                .update(
                        tenant.fleet().ids().get(1),
                        device -> device.name(hostile).missing(false));
        tenant.faults()
                .on(LIST + "/" + tenant.fleet().ids().get(1) + "/details")
                .always()
                .answer(Fault.status(500));
        var name = synced(tenant, ",'policy':{'details':{'mode':'changed'}}");
        var page = open("/dead-letters?connection=" + name);

        assertThat(page.locator("tbody bdi").first()).containsText("<script>");
        assertThat(page.locator("main script, main img")).hasCount(0);
        page.locator("tbody .key").first().click();
        assertThat(page.locator("h1 bdi")).containsText("${7*7}{{7*7}}");
        assertThat(page.locator("main script, main img")).hasCount(0);
    }

    @Test
    void S34_auditIsFilteredExportedAndPagesOn() throws IOException {
        var name = synced(tenant(1), "");
        var page = open("/audit?object=connection/" + name);
        assertThat(page.locator("tbody")).containsText("connection.create");
        page.getByText("Export", new Page.GetByTextOptions().setExact(true)).click();
        var file = page.waitForDownload(() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("CSV"))
                .click());
        try (var lines = Files.lines(file.path())) {
            assertThat(lines.anyMatch(
                            line -> line.contains("connection.create") && line.contains("connection/" + name)))
                    .isTrue();
        }
        picture(page, "audit");
        accessible(page);
        accessible(openOnPhone("/audit"));
        page.getByLabel("Who").fill("nobody");
        press(page, "Filter");
        assertThat(page.locator("main")).containsText("Nothing found");
        accessible(page);
    }

    @Test
    void whatIsNotThereSaysSo() {
        for (var path : List.of("/runs/999999", "/connections/nobody", "/dead-letters/999999", "/imports/999999")) {
            var page = open(path);
            assertThat(page.locator("h1")).hasText("There is nothing here");
        }
    }
}
