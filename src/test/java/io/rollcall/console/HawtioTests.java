package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import io.rollcall.access.Role;
import org.junit.jupiter.api.Test;

/** Hawtio in a browser, as an operator opens it. */
class HawtioTests extends BrowserTest {

    /** Its scripts are some megabytes, and it looks at every MBean before it shows any. */
    private static final LocatorAssertions.IsVisibleOptions PATIENT =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

    @Test
    void X8_showsAConnectionsRoutesToWhoIsSignedInToTheConsole() {
        var name = synced(tenant(1), "");

        var page = open(at("/actuator/hawtio/camel"));

        assertThat(page.getByText("sync-" + name).first()).isVisible(PATIENT);
        picture(page, "hawtio-camel");
    }

    @Test
    void S29_letsNobodyInButAdministrators() {
        var page = openAsNobody(at("/actuator/hawtio/"));
        assertThat(page).hasTitle("Sign in · Rollcall operations");
        accessible(page);

        var admin = user(Role.ADMIN);
        page.getByLabel("Name").fill(admin.name());
        page.getByLabel("Password").fill(PASSWORD);
        page.locator("button").click();
        assertThat(page.getByText("Camel").first()).isVisible(PATIENT);
        picture(page, "hawtio");
    }

    private String at(String path) {
        return "http://127.0.0.1:" + managementPort + path;
    }
}
