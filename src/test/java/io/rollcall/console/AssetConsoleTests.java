package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.rollcall.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;

/** The list of assets, an asset's page and what one does there. */
class AssetConsoleTests extends BrowserTest {

    /** Custom fields that other tests made may have names that begin alike. */
    private static final Page.GetByLabelOptions EXACTLY = new Page.GetByLabelOptions().setExact(true);

    /** Security item 21: texts that something could take for more than text. */
    private static final List<String> HOSTILE = List.of(
            "<script>document.title='owned'</script>",
            "\"><img src=x onerror=\"document.title='owned'\">",
            "<b hx-get=\"/people\" hx-trigger=\"load\">x</b>",
            "{{7*7}} ${7*7} __${T(java.lang.Runtime)}__ [[${7*7}]]",
            "a\u202Eb",
            "=cmd|' /C calc'!A0");

    @Test
    void widestMenusFitAPhone() {
        synced(tenant(2), "");
        var phone = openOnPhone("/assets");
        for (var menu : new String[] {"Saved searches", "Columns"}) {
            phone.locator("summary", new Page.LocatorOptions().setHasText(menu)).click();
            accessible(phone);
        }
    }

    @Test
    void formThatComesBackStillShowsWhatTheMdmKeeps() {
        var connection = synced(tenant(2), "");
        var asset = api().get("/api/v1/assets?connection=" + connection)
                .json()
                .path("assets")
                .get(0);
        var page = open("/assets/" + asset.path("id").asLong() + "/edit");
        page.getByLabel("Cost", new Page.GetByLabelOptions().setExact(true)).fill("a lot");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save"))
                .click();

        assertThat(page.locator("main")).containsText("\"a lot\" is no cost");
        assertThat(page.locator("main")).containsText(asset.path("serial").asText());
    }

    @Test
    void findsAssetsBySerialNamePersonAddressTagAndImei() {
        var mark = name();
        var person = person("Ada" + mark, "Lovelace", mark + "@example.com");
        var id = asset(
                mark,
                ",'name':'Desk of " + mark + "','fields':{'asset-tag':'TAG" + mark + "','imei':'35" + mark + "'}");
        api().post("/api/v1/assets/" + id + "/checkout", "{'person':" + person + "}")
                .expect(200);

        var page = open("/");
        for (var text : List.of(
                "SN" + mark,
                "desk of " + mark,
                "ada" + mark + " love",
                mark + "@EXAMPLE.com",
                "tag" + mark,
                "35" + mark)) {
            page.navigate("/assets?q=" + text.replace(" ", "%20"));
            assertThat(rows(page)).as(text).hasSize(1);
            assertThat(page.locator("tbody").textContent()).as(text).contains("Desk of " + mark);
        }
        assertThat(open("/assets?q=no-such-" + mark).locator("main").textContent())
                .contains("Nothing found");
    }

    @Test
    void filtersSeveralColumnsAtOnceAndPagesThroughAnyOrder() {
        var department = "D" + name();
        for (var i = 0; i < 60; i++) {
            var status = i % 2 == 0 ? "in stock" : "in repair";
            asset(name(), status, ",'name':'N" + (i % 7) + "','department':'" + department + "','type':'laptop'");
        }
        var page = open("/assets?department=" + department + "&sort=-name");
        assertThat(page.locator("#count").textContent()).contains("60");
        var seen = new java.util.ArrayList<>(names(page));
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Next page"))
                .click();
        seen.addAll(names(page));
        assertThat(seen).hasSize(60).isSortedAccordingTo(java.util.Comparator.reverseOrder());

        page = open("/assets?department=" + department);
        page.getByText("Filter", new Page.GetByTextOptions().setExact(true)).click();
        page.locator("#f-status").selectOption("in repair");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Show").setExact(true))
                .click();
        assertThat(page.locator("#count").textContent()).contains("30");
        assertThat(page.locator(".chips").textContent()).contains("in repair", department);
        accessible(page);
    }

