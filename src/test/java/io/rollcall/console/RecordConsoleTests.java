package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** People, products, categories and locations. */
class RecordConsoleTests extends BrowserTest {

    @Test
    void addsFindsChangesAndArchivesAPerson() {
        var mark = name();
        var page = open("/people");
        accessible(page);
        click(page, AriaRole.LINK, "Add person");
        accessible(page);
        page.getByLabel("First name").fill("Grace");
        page.getByLabel("Last name").fill("Hopper " + mark);
        page.getByLabel("E-mail addresses").fill("no address");
        click(page, AriaRole.BUTTON, "Add");
        assertThat(page.locator("main")).containsText("doesn't look like an e-mail address");
        accessible(page);
        page.getByLabel("E-mail addresses").fill(mark + "@example.com\nother-" + mark + "@example.com");
        click(page, AriaRole.BUTTON, "Add");
        assertThat(page.locator("h1")).hasText("Grace Hopper " + mark);
        accessible(page);

        page.navigate("/people?q=other-" + mark);
        assertThat(page.locator("tbody tr")).hasCount(1);
        accessible(page);
        accessible(openOnPhone("/people?q=other-" + mark));
        click(page, AriaRole.LINK, "Grace Hopper " + mark);
        click(page, AriaRole.LINK, "Edit");
        page.getByLabel("Job title").fill("Admiral");
        click(page, AriaRole.BUTTON, "Save");
        assertThat(page.locator("main")).containsText("Admiral");
        click(page, AriaRole.BUTTON, "Archive");
        assertThat(page.locator("#messages")).containsText("Archived.");
        assertThat(open("/people?q=other-" + mark).locator("main").textContent())
                .contains("Nobody found");
    }

    @Test
    void erasesAPersonOnlyWhenTheirNameIsTyped() {
        var mark = name();
        var id = api().post(
                        "/api/v1/people",
                        "{'firstName':'Ada','lastName':'%s','emails':['%s@example.com']}".formatted(mark, mark))
                .expect(201)
                .number("/id");
        var page = open("/people/" + id);
        page.getByText("Erase everywhere").click();
        accessible(page);
        page.getByLabel("Type Ada " + mark).fill("Somebody else");
        click(page, AriaRole.BUTTON, "Erase");
        assertThat(page.locator("#messages")).containsText("Nobody was erased");
        page.getByText("Erase everywhere").click();
        page.getByLabel("Type Ada " + mark).fill("Ada " + mark);
        click(page, AriaRole.BUTTON, "Erase");
        assertThat(page.locator("#messages")).containsText("is erased");
        api().get("/api/v1/people/" + id).expect(404);
        page.navigate("/people/" + id);
        assertThat(page.locator("main")).containsText("There is nothing here");
        accessible(page);
    }

    @Test
    void E11_categoryOfAProductIsChangedForNewDevicesOnly() {
        var connection = synced(tenant(3), "");
        var asset = api().get("/api/v1/assets?connection=" + connection)
                .json()
                .path("assets")
                .get(0);
        var product = asset.path("product").asText();
        var category = "Category " + name();
        var page = open("/categories");
        page.getByLabel("Name of the new category").fill(category);
        click(page, AriaRole.BUTTON, "Add");
        page.navigate("/categories?q=" + category.replace(" ", "%20"));
        assertThat(page.locator("tbody")).containsText(category);
        accessible(page);

        page.navigate("/products?q=" + product.replace(" ", "%20"));
        accessible(page);
        page.getByRole(
                        AriaRole.LINK,
                        new GetByRoleOptions().setName("Edit " + product).setExact(true))
                .click();
        accessible(page);
        page.getByLabel("Category of new devices").selectOption(category);
        click(page, AriaRole.BUTTON, "Save");
        assertThat(page.locator("#messages")).containsText("assets that exist keep theirs");
        page.navigate("/products?q=" + product.replace(" ", "%20")); // the page of all ends before it, maybe
        assertThat(page.locator("tbody")).containsText(category);
        assertThat(api().get("/api/v1/assets/" + asset.path("id").asLong()).at("/category"))
                .isEqualTo(asset.path("category").asText());
    }

    @Test
    void addsRenamesAndArchivesALocation() {
        var name = "Room " + name();
        var page = open("/locations");
        page.getByLabel("Name of the new location").fill(name);
        click(page, AriaRole.BUTTON, "Add");
        page.navigate("/locations?q=" + name.replace(" ", "%20"));
        page.getByText("Rename " + name).click();
        accessible(page);
        page.getByLabel("New name").fill(name + " b");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Rename").setExact(true))
                .click();
        assertThat(page.locator("#messages")).containsText("Renamed.");
        page.navigate("/locations?q=" + name.replace(" ", "%20"));
        click(page, AriaRole.BUTTON, "Archive " + name + " b");
        assertThat(page.locator("#messages")).containsText("Archived.");
        page.navigate("/locations?archived=true&q=" + name.replace(" ", "%20"));
        assertThat(page.locator("tbody")).containsText("archived");
        page.getByLabel("Name of the new location").fill(name + " b");
        click(page, AriaRole.BUTTON, "Add");
        assertThat(page.locator("#messages")).containsText("already");
        accessible(page);
    }

    @Test
    void C6_customFieldsAreMadeChangedDeletedAndBroughtBack() {
        var name = "Floor " + name();
        var page = open("/custom-fields");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .last()
                .fill(name);
        page.getByLabel("Type").selectOption("choice");
        page.locator("#choices").fill("first\nsecond");
        accessible(page);
        click(page, AriaRole.BUTTON, "Add");
        assertThat(page.locator("#messages")).containsText("Made: " + name);
        accessible(page);
        var key = name.toLowerCase().replace(' ', '-');
        var asset = api().post(
                        "/api/v1/assets",
                        "{'assetId':'CF-%s','status':'in stock','customFields':{'%s':'second'}}".formatted(name, key))
                .expect(201)
                .number("/id");

        page.navigate("/assets?custom." + key + "=second");
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.navigate("/custom-fields");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Delete " + name))
                .click();
        assertThat(page.locator("main")).containsText("1 asset has a value of it.");
        accessible(page);
        click(page, AriaRole.BUTTON, "Delete");
        assertThat(page.locator("#messages")).containsText("is out of sight");
        accessible(page);
        click(page, AriaRole.BUTTON, "Bring back " + name);
        assertThat(page.locator("#messages")).containsText("is back, with its values");
        assertThat(api().get("/api/v1/assets/" + asset).at("/customFields/" + key))
                .isEqualTo("second");
        assertThat(openAs("/custom-fields", io.rollcall.access.Role.OPERATOR).locator("main"))
                .containsText("You may not do this");
    }

    private static void click(Page page, AriaRole role, String name) {
        page.getByRole(role, new GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
