package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.rollcall.Patience;
import io.rollcall.demo.Fault;
import org.junit.jupiter.api.Test;

/** What docs/operate.md says to click in Hawtio, clicked. */
class HawtioGuideTests extends BrowserTest {

    /** A node of the tree, an entry of the list of operations: with the signs that open them. */
    private static final String NODE = "li.pf-v5-c-tree-view__list-item";

    private static final String OPENS_NODE = ".pf-v5-c-tree-view__node-toggle";
    private static final String OPENS_OPERATION = ".pf-v5-c-data-list__toggle button";

    /** Its scripts are some megabytes, and it looks at every MBean before it shows any. */
    private static final IsVisibleOptions PATIENT = new IsVisibleOptions().setTimeout(Patience.LONG.toMillis());

    @Test
    void X8_anOperatorFindsOutWhyAConnectionFailsStopsItAndReplaysItsDeadLetters() {
        var tenant = tenant(3);
        var failing = tenant.fleet().ids().get(0);
        var name = synced(tenant, ",'policy':{'details':{'mode':'always'}}");
        tenant.faults().on("/api/v1/devices/" + failing + "/details").always().answer(Fault.status(500));
        syncToItsEnd(name);
        tenant.faults().clear();

        var page = open("http://127.0.0.1:" + managementPort + "/actuator/hawtio/jmx");
        openNode(page, "io.rollcall");
        openNode(page, "Connection");
        page.locator(NODE).getByText(name, exactly()).click();
        assertThat(row(page, "OpenDeadLetters")).containsText("1");
        assertThat(row(page, "LastSync")).containsText("succeeded");
        picture(page, "hawtio-attributes");

        tab(page, "Operations");
        execute(page, "replayDeadLetters", "run ");
        picture(page, "hawtio-operations");
        await().until(() -> jdbc.sql("select count(*) from dead_letter l join connection c on c.id = l.connection_id"
                                + " where c.name = :name and l.closed_at is null")
                        .param("name", name)
                        .query(Integer.class)
                        .single()
                == 0);
        tab(page, "Attributes");
        assertThat(row(page, "OpenDeadLetters")).containsText("0");

        tab(page, "Operations");
        execute(page, "pause", name + " is paused");
        tab(page, "Attributes");
        assertThat(row(page, "Attention")).containsText("Disabled by ");
        tab(page, "Operations");
        execute(page, "unpause", name + " syncs again");
    }

    private static void tab(Page page, String title) {
        page.getByText(title, new Page.GetByTextOptions().setExact(true)).click();
    }

    private static void openNode(Page page, String name) {
        var node = page.locator(NODE)
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))))
                .last();
        assertThat(node).isVisible(PATIENT);
        node.locator(OPENS_NODE).first().click();
    }

    private static Locator row(Page page, String attribute) {
        return page.locator("tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(attribute, new Page.GetByTextOptions().setExact(true))));
    }

    private static void execute(Page page, String operation, String answer) {
        var entry = page.locator("li[aria-labelledby='operation " + operation + "()']");
        entry.locator(OPENS_OPERATION).click();
        entry.getByText("Execute", exactly()).last().click();
        assertThat(entry).containsText(answer);
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
