package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/** What all pages have in common. */
class ShellTests extends BrowserTest {

    private static final int MOST_HTML = 100_000;
    private static final int MOST_COMPRESSED = 60_000;

    @Test
    void overviewIsAccessibleAndFitsAPhone() {
        synced(tenant(8), "");

        var page = open("/");
        picture(page, "overview");
        accessible(page);
        assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Overview")))
                .isVisible();

        var phone = openOnPhone("/");
        picture(phone, "overview-phone");
        accessible(phone);
        phone.getByText("Menu").click();
        assertThat(phone.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK).first())
                .isVisible();
    }

    @Test
    void addressThatNoPageHasIsAnsweredWithAPage() {
        var page = open("/nothing-here");

        assertThat(page.locator("h1")).hasText("There is nothing here");
        accessible(page);
    }

    @Autowired
    ResourceUrlProvider files;

    /** Each link of a page is compared with these; one for all addresses has each looked for in the jar, page by page. */
    @Test
    void linksAreLookedForAmongTheConsolesOwnFilesOnly() {
        assertThat(files.getHandlerMap()).containsKeys("/ui/**", "/webjars/**").doesNotContainKey("/**");
    }

    @Test
    void keyboardAloneReachesContentAndSearch() {
        var page = open("/");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
    }

    @Test
    void isReadWithoutJavaScriptAndKeepsTheChosenColours() {
        var page = openWithoutScripts("/");
        page.locator(".account summary").click();
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Dark")).click();

        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
        assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Overview")))
                .isVisible();
    }

    @Test
    void followsTheColoursOfTheSystemUnlessToldOtherwise() {
        var page = open("/");
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "light");
        page.emulateMedia(new com.microsoft.playwright.Page.EmulateMediaOptions()
                .setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
    }

    @Test
    void pagesScriptsAndStylesAreSmall() throws IOException, InterruptedException {
        var page = open("/");
        assertThat(page.content().length()).isLessThan(MOST_HTML);
        assertThat(compressed(page.locator("script[src]").all(), "src")).isLessThan(MOST_COMPRESSED);
        assertThat(compressed(page.locator("link[rel=stylesheet]").all(), "href"))
                .isLessThan(MOST_COMPRESSED);
    }

    private int compressed(List<Locator> files, String attribute) throws IOException, InterruptedException {
        var size = 0;
        for (var file : files) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + file.getAttribute(attribute)))
                    .header("Accept-Encoding", "gzip")
                    .build();
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            size += answer.body().length;
        }
        return size;
    }

    @Test
    void contentPolicyAllowsNothingInline() {
        var policy = page("/").headers().get("content-security-policy");
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
    }

    private com.microsoft.playwright.Response page(String path) {
        return open("/").navigate(path);
    }

    /** Item 21 of the list of security: whatever a name holds, a template shows it as text. */
    @Test
    void templatesNeitherWriteRawTextNorComputeExpressionsNorCarryScripts() throws IOException {
        try (var files = Files.walk(Path.of("src/main/resources/templates"))) {
            var templates = files.filter(Files::isRegularFile).toList();
            assertThat(templates).isNotEmpty();
            for (var template : templates) {
                assertThat(Files.readString(template))
                        .as(template.toString())
                        .doesNotContain("th:utext", "data-th-utext", "[(", "__$", "__*", "__#", "th:inline")
                        .doesNotContainPattern("<script(?![^>]*th:src)")
                        .doesNotContainPattern("<style|\\sstyle=|th:style|\\son[a-z]+=|th:on[a-z]+=|hx-on|javascript:");
            }
        }
    }
}
