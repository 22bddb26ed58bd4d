package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The pictures of the console in the documentation: {@code mvn -Dtest=PictureTests -Drewrite.pictures=true test}. */
class PictureTests extends BrowserTest {

    private static final Path PICTURES = Path.of("docs/pictures");
    private static final Pattern SHOWN = Pattern.compile("\\((?:docs/)?pictures/([a-z-]+\\.png)\\)");
    private static final int LARGEST = 200_000;

    @Test
    void everyPictureIsSmallAndShownAndThereIsOneForEachThatIsShown() throws IOException {
        var text = Files.readString(Path.of("README.md")) + Files.readString(Path.of("docs/console.md"));
        var shown = SHOWN.matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        try (var files = Files.list(PICTURES)) {
            var pictures = files.toList();
            assertThat(pictures.stream().map(picture -> picture.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(shown);
            for (var picture : pictures) {
                assertThat(Files.size(picture)).as(picture.toString()).isLessThan(LARGEST);
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "rewrite.pictures", matches = "true")
    void takesThePictures() {
        jdbc.sql("delete from connection").update(); // those of the other tests
        var tenant = closing(SimulatedIru.builder()
                .seed(2026)
                .devices(240)
                .odd(false)
                .token("rollcall", "tenant-token")
                .start());
        connected("acme", tenant, "assetbots-kandji", "'commands':['blank-push','lock','restart','erase']");
        var small = tenant(40);
        var ids = small.fleet().ids();
        List.of(ids.get(3), ids.get(7))
                .forEach(id -> small.faults()
                        .on("/api/v1/devices/" + id + "/details")
                        .always()
                        .answer(Fault.status(500)));
        connected("acme-labs", small, "allwhere-iru", "'restricted':true");
        var asset = jdbc.sql("""
                        select d.asset_id from device d join connection c on c.id = d.connection_id
                        join checkout o on o.asset_id = d.asset_id and o.checked_in_at is null
                        where c.name = 'acme' and d.type = 'laptop' order by d.id limit 1
                        """).query(Long.class).single();
        api().patch("/api/v1/assets/" + asset, "{'status':'in repair','notes':'Screen flickers; sent in on Monday.'}")
                .expect(200);

        take("overview", "/");
        take("assets", "/assets?type=laptop&sort=name");
        take("asset", "/assets/" + asset);
        take("connection", "/connections/acme");
        take("options", "/connections/acme/options");
        take("mapping", "/connections/acme/mapping");
        take("run", "/runs/" + firstRun("acme"));
        take("dead-letters", "/dead-letters");
    }

    private void connected(String name, SimulatedIru tenant, String preset, String policy) {
        var more = ",'enabled':true,'preset':'%s','policy':{%s}".formatted(preset, policy);
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), more))
                .expect(201);
        finished(firstRun(name));
    }

    private void take(String name, String path) {
        var page = open(path);
        page.setViewportSize(1280, 800);
        assertThat(page.locator("h1")).isVisible();
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
