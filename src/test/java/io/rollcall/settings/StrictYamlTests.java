package io.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTests {

    enum Details {
        ALWAYS,
        ON_DEMAND
    }

    record Paging(int pageSize, @Default("300") int maxPageSize) {
        Paging {
            if (pageSize > maxPageSize) {
                throw new IllegalArgumentException("page-size may be at most max-page-size, " + maxPageSize);
            }
        }
    }

    record Limits(@Default("50") int perSecond) {}

    record Settings(
            String name,
            Paging list,
            @Default("on-demand") Details details,
            @Default("{}") Limits limits,
            Optional<Duration> every,
            List<Paging> more,
            Set<Details> kinds,
            Map<String, Boolean> flags,
            @JsonProperty("volatile") List<JsonPointer> changing) {}

    private static final String GOOD = """
            name: acme
            list:
              page-size: 200
            every: 10m
            more: [{ page-size: 1 }]
            kinds: [always]
            flags: { a: true }
            volatile: [/last_check_in]
            """;

    private static List<Problem> problems(String yaml) {
        var refused = catchThrowableOfType(
                InvalidSettings.class, () -> StrictYaml.read("mappings/x.yaml", yaml, Settings.class));
        assertThat(refused).as("must be refused: " + yaml).isNotNull();
        return refused.problems();
    }

    @Test
    void readsARecordWithItsDefaults() {
        assertThat(StrictYaml.read("x", GOOD, Settings.class))
                .isEqualTo(new Settings(
                        "acme",
                        new Paging(200, 300),
                        Details.ON_DEMAND,
                        new Limits(50),
                        Optional.of(Duration.ofMinutes(10)),
                        List.of(new Paging(1, 300)),
                        Set.of(Details.ALWAYS),
                        Map.of("a", true),
                        List.of(JsonPointer.compile("/last_check_in"))));
    }

    @Test
    void namesAMisspeltKeyWithItsLineAndTheNearestKnownOne() {
        var problem = problems("name: acme\nlist:\n  page-size: 5\n  max-pagesize: 4\n")
                .get(0);

        assertThat(problem.origin()).isEqualTo("mappings/x.yaml");
        assertThat(problem.line()).isEqualTo(4);
        assertThat(problem.path()).isEqualTo("list.max-pagesize");
        assertThat(problem.allowed()).isEqualTo("Did you mean \"max-page-size\"? Known: max-page-size, page-size");
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThat(problems(
                        "nam: acme\nlist: { page-size: many }\ndetails: allways\nmore: [{}, 5]\nkinds: on-demand\n"))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "nam", "name", "list.page-size", "details", "more[0].page-size", "more[1]", "kinds");
    }

    @Test
    void listsTheValuesOfAnEnumNearestFirst() {
        assertThat(problems(GOOD + "details: ondemand\n"))
                .singleElement()
                .extracting(Problem::line, Problem::allowed)
                .containsExactly(9, "Did you mean \"on-demand\"? Known: on-demand, always");
    }

    @ParameterizedTest
    @CsvSource({
        "name, 5",
        "name, true",
        "name, [a]",
        "details, 3",
        "every, 5",
        "every, soon",
        "flags, [a]",
        "limits, 7",
        "limits, {per-second: '\"5\"'}",
        "limits, {per-second: 5.5}",
        "limits, {per-second: 99999999999}",
        "flags, '{a: maybe}'",
        "volatile, [no-slash]"
    })
    void refusesValuesOfAnotherType(String key, String value) {
        var yaml = GOOD.replaceAll("(?m)^" + key + ":.*\n", "") + key + ": " + value.replace("'", "") + "\n";

        assertThat(problems(yaml))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).startsWith(key));
    }

    @Test
    void turnsARecordsOwnRefusalIntoAProblemAtItsPath() {
        assertThat(problems(GOOD.replace("page-size: 200", "page-size: 301")))
                .singleElement()
                .extracting(Problem::line, Problem::path, Problem::allowed)
                .containsExactly(2, "list", "page-size may be at most max-page-size, 300");
    }

    @Test
    void saysThatARequiredKeyIsMissing() {
        assertThat(problems("name:\nlist: { page-size: 1 }\n"))
                .singleElement()
                .extracting(Problem::path, Problem::found)
                .containsExactly("name", "This key is missing");
        assertThat(problems("")).extracting(Problem::path).containsExactly("name", "list");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: [",
                "name: a\nname: b\n",
                "name: &x a\nlist: *x\n",
                "name: a\n---\nname: b\n",
                "\tname: a",
                "just text",
                "[1, 2]",
                "name: \"open\n"
            })
    void refusesWhatIsNoSingleYamlOfKeys(String yaml) {
        assertThat(problems(yaml)).hasSize(1);
    }

    @Test
    void refusesYamlNestedWithoutEnd() {
        assertThat(problems("name: " + "[".repeat(200) + "]".repeat(200))).isNotEmpty();
    }

    @Test
    void neverRepeatsATextThatCouldBeASecret() {
        for (var yaml : List.of(
                GOOD.replace("page-size: 200", "page-size: s3cret"),
                "name: \"s3cret\n",
                "name: s3cret: x\n",
                GOOD.replace("[/last_check_in]", "s3cret"),
                GOOD.replace("flags: { a: true }", "flags: { a: s3cret }"))) {
            assertThatThrownBy(() -> StrictYaml.read("x", yaml, Settings.class))
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "10m,PT10M", "1d,PT24H", "1h30m,PT1H30M", "250ms,PT0.25S", "PT5M,PT5M", "p2d,PT48H"})
    void readsDurationsAsPeopleWriteThem(String written, Duration meant) {
        assertThat(StrictYaml.read("x", GOOD.replace("10m", written), Settings.class)
                        .every())
                .contains(meant);
    }

    @Test
    void readsATreeWithTheSameRules() throws Exception {
        var json = new ObjectMapper().readTree("{\"name\":\"acme\",\"list\":{\"page-size\":1},\"lst\":1}");

        assertThatThrownBy(() -> StrictYaml.read("request body", json, Settings.class))
                .hasMessageStartingWith(
                        "request body, lst: There is no key \"lst\". Did you mean \"list\"? Known: list,");
    }

    @Test
    void mergesOverridesIntoAPresetWithoutChangingEither() throws Exception {
        var base = tree("{\"a\":{\"x\":1,\"y\":[1,2]},\"b\":1,\"c\":2}");
        var overrides = tree("{\"a\":{\"y\":[3],\"z\":null},\"b\":null,\"d\":4}");

        assertThat(StrictYaml.merge(base, overrides))
                .isEqualTo(tree("{\"a\":{\"x\":1,\"y\":[3],\"z\":null},\"c\":2,\"d\":4}"));
        assertThat(base).isEqualTo(tree("{\"a\":{\"x\":1,\"y\":[1,2]},\"b\":1,\"c\":2}"));
    }

    @Test
    void readsAFileAndNamesIt(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("acme.yaml"), GOOD + "x: 1\n");

        assertThatThrownBy(() -> StrictYaml.read(file, Settings.class)).hasMessageStartingWith(file + ", line 9, x: ");
    }

    private static JsonNode tree(String json) throws Exception {
        return new ObjectMapper().readTree(json);
    }

    @Test
    void readsTextAsTheNumberOrBooleanThatIsWantedInItsPlace() throws Exception {
        var text = new ObjectMapper().readTree("""
                {"name": "5", "list": {"page-size": "200"}, "details": "always", "limits": {"per-second": "7"},
                 "more": [{"page-size": "1"}], "flags": {"a": "true"}}
                """);

        var settings = StrictYaml.read("command line", StrictYaml.fromText(text, Settings.class), Settings.class);

        assertThat(settings.name()).isEqualTo("5");
        assertThat(settings.list().pageSize()).isEqualTo(200);
        assertThat(settings.limits().perSecond()).isEqualTo(7);
        assertThat(settings.more().get(0).pageSize()).isEqualTo(1);
        assertThat(settings.flags()).containsEntry("a", true);
    }

    @Test
    void leavesTextThatIsNoNumberOrBooleanToBeRefused() throws Exception {
        var text = new ObjectMapper().readTree("""
                {"name": "x", "list": {"page-size": "many"}, "flags": {"a": "yes"}, "nam": "1"}
                """);

        assertThat(StrictYaml.fromText(text, Settings.class)).isEqualTo(text);
    }
}
