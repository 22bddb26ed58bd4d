package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.rollcall.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CSV files: previewed, then applied. */
class ImportPagesTests extends BrowserTest {

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    private static void preview(Page page, String kind, String csv) {
        page.navigate("/imports");
        page.getByLabel(kind, new Page.GetByLabelOptions().setExact(true)).check();
        page.getByLabel("CSV file")
                .setInputFiles(new FilePayload("screens.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
        press(page, "Preview");
    }

    @Test
    void importIsPreviewedAppliedAndSafeToRepeat() {
        var id = name();
        var csv = "Asset ID,Serial Number,Status\nMON-%s,CN%s,in stock\nMON-%sb,CN%sb,brand new\n"
                .formatted(id, id, id, id);
        var page = open("/imports");
        accessible(page);
        preview(page, "assets", csv);

        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody")).containsText("There is no status \"brand new\"");
        assertThat(page.locator("main")).containsText("Nothing is written yet.");
        assertThat(api().get("/api/v1/assets?q=CN" + id).json().path("assets")).isEmpty();
        picture(page, "import");
        accessible(page);
        accessible(openOnPhone(page.url()));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Bad (1)"))
                .click();
        assertThat(page.locator("tbody tr")).hasCount(1);
        press(page, "Apply without the bad rows");

        assertThat(page.locator("#messages")).containsText("Applied: 1 new record and 0 changed ones.");
        assertThat(api().get("/api/v1/assets?q=CN" + id).json().path("assets")).hasSize(1);
        preview(page, "assets", csv);
        assertThat(page.locator("main")).containsText("There is nothing to apply");
        accessible(page);
        page.navigate("/imports");
        assertThat(page.locator("tbody tr").first()).containsText("screens.csv");
        picture(page, "imports");
        accessible(page);
    }

    @Test
    void peopleAreImportedWithoutJavaScript() {
        var id = name();
        var page = openWithoutScripts("/imports");
        preview(page, "people", "E-Mail,First name,Last name\n%s@example.com,Ada,%s\n".formatted(id, id));
        press(page, "Apply");

        assertThat(page.locator("#messages")).containsText("Applied: 1 new record");
        assertThat(api().get("/api/v1/people?q=" + id).text()).contains(id + "@example.com");
    }

    @Test
    void fileThatIsNoCsvIsRefusedWithWhatToDo() {
        var page = open("/imports");
        preview(page, "assets", "Asset ID,Colour of the door\n1,red\n");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no column \"Colour of the door\"");
        accessible(page);
    }

    @Test
    void S32_fileThatIsTooLargeIsRefusedInWordsWithoutJavaScriptToo() throws IOException {
        var large = Files.createTempFile("rollcall-import", ".csv");
        try {
            Files.write(large, new byte[22 * 1024 * 1024]);
            var page = openWithoutScripts("/imports");
            page.getByLabel("assets", new Page.GetByLabelOptions().setExact(true))
                    .check();
            page.getByLabel("CSV file").setInputFiles(large);
            press(page, "Preview");

            assertThat(page.locator("main")).containsText("a file for an import 20 MB. Nothing was changed.");
        } finally {
            Files.delete(large);
        }
    }

    @Test
    void viewerImportsNothing() {
        var viewer = signedIn(Role.VIEWER);
        var operator = signedIn(Role.OPERATOR);
        for (var path : List.of("/imports", "/imports/999999999/apply")) {
            var refused = viewer.submit(path, Map.of());
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.text()).as("the role, not the form").contains("You may not do this");
            assertThat(operator.submit(path, Map.of()).status()).as(path).isNotEqualTo(403);
        }
    }
}
