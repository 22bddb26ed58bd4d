package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Role;
import org.junit.jupiter.api.Test;

/** What holds in this installation, for administrators. */
class SettingsPagesTests extends BrowserTest {

    @Test
    void saysWhatHoldsAndWhereItWasSet() {
        var page = open("/settings");
        accessible(page);
        picture(page, "settings");
        accessible(openOnPhone("/settings"));

        assertThat(page.locator(
                        "tr", new com.microsoft.playwright.Page.LocatorOptions().setHasText("rollcall.retention.runs")))
                .containsText("90 days");
        assertThat(page.locator("main")).containsText("it@example.com,desk@example.com");
        assertThat(page.locator("main")).containsText("PostgreSQL 1");
        assertThat(page.locator("nav[aria-label=Main] a[href='/settings']").last())
                .hasAttribute("aria-current", "page");
    }

    @Test
    void testIsSentWithoutJavaScript() {
        var page = openWithoutScripts("/settings");
        page.getByText("Send a test: Alerts by e-mail").click();

        assertThat(page.locator("#messages")).containsText("The mail server took the test.");
    }

    @Test
    void S17_namesNoSecret() {
        assertThat(signedIn(Role.ADMIN).get("/settings").expect(200).text())
                .contains(
                        "rollcall.alerts.webhook.secret",
                        "rollcall.open-id-connect.client-secret",
                        "rollcall.secret-key")
                .doesNotContain(SECRETS);
    }
}
