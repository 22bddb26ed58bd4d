package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Role;
import io.rollcall.api.ApiTestBase;
import io.rollcall.api.SignedInClient;
import io.rollcall.database.CountedStatements;
import io.rollcall.demo.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What a page of the console may cost: statements and bytes. A page that isn't among the examples fails the test. */
class PageBudgetTests extends ApiTestBase {

    private static final int STATEMENTS = 15;

    private static final int HTML = 100_000;
    private static final int SCRIPT = 60_000;
    private static final int STYLE = 60_000;

    /** Several connections, so that what is asked for one at a time shows. */
    private static final int CONNECTIONS = 4;

    private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"(/[^\"]+\\.(js|css))\"");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping endpoints;

    /** Every page that can be asked for → an address of it that there is. */
    private Map<String, String> pages() {
        var known = examples();
        var pages = new TreeMap<String, String>();
        var without = new TreeSet<String>();
        endpoints.getHandlerMethods().forEach((mapping, method) -> {
            var ours = method.getBeanType().getPackageName().equals("io.rollcall.console");
            if (ours && mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                mapping.getPatternValues().stream()
                        .filter(path -> !path.matches(".*\\.(csv|xlsx)"))
                        .forEach(path -> {
                            if (!path.contains("{")) {
                                pages.put(path, path.equals("/assets/progress") ? path + "?run=1" : path);
                            } else if (known.containsKey(path)) {
                                pages.put(path, known.get(path));
                            } else {
                                without.add(path);
                            }
                        });
            }
        });
        assertThat(without).as("pages without an example in this test").isEmpty();
        return pages;
    }

    private Map<String, String> examples() {
        var tenant = tenant(60);
        var device = tenant.fleet().ids().get(2);
        tenant.faults().on("/api/v1/devices/" + device + "/details").always().answer(Fault.status(500));
        var policy = ",'policy':{'commands':['restart'],'restricted':true,'details':{'mode':'always'}}";
        var connection = synced(tenant, policy);
        for (var i = 1; i < CONNECTIONS; i++) {
            synced(tenant, policy);
        }
        var asset = jdbc.sql(
                        "select asset_id from restricted_value where field = 'recovery-key' order by asset_id limit 1")
                .query(Long.class)
                .single();
        var person = api().post(
                        "/api/v1/people",
                        "{'firstName':'Ada','lastName':'L','emails':['%s@example.com']}".formatted(name()))
                .expect(201)
                .number("/id");
        var field = api().post("/api/v1/custom-fields", "{'name':'Field %s','type':'text'}".formatted(name()))
                .expect(201)
                .at("/key");
        var run = firstRun(connection);
        var letter =
                jdbc.sql("select max(id) from dead_letter").query(Long.class).single();
        var product = jdbc.sql("select max(id) from product").query(Long.class).single();
        var user = user(Role.VIEWER).id();
        var preview = api().post("/api/v1/connections/" + connection + "/preview")
                .json()
                .path("previewId")
                .asText();
        var import_ = imported();
        var at = "/connections/" + connection;
        var examples = new TreeMap<String, String>();
        for (var part : List.of("", "/address", "/test", "/preset", "/options", "/mapping", "/preview", "/delete")) {
            examples.put("/connections/{name}" + part, at + part);
        }
        examples.put("/connections/{name}/preview/{id}", at + "/preview/" + preview);
        for (var part : List.of("", "/edit", "/check-out", "/reading")) {
            examples.put("/assets/{id}" + part, "/assets/" + asset + part);
        }
        examples.put("/assets/{id}/commands/{command}", "/assets/" + asset + "/commands/restart");
        examples.put("/assets/{id}/restricted/{field}", "/assets/" + asset + "/restricted/recovery-key");
        examples.put("/people/{id}", "/people/" + person);
        examples.put("/people/{id}/edit", "/people/" + person + "/edit");
        examples.put("/products/{id}/edit", "/products/" + product + "/edit");
        examples.put("/custom-fields/{key}/delete", "/custom-fields/" + field + "/delete");
        examples.put("/runs/{id}", "/runs/" + run);
        examples.put("/runs/{id}/live", "/runs/" + run + "/live");
        examples.put("/dead-letters/{id}", "/dead-letters/" + letter);
        examples.put("/imports/{id}", "/imports/" + import_);
        examples.put("/users/{id}", "/users/" + user);
        examples.put("/setup/{secret}", "/setup/no-such-link");
        return examples;
    }

    private long imported() {
        return api().sendCsv(
                        "/api/v1/imports?kind=people",
                        "E-Mail,First name,Last name\n%s@example.com,Ada,L\n".formatted(name()))
                .expect(201)
                .number("/id");
    }

    @Test
    void everyPageTakesAtMostFifteenStatementsAndAHundredKilobytes() {
        var pages = pages();
        var person = signedIn(Role.values());
        var dear = new ArrayList<String>();
        pages.forEach((page, path) -> {
            CountedStatements.begin();
            var answer = person.get(path);
            var statements = CountedStatements.end().stream()
                    .filter(executed -> executed.thread().getName().contains("-exec-"))
                    .map(CountedStatements.Executed::sql)
                    .toList();
            assertThat(answer.status()).as(path).isIn(200, 302, 404, 410);
            assertThat(statements).as(path).isNotEmpty();
            if (statements.size() > STATEMENTS) {
                dear.add(page + ": " + statements.size() + " statements\n"
                        + String.join(
                                "\n",
                                statements.stream()
                                        .map(sql -> "    " + line(sql))
                                        .toList()));
            }
            var bytes = compressed(answer.text());
            if (bytes > HTML) {
                dear.add(page + ": " + bytes + " bytes");
            }
        });
        assertThat(dear).as(String.join("\n", dear)).isEmpty();
    }

    private static String line(String sql) {
        var one = sql.strip().replaceAll("\\s+", " ");
        return one.substring(0, Math.min(140, one.length()));
    }

    @Test
    void scriptsAndStylesAreSmall() {
        var person = signedIn(Role.VIEWER);
        var sizes = new TreeMap<String, Integer>();
        var found = LINKED.matcher(person.get("/").text());
        while (found.find()) {
            sizes.merge(found.group(2), compressed(text(person, found.group(1))), Integer::sum);
        }
        assertThat(sizes.get("js")).isPositive().isLessThan(SCRIPT);
        assertThat(sizes.get("css")).isPositive().isLessThan(STYLE);
    }

    private static String text(SignedInClient person, String path) {
        return person.get(path).expect(200).text();
    }

    private static int compressed(String text) {
        try (var bytes = new ByteArrayOutputStream()) {
            try (var zip = new GZIPOutputStream(bytes)) {
                zip.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return bytes.size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