    @Test
    void assetsWithoutANameAreSortedByTheIdTheyAreShownBy() {
        var mark = name();
        asset("z" + mark, "in stock", ",'department':'" + mark + "'");
        asset("b" + mark, "in stock", ",'department':'" + mark + "','name':'A-m" + mark + "'");
        asset("a" + mark, "in stock", ",'department':'" + mark + "'");

        assertThat(names(open("/assets?department=" + mark + "&sort=name")))
                .containsExactly("A-a" + mark, "A-m" + mark, "A-z" + mark);
    }

    @Test
    void D5_syncButtonShowsHowFarItIsAndWorksWithoutJavaScript() {
        var tenant = tenant(12);
        var connection = synced(tenant, "");
        var page = open("/assets");
        page.getByText("Sync from").click();
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(connection))
                .click();
        assertThat(page.locator("#messages")).containsText("The sync of " + connection + " has begun");
        finished(firstRun(connection));

        var plain = openWithoutScripts("/assets");
        var before = firstRun(connection);
        plain.getByText("Sync from").click();
        plain.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(connection))
                .click();
        assertThat(plain.locator("#messages")).containsText("The sync of " + connection + " has begun");
        assertThat(finished(firstRun(connection)).at("/trigger")).isNotEqualTo("schedule");
        assertThat(firstRun(connection)).isGreaterThan(before);
    }

    @Test
    void progressIsToldUntilTheRunIsOver() {
        var connection = synced(tenant(5), "");
        var run = firstRun(connection);
        jdbc.sql("update run set state = 'running', pages = 3, owner = null, heartbeat_at = now() + interval '1 hour' "
                        + "where id = :run")
                .param("run", run)
                .update();
        try {
            var page = open("/assets");
            assertThat(page.locator("#progress")).containsText("page 3, 5");
            accessible(page);
            jdbc.sql("update run set state = 'succeeded' where id = :run")
                    .param("run", run)
                    .update();
            assertThat(page.locator("#progress")).containsText("Show the list anew");
        } finally {
            jdbc.sql("update run set state = 'succeeded' where id = :run")
                    .param("run", run)
                    .update();
        }
    }

    @Test
    void E19_exportsHoldExactlyTheFilteredListInItsOrder() throws IOException, InterruptedException {
        var department = "E" + name();
        for (var hostile : HOSTILE) {
            asset(name(), "in stock", ",'name':'" + json(hostile) + "','department':'" + department + "'");
        }
        asset(name(), "in repair", ",'name':'left out','department':'" + department + "'");
        var query = "department=" + department + "&status=in%20stock&sort=-name";
        var listed = names(open("/assets?" + query));

        var csv = get("/assets.csv?" + query, BodyHandlers.ofInputStream());
        assertThat(csv.headers().firstValue("content-disposition").orElse(""))
                .contains("attachment", "assets-", ".csv");
        try (var parser = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new InputStreamReader(skipMark(csv.body()), StandardCharsets.UTF_8))) {
            var names = parser.stream().map(row -> row.get("name")).toList();
            assertThat(names).hasSize(HOSTILE.size());
            assertThat(names.stream()
                            .map(text -> text.startsWith("'=") ? text.substring(1) : text)
                            .toList())
                    .isEqualTo(listed);
        }
        var xlsx = get(
                "/api/v1/assets.xlsx?department=" + department + "&status=in%20stock", BodyHandlers.ofInputStream());
        try (var workbook = new ReadableWorkbook(xlsx.body())) {
            var rows = workbook.getFirstSheet().read();
            assertThat(rows.get(0).getCellText(1)).isEqualTo("name");
            assertThat(rows.stream().skip(1).map(row -> row.getCellText(1)).toList())
                    .containsExactlyInAnyOrderElementsOf(HOSTILE);
        }
    }

    @Test
    void checksOutToAPersonAndInAgainWithTheKeyboardAlone() {
        var mark = name();
        person("Grace" + mark, "Hopper", mark + "@example.com");
        var id = asset(mark, "");
        var page = open("/assets/" + id);
        accessible(page);
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Check out"))
                .press("Enter");
        page.getByLabel("Person or location").focus();
        page.keyboard().type("grace" + mark);
        assertThat(page.locator("#found")).containsText("Grace" + mark + " Hopper");
        accessible(page);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Check out to Grace" + mark))
                .press("Enter");

        assertThat(page.locator("#messages")).containsText("Checked out to Grace" + mark + " Hopper.");
        assertThat(page.locator("main")).containsText("checked out by hand");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Check in"))
                .press("Enter");
        assertThat(page.locator("#messages")).containsText("Checked in.");
        assertThat(api().get("/api/v1/assets/" + id).json().path("assignee").isNull())
                .isTrue();
        assertThat(page.locator(".history")).containsText("checked in");
    }

    @Test
    void checksOutWithoutJavaScript() {
        var mark = name();
        api().post("/api/v1/locations", "{'name':'Room " + mark + "'}").expect(201);
        var id = asset(mark, "");
        var page = openWithoutScripts("/assets/" + id + "/check-out");
        page.getByLabel("Person or location").fill("room " + mark);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Find")).click();
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Check out to Room"))
                .click();
        assertThat(page.locator("main")).containsText("Room " + mark);
    }

    @Test
    void namesOfAnyKindAreTextOnEveryPage() {
        var page = open("/");
        for (var hostile : HOSTILE) {
            var mark = name();
            var id = asset(mark, ",'name':'" + json(hostile) + "','notes':'" + json(hostile) + "'");
            for (var path : List.of("/assets?q=SN" + mark, "/assets/" + id + "/edit", "/", "/assets/" + id)) {
                page.navigate(path);
                assertThat(page.title()).as(path).endsWith(" · Rollcall");
                assertThat(page.locator("main script, main img[src=x], b[hx-get]")
                                .count())
                        .as(path)
                        .isZero();
            }
            assertThat(page.locator("h1")).hasText(hostile);
            assertThat(page.locator("h1 > bdi")).hasCount(1);
        }
    }

    @Test
    void editSaysWhatAFieldMustBeAndKeepsWhatOthersWroteMeanwhile() {
        var mark = name();
        var id = asset(mark, "");
        var page = open("/assets/" + id + "/edit");
        accessible(page);
        page.getByLabel("Cost", EXACTLY).fill("a lot");
        save(page);
        assertThat(page.locator("#f-purchaseCost-error")).isVisible();
        assertThat(page.getByLabel("Cost", EXACTLY)).hasValue("a lot");
        accessible(page);

        api().patch("/api/v1/assets/" + id, "{'supplier':'Somebody else'}").expect(200);
        page.getByLabel("Cost", EXACTLY).fill("12.50");
        page.getByLabel("Supplier").fill("Me");
        save(page);
        assertThat(page.locator("main")).containsText("Supplier is now Somebody else");
        accessible(page);
        save(page);
        assertThat(page.locator("#messages")).containsText("Saved.");
        assertThat(page.locator("main")).containsText("12.50");
        assertThat(api().get("/api/v1/assets/" + id).at("/supplier")).isEqualTo("Me");
    }

    @Test
    void X5_assetPageShowsWhoWroteAFieldAndWhatItWasBefore() {
        var tenant = tenant(3);
        var connection = synced(tenant, "");
        var asset = api().get("/api/v1/assets?connection=" + connection)
                .json()
                .path("assets")
                .get(0);
        var id = asset.path("id").asLong();
        var page = open("/assets/" + id);
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Serial number"))
                        .first())
                .containsText(connection);
        api().patch("/api/v1/assets/" + id, "{'status':'in repair'}").expect(200);
        page.reload();
        var status = page.locator("tr", new Page.LocatorOptions().setHasText("Status"));
        assertThat(status).containsText("bootstrap");
        assertThat(status).containsText("before: allocated");
        assertThat(page.locator("main")).containsText("Last check-in");
        accessible(page);
        accessible(openOnPhone("/assets/" + id));
        picture(page, "asset");
        var edit = open("/assets/" + id + "/edit");
        assertThat(edit.locator("main")).containsText("can only be changed in the MDM");
        accessible(edit);
    }

    @Test
    void changesManyAtOnceAndTakesItBack() {
        var department = "B" + name();
        var first = asset(name(), "in stock", ",'department':'" + department + "'");
        asset(name(), "in stock", ",'department':'" + department + "'");
        var page = open("/assets?department=" + department);
        page.getByLabel("Choose all of this page").check();
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Edit those chosen"))
                .click();
        accessible(page);
        page.locator("#f-status").selectOption("retired");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Change 2 assets"))
                .click();
        assertThat(page.locator("#messages")).containsText("2 assets changed.");
        assertThat(rows(page)).allMatch(row -> row.contains("retired"));
        api().patch("/api/v1/assets/" + first, "{'status':'lost'}").expect(200);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Undo")).click();
        assertThat(page.locator("#messages")).containsText("1 asset back as before. 1 values were changed by others");
        assertThat(api().get("/api/v1/assets/" + first).at("/status")).isEqualTo("lost");
    }

    @Test
    void keepsSearchesAndColumns() {
        var mark = name();
        asset(mark, ",'fields':{'memory':'77 GB'}");
        var page = open("/assets?q=SN" + mark);
        page.getByText("Saved searches").click();
        page.getByLabel("Name of this search").fill("Mine " + mark);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Save").setExact(true))
                .click();
        assertThat(page.locator("#messages")).containsText("Saved as");
        page.getByText("Columns", new Page.GetByTextOptions().setExact(true)).click();
        page.getByLabel("Memory").check();
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Show these"))
                .click();
        assertThat(page.locator("tbody")).containsText("77 GB");
        page.navigate("/assets");
        page.getByText("Saved searches").click();
        accessible(page);
        page.getByRole(
                        AriaRole.LINK,
                        new GetByRoleOptions().setName("Mine " + mark).setExact(true))
                .click();
        assertThat(rows(page)).hasSize(1);
    }

    @Test
    void viewersAreOfferedOnlyWhatTheyMayDo() {
        var id = asset(name(), "");
        var list = openAs("/assets", Role.VIEWER);
        assertThat(list.getByText("Export", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(list.getByText("Add asset")).hasCount(0);
        assertThat(list.getByText("Sync from")).hasCount(0);
        assertThat(list.locator("input[data-row]")).hasCount(0);
        accessible(list);
        list.navigate("/assets/" + id);
        assertThat(list.locator("main form")).hasCount(0);
        list.navigate("/assets/" + id + "/edit");
        assertThat(list.locator("main")).containsText("You may not do this");
        accessible(list);
    }

    @Test
    void slashFindsTheSearch() {
        var page = open("/assets");
        picture(page, "assets");
        picture(openOnPhone("/assets"), "assets-phone");
        accessible(openOnPhone("/assets"));
        page.keyboard().press("/");
        assertThat(page.locator("#search")).isFocused();
    }

    private static void save(Page page) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Save").setExact(true))
                .click();
    }

    private static List<String> rows(Page page) {
        return page.locator("main tbody tr").allTextContents();
    }

    private static List<String> names(Page page) {
        return page.locator("main tbody tr th a").all().stream()
                .map(Locator::textContent)
                .toList();
    }

    private HttpResponse<InputStream> get(String path, HttpResponse.BodyHandler<InputStream> body)
            throws IOException, InterruptedException {
        var to = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        var request = path.startsWith("/api")
                ? to.header("Authorization", "Bearer " + TOKEN).build()
                : to.header("Cookie", signedIn(Role.VIEWER).cookies()).build();
        var answer = HttpClient.newHttpClient().send(request, body);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static InputStream skipMark(InputStream file) throws IOException {
        assertThat(file.readNBytes(3)).isEqualTo(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        return file;
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\u0027").replace("\"", "\\\"");
    }

    private long person(String first, String last, String email) {
        return api().post(
                        "/api/v1/people",
                        "{'firstName':'%s','lastName':'%s','emails':['%s']}".formatted(first, last, email))
                .expect(201)
                .number("/id");
    }

    private long asset(String mark, String more) {
        return asset(mark, "in stock", more);
    }

    private long asset(String mark, String status, String more) {
        return api().post(
                        "/api/v1/assets",
                        "{'assetId':'A-%s','serial':'SN%s','status':'%s'%s}".formatted(mark, mark, status, more))
                .expect(201)
                .number("/id");
    }
}
