package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.rollcall.access.Actor;
import io.rollcall.access.Role;
import io.rollcall.access.SignInLinks;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing in and the pages of accounts, in a real browser. */
class AccountBrowserTests extends BrowserTest {

    @Autowired
    private SignInLinks links;

    @Test
    void oneGetsInWithTheKeyboardAloneAndOutAgain() {
        var user = user(Role.VIEWER);
        var page = openAsNobody("/account");
        accessible(page);
        picture(page, "sign-in");

        page.keyboard().type(user.name());
        page.keyboard().press("Tab");
        page.keyboard().type("wrong");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("isn't right");
        accessible(page);
        page.keyboard().type(user.name());
        page.keyboard().press("Tab");
        page.keyboard().type(PASSWORD);
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your account")))
                .isVisible();
        page.locator(".account summary").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("signed out");
    }

    @Test
    void aLinkLeadsToAPasswordAndThePasswordIn() {
        var user = user(Role.VIEWER);
        var page = openAsNobody("/setup/" + links.forUser(user, Actor.ROLLCALL));
        accessible(page);
        picture(page, "choose-password");

        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill("another one with words");
        page.getByLabel("The same again").fill("another one with words");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save"))
                .click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Saved");
        page.getByLabel("Name").fill(user.name());
        page.getByLabel("Password").fill("another one with words");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Overview")))
                .isVisible();
    }

    @Test
    void theAccountsPageMakesATokenAndIsAccessible() {
        var page = open("/account");
        accessible(page);
        picture(page, "account");

        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("laptop " + name());
        page.locator("#f-scope-read").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make a token"))
                .click();

        assertThat(page.locator("#made-token")).containsText("rct_");
        accessible(page);
        picture(page, "token-made");
        var phone = openOnPhone("/account");
        accessible(phone);
        picture(phone, "account-phone");
    }

    @Test
    void thePagesOfUsersAndTokensAreAccessible() {
        var user = user(Role.OPERATOR, Role.COMMANDER);
        for (var path : new String[] {"/users", "/users/" + user.id(), "/tokens"}) {
            var page = open(path);
            accessible(page);
            picture(page, path.substring(1).replaceAll("/\\d+", "-one"));
            accessible(openOnPhone(path));
        }
    }

    @Test
    void anAdministratorAddsSomebodyAndSeesTheLinkOnce() {
        var page = openAs("/users", Role.ADMIN);
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("eve-" + name());
        page.locator("#f-role-viewer").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add"))
                .click();

        assertThat(page.locator("#made-link")).containsText("/setup/");
        accessible(page);
        picture(page, "link-made");
        page.setViewportSize(390, 844);
        accessible(page);
    }

    @Test
    void aPageThatOneMayNotSeeSaysSo() {
        var page = openAs("/users", Role.OPERATOR);

        assertThat(page.getByRole(AriaRole.HEADING)).containsText("You may not do this");
        accessible(page);
    }
}
