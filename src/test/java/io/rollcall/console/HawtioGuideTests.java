package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.rollcall.demo.Fault;
import org.junit.jupiter.api.Test;

/** What docs/operate.md says to click in Hawtio, clicked. */
class HawtioGuideTests extends BrowserTest {

    private static final int PATIENCE = 30_000;

    @Test
    void X8_anOperatorFindsOutWhyAConnectionFailsAndReplaysItsDeadLetters() {
        var tenant = tenant(3);
        var failing = tenant.fleet().ids().get(0);
        var name = synced(tenant, ",'policy':{'details':{'mode':'always'}}");
        tenant.faults().on("/api/v1/devices/" + failing + "/details").always().answer(Fault.status(500));
        syncToItsEnd(name);
        tenant.faults().clear();

        var page = open("http://127.0.0.1:" + managementPort + "/actuator/hawtio/jmx");
        click(page, "io.rollcall");
        click(page, "Connection");
        click(page, name);
        picture(page, "hawtio-attributes");
        assertThat(page.getByText("OpenDeadLetters").first()).isVisible();
        assertThat(page.getByText("Attention").first()).isVisible();
        click(page, "Operations");
        picture(page, "hawtio-operations");
        page.getByText("replayDeadLetters").first().click();
        picture(page, "hawtio-replay");
        page.getByText("Execute").first().click();
        picture(page, "hawtio-executed");

        await().until(() -> jdbc.sql("select count(*) from dead_letter l join connection c on c.id = l.connection_id"
                                + " where c.name = :name and l.closed_at is null")
                        .param("name", name)
                        .query(Integer.class)
                        .single()
                == 0);
    }

    @Test
    void X8_anOperatorSeesTheRoutesOfAConnectionInATable() {
        var name = synced(tenant(1), "");
        var page = open("http://127.0.0.1:" + managementPort + "/actuator/hawtio/camel");
        click(page, "routes");
        picture(page, "hawtio-routes");
        assertThat(page.locator("table").getByText("schedule-" + name).first()).isVisible();
    }

    private static void click(Page page, String text) {
        var found = page.getByText(text, new Page.GetByTextOptions().setExact(true)).first();
        assertThat(found).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        found.click(new Locator.ClickOptions().setTimeout(PATIENCE));
    }
}
