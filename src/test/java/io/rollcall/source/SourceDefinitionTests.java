package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.settings.InvalidSettings;
import io.rollcall.source.SourceDefinition.WayIn;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceDefinitionTests {

    private static final String SMALL = """
            name: small
            title: Small
            hosts: ["*.example.com"]
            sign-in: [{ kind: bearer }]
            list: { id: /id, page-size: 10, max-page-size: 10 }
            regions: { us: "{subdomain}.example.com" }
            restricted:
              - { field: recovery-key, from: ["detail:/secret/key"] }
            tables: { names: { a: A } }
            fields:
              - { field: device-name, from: ["list:/name"] }
            """;

    @Test
    void readsASmallDefinition() {
        var definition = SourceDefinition.read("small.yaml", SMALL);

        assertThat(definition.signIn()).extracting(WayIn::kind).containsExactly(SignIn.BEARER);
        assertThat(definition.limits().atOnce()).isEqualTo(5);
        assertThat(definition.limits().perHour()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ field: device-nam, from: ['list:/x'] } | fields[1].field | device-name",
                "{ field: device-name, from: ['list:/x'] } | fields[1].field | one row",
                "{ field: model, from: ['list:x'] } | fields[1].from[0] | JSON Pointer",
                "{ field: model, from: ['lst:/x'] } | fields[1].from[0] | detail:",
                "{ field: model, from: [] } | fields[1].from | Name one",
                "{ field: model, from: ['list:/x'], convert: upper } | fields[1].convert | yes-no",
                "{ field: model, from: ['list:/x as nams'] } | fields[1].from[0] | names",
                "{ field: model, from: ['list:/x'], convert: time } | fields[1].convert | holds text",
                "{ field: missing, from: ['list:/x'] } | fields[1].convert | yes or no",
                "{ field: missing, from: ['list:/x as names'] } | fields[1].from[0] | yes or no",
                "{ field: last-check-in, from: ['list:/x'], convert: time, choose: any } | fields[1].choose | first",
                "{ field: model, from: ['list:/x', 'detail:/secret/key'] } | fields[1].from[1] | restricted",
                "{ field: model, from: ['detail:/secret'] } | fields[1].from[0] | restricted",
                "{ field: model, from: ['detail:/secret/key/part'] } | fields[1].from[0] | restricted"
            })
    void refusesAWrongRowWithItsLineAndPath(String row, String path, String says) {
        assertThatThrownBy(() -> SourceDefinition.read("small.yaml", SMALL + "  - " + row.replace('\'', '"') + "\n"))
                .isInstanceOfSatisfying(
                        InvalidSettings.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.path()).isEqualTo(path);
                            assertThat(problem.line()).isEqualTo(12);
                            assertThat(problem.toString()).contains(says);
                        }));
    }

    @Test
    void A12_allowsAPropertyBesideARestrictedOne() {
        SourceDefinition.read("small.yaml", SMALL + "  - { field: model, from: [\"detail:/secret/keyboard\"] }\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "us: \"{subdomain}.example.com\" | us: \"example.com\" | regions.us",
                "us: \"{subdomain}.example.com\" | us: \"{subdomain}.evil.com\" | regions.us",
                "page-size: 10, | page-size: 11, | list",
                "id: /id | id: id | list.id",
                "name: small | name: Small! | name",
                "tables: { names: | tables: { gb: | tables.gb",
                "kind: bearer | kind: barer | sign-in[0].kind",
                "kind: bearer | kind: basic-token | sign-in[0]",
                "sign-in: [{ kind: bearer }] | sign-in: [] | sign-in"
            })
    void refusesWhatDoesNotGoTogether(String good, String bad, String path) {
        assertThatThrownBy(() -> SourceDefinition.read("small.yaml", SMALL.replace(good, bad)))
                .isInstanceOfSatisfying(
                        InvalidSettings.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.path()).isEqualTo(path)));
    }

    @ParameterizedTest
    @CsvSource({"iru", "IRU", "kandji", "Kandji", "' kandji '"})
    void findsASourceByNameAndAlias(String name) {
        assertThat(SourceDefinitions.load(Path.of("mappings").toAbsolutePath())
                        .get(name)
                        .name())
                .isEqualTo("iru");
    }

    @Test
    void listsTheKnownSourcesForAnUnknownName() {
        var definitions = SourceDefinitions.of(
                Map.of("small.yaml", SMALL.replace("title: Small", "title: Small\naliases: [tiny]")));

        assertThat(definitions.find("intune")).isEmpty();
        assertThatThrownBy(() -> definitions.get("intune"))
                .hasMessage("connection, source: There is no source \"intune\". Known: small (also tiny)");
    }

    @Test
    void refusesTwoSourcesOfOneNameAndTellsTheMistakesOfAllFiles() {
        assertThatThrownBy(() -> SourceDefinitions.of(Map.of("a.yaml", SMALL, "b.yaml", SMALL, "c.yaml", "name: c")))
                .hasMessageContaining("b.yaml, name: The name \"small\" is taken by a.yaml")
                .hasMessageContaining("c.yaml, line 1, title: This key is missing");
    }
}
