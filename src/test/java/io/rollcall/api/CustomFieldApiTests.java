package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomFieldApiTests extends ApiTestBase {

    private static final String PATH = "/api/v1/custom-fields";
    private static final String ASSETS = "/api/v1/assets";

    /** In no other test's texts, not even as a part. */
    private final String tag = name() + "x";

    /** Makes a field called after the test; its key. */
    private String field(String name, String type, String more) {
        var made = api().post(PATH, "{'name':'%s %s','type':'%s'%s}".formatted(name, tag, type, more))
                .expect(201);
        assertThat(api().get(made.location()).json()).isEqualTo(made.json());
        return made.at("/key");
    }

    private Answer asset(String id, String custom) {
        return api().post(
                        ASSETS,
                        "{'assetId':'%s-%s','status':'in stock','customFields':{%s}}".formatted(id, tag, custom));
    }

    private List<String> found(String query) {
        return api().get(ASSETS + "?" + query).expect(200).each("/assets", "assetId");
    }

    @ParameterizedTest
    @CsvSource({
        "text, '', Rack 7, Rack 7, Rack 8",
        "number, '', 12.50, 12.5, 13",
        "date, '', 2026-03-31, 2026-03-31, 2026-04-01",
        "yes-no, '', Yes, true, no",
        "choice, 'Red;Blue', red, Red, Blue",
    })
    void C6_fieldOfEachTypeIsShownEditedFilteredAndInTheHistory(
            String type, String choices, String given, String shown, String other) {
        var more = choices.isEmpty() ? "" : ",'choices':['" + choices.replace(";", "','") + "']";
        var key = field("Thing " + type, type, more);
        var made = asset("A", "'%s':'%s'".formatted(key, given)).expect(201);
        asset("B", "").expect(201);

        assertThat(made.at("/customFields/" + key)).isEqualTo(shown);
        assertThat(found("custom." + key + "=" + encoded(given))).containsExactly("A-" + tag);
        assertThat(found("custom." + key + "=" + encoded(other))).isEmpty();
        assertThat(found("q=" + tag + "&custom." + key + "=")).containsExactly("B-" + tag);
        var changed = api().patch(made.location(), "{'customFields':{'%s':'%s'}}".formatted(key, other))
                .expect(200);
        assertThat(changed.number("/version")).isEqualTo(made.number("/version") + 1);
        var history = api().get(made.location() + "/history");
        assertThat(history.each("/0/changes", "field")).containsExactly("custom." + key);
        assertThat(history.at("/0/changes/0/old")).isEqualTo(shown);
        assertThat(history.at("/0/changes/0/rule")).isEqualTo("by hand");
        var taken = api().patch(made.location(), "{'customFields':{'%s':null}}".formatted(key))
                .expect(200);
        assertThat(taken.json().path("customFields")).isEmpty();
        assertThat(found("q=" + tag + "&custom." + key + "=")).containsExactlyInAnyOrder("A-" + tag, "B-" + tag);
    }

    @Test
    void C6_renamingKeepsTheKeyAndTheValues() {
        var key = field("Cost centre", "text", "");
        var made = asset("A", "'%s':'4711'".formatted(key)).expect(201);

        var renamed = api().patch(PATH + "/" + key, "{'name':'Kostenstelle %s'}".formatted(tag))
                .expect(200);

        assertThat(key).isEqualTo("cost-centre-" + tag);
        assertThat(renamed.at("/key")).isEqualTo(key);
        assertThat(renamed.at("/property")).isEqualTo("custom." + key);
        assertThat(api().get(made.location()).at("/customFields/" + key)).isEqualTo("4711");
        assertThat(api().get(made.location()).number("/version")).isEqualTo(made.number("/version"));
        api().ifMatch("\"0\"")
                .patch(PATH + "/" + key, "{'name':'x %s'}".formatted(tag))
                .expectProblem(412);
        field("Cost centre", "text", "");
        api().patch(PATH + "/" + key, "{'name':'COST CENTRE %s'}".formatted(tag))
                .expectProblem(409);
    }

    @Test
    void C6_deletionAsksAndIsReversible() {
        var key = field("Owner", "text", "");
        var made = asset("A", "'%s':'Ada'".formatted(key)).expect(201);

        var asked = api().delete(PATH + "/" + key).expectProblem(409);

        assertThat(asked.at("/detail")).contains("a value on 1 asset", "confirm=true", "restore");
        assertThat(api().get(made.location()).at("/customFields/" + key)).isEqualTo("Ada");
        var deleted = api().delete(PATH + "/" + key + "?confirm=true").expect(200);
        assertThat(deleted.at("/deletedAt")).isNotBlank();
        assertThat(api().get(made.location()).json().path("customFields")).isEmpty();
        assertThat(api().get(PATH).each("", "key")).doesNotContain(key);
        assertThat(api().get(PATH + "?deleted=true").each("", "key")).contains(key);
        api().patch(made.location(), "{'customFields':{'%s':'Eve'}}".formatted(key))
                .expectProblemAt("customFields." + key);
        api().get(ASSETS + "?custom." + key + "=Ada").expectProblem(400);
        api().patch(made.location(), "{'notes':'changed meanwhile'}").expect(200);

        assertThat(field("Owner", "text", "")).isEqualTo(key + "-2");
        api().post(PATH + "/" + key + "/restore").expectProblem(409);
        api().patch(PATH + "/" + key + "-2", "{'name':'Another owner %s'}".formatted(tag))
                .expect(200);
        api().post(PATH + "/" + key + "/restore").expect(200);

        assertThat(api().get(made.location()).at("/customFields/" + key)).isEqualTo("Ada");
    }

    @Test
    void C6_choiceThatAssetsHaveCanNotBeTakenAway() {
        var key = field("Colour", "choice", ",'choices':['Red','Blue','Green']");
        asset("A", "'%s':'blue'".formatted(key)).expect(201);

        var refused = api().patch(PATH + "/" + key, "{'choices':['Red']}").expectProblem(409);

        assertThat(refused.at("/detail")).contains("\"Blue\" on 1");
        api().patch(PATH + "/" + key, "{'choices':['Blue','Black']}").expect(200);
        asset("B", "'%s':'Black'".formatted(key)).expect(201);
    }

    @Test
    void C6_refusesWhatIsNoFieldByName() {
        api().post(PATH, "{'name':' ','type':'text'}").expectProblemAt("name");
        api().post(PATH, "{'name':'x','type':'money'}").expectProblemAt("type");
        api().post(PATH, "{'name':'x','type':'choice'}").expectProblemAt("choices");
        api().post(PATH, "{'name':'x','type':'text','choices':['a']}").expectProblemAt("choices");
        api().post(PATH, "{'name':'x','type':'choice','choices':['a','A']}").expectProblemAt("choices[1]");
        api().get(PATH + "/no-such-field").expectProblem(404);
        asset("A", "'no-such-field':'x'").expectProblemAt("customFields.no-such-field");
        asset("A", "'no-such-field':{'x':1}").expectProblemAt("customFields.no-such-field");
    }

    @Test
    void C6_importFillsCustomFieldsByTheirKeyOrTheirName() {
        var owner = field("Owner", "text", "");
        var leased = field("Leased", "yes-no", "");
        var csv = "Asset ID,Status,custom.%s,Leased %s\nI1-%2$s,in stock,=1+1,yes\nI2-%2$s,in stock,,perhaps\n"
                .formatted(owner, tag);

        var preview = api().sendCsv("/api/v1/imports?kind=assets", csv).expect(201);

        assertThat(preview.each("/rows", "action")).containsExactly("create", "bad");
        assertThat(preview.at("/rows/1/problems/0/column")).isEqualTo("custom." + leased);
        api().post(preview.location() + "/apply").expect(200);
        assertThat(found("custom." + owner + "=" + encoded("=1+1"))).containsExactly("I1-" + tag);
        assertThat(found("custom." + leased + "=true")).containsExactly("I1-" + tag);
        var again = api().sendCsv("/api/v1/imports?kind=assets", csv).expect(201);
        assertThat(again.each("/rows", "action")).containsExactly("unchanged", "bad");
    }

    @Test
    void F34_F36_F40_oddTextsOfCustomFieldsAreKeptButForWhatCanNotBeStored() {
        var key = field("Odd", "text", "");

        var made = asset("A", "'%s':' =a\\u0000b \\ud83d\\ude80 \\u202egnp.exe\\u0007 '".formatted(key))
                .expect(201);

        assertThat(made.at("/customFields/" + key)).isEqualTo("=ab \ud83d\ude80 \u202egnp.exe");
    }

    @Test
    void F35_valueThatIsTooLongIsRefusedByItsName() {
        var key = field("Long", "text", "");

        var refused = asset("A", "'%s':'%s'".formatted(key, "x".repeat(13_000))).expectProblemAt("customFields." + key);

        assertThat(refused.text().length()).isLessThan(1_000);
    }

    @Test
    void F37_impossibleDateIsRefusedWithWhatADateIs() {
        var key = field("Day", "date", "");

        var refused = asset("A", "'%s':'0000-00-00'".formatted(key)).expectProblemAt("customFields." + key);

        assertThat(refused.at("/problems/0/allowed")).contains("2026-03-31");
    }

    @Test
    void C6_erasedPersonsNameIsStruckFromCustomFieldsToo() {
        var key = field("Buyer", "text", "");
        var made = asset("A", "'%1$s':'for Ada Love%2$s'".formatted(key, tag)).expect(201);
        var person = api().post(
                        "/api/v1/people",
                        "{'firstName':'Ada','lastName':'Love%1$s','emails':['ada.%1$s@example.com']}".formatted(tag))
                .expect(201);

        api().delete(person.location()).expect(200);

        assertThat(api().get(made.location()).at("/customFields/" + key)).isEqualTo("for [erased]");
    }

    /** A report may read the values without knowing how they are kept. */
    @Test
    void C6_valuesAreAViewOneARow() {
        var key = field("Owner", "text", "");
        var id = asset("A", "'%s':'Ada'".formatted(key)).expect(201).number("/id");

        assertThat(jdbc.sql("select value from field_value where asset_id = ? and field = ?")
                        .params(id, key)
                        .query(String.class)
                        .list())
                .containsExactly("Ada");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
