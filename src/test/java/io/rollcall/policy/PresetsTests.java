package io.rollcall.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.DeviceType;
import io.rollcall.policy.Policy.DetailsMode;
import io.rollcall.policy.Policy.Requirement;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.settings.StrictYaml;
import io.rollcall.startup.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTests {

    private final Presets presets = new Presets(new Home(Path.of("")));

    private static JsonNode yaml(String text) {
        return StrictYaml.parse("overrides", text).tree();
    }

    private Policy policy(String overrides) {
        return presets.policy(Presets.DEFAULT, yaml(overrides));
    }

    @Test
    void policiesAreTheSameWhateverTheOrderOfTheirKeys() {
        var one = presets.hash(Presets.DEFAULT, yaml("limits: {per-second: 9, at-once: 3}"));
        var other = presets.hash(Presets.DEFAULT, yaml("limits: {at-once: 3, per-second: 9}"));

        assertThat(one).isPresent().isEqualTo(other);
        assertThat(presets.hash(Presets.DEFAULT, yaml("limits: {at-once: 4, per-second: 9}")))
                .isNotEqualTo(one);
        assertThat(presets.hash("no-such-preset", yaml("{}"))).isEmpty();
    }

    @Test
    void everyPresetOfTheFolderIsAPolicy() throws IOException {
        try (var files = Files.list(Path.of("presets"))) {
            var names = files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .toList();

            assertThat(presets.names())
                    .containsExactlyInAnyOrderElementsOf(names)
                    .contains(Presets.DEFAULT);
        }
        assertThat(presets.names())
                .allSatisfy(name ->
                        assertThat(presets.policy(name, yaml("{}")).title()).isNotBlank());
    }

    @Test
    void D5_D10_defaultIsADailyListOfAllTypesInPagesOf200() {
        var policy = policy("{}");

        assertThat(policy.schedule().cron()).contains("0 0 2 * * ?");
        assertThat(policy.schedule().zone()).contains("Etc/UTC");
        assertThat(policy.pageSize()).contains(200);
        assertThat(policy.details().mode()).isEqualTo(DetailsMode.ON_DEMAND);
        assertThat(DeviceType.values()).allMatch(policy::wants);
    }

    @Test
    void overridesSingleKeysAndReplacesLists() {
        var policy = policy("{ types: [laptop, virtual-machine], create: { requires: [serial, type] },"
                + " details: { mode: changed, max-age: 7d }, limits: { per-second: 5 } }");

        assertThat(policy.types()).containsExactly(DeviceType.LAPTOP, DeviceType.VIRTUAL_MACHINE);
        assertThat(policy.wants(DeviceType.PHONE)).isFalse();
        assertThat(policy.create().requires()).containsExactly(Requirement.SERIAL, Requirement.TYPE);
        assertThat(policy.create().status()).isEqualTo("allocated");
        assertThat(policy.details().maxAge()).contains(Duration.ofDays(7));
        assertThat(policy.limits().perSecond()).contains(5);
        assertThat(policy.limits().perHour()).isEmpty();
    }

    @Test
    void E15_intervalTakesThePlaceOfThePresetsCronAndZone() {
        var schedule = policy("{ schedule: { every: 10m } }").schedule();

        assertThat(schedule)
                .isEqualTo(
                        new Policy.Schedule(Optional.of(Duration.ofMinutes(10)), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    { page-sise: 10 }                                    | page-sise       | page-size
                    { create: { require: [serial] } }                    | create.require  | requires
                    { create: { requires: [color] } }                    | create.requires[0] | serial
                    { details: { mode: sometimes } }                     | details.mode    | on-demand
                    { types: [laptop, toaster] }                         | types[1]        | laptop
                    { page-size: 0 }                                     |                 | between 1 and 300
                    { page-size: 301 }                                   |                 | between 1 and 300
                    { page-size: many }                                  | page-size       | number
                    { asset-id: none }                                   |                 | an asset needs an ID
                    { create: { status: ' ' } }                          | create          | status must not be blank
                    { limits: { per-second: 0 } }                        | limits          | at least 1
                    { limits: { per-hour: 0 } }                          | limits          | at least 1
                    { limits: { at-once: 65 } }                          | limits          | between 1 and 64
                    { schedule: { every: 59s } }                         | schedule        | at least 1m
                    { schedule: { every: 1h, cron: '0 0 2 * * ?' } }     | schedule        | either every or cron
                    { schedule: {} }                                     | schedule        | either every or cron
                    { schedule: { cron: '0 2 * * *' } }                  | schedule        | not a cron expression
                    { schedule: { cron: '0 0 2 * * ?', zone: Mars/X } }  | schedule        | no such time zone: Mars/X
                    """)
    void tellsEachMistakeWithItsPathAndWhatWouldBeRight(String overrides, String path, String words) {
        var refused = catchThrowableOfType(InvalidSettings.class, () -> policy(overrides));

        assertThat(refused).as(overrides).isNotNull();
        assertThat(refused.problems()).extracting(Problem::path).containsExactly(path == null ? "" : path);
        assertThat(refused).hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ page-size: 1 }",
                "{ page-size: 300 }",
                "{ schedule: { every: 1m } }",
                "{ schedule: { cron: '0 30 6 ? * MON-FRI', zone: Europe/Berlin } }",
                "{ limits: { at-once: 64 } }"
            })
    void takesWhatIsJustWithinTheBounds(String overrides) {
        assertThat(policy(overrides)).isNotEqualTo(policy("{}"));
    }

    @Test
    void namesTheKnownPresetsWhereThereIsNone() {
        assertThatThrownBy(() -> presets.policy("nope", yaml("{}")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("nope")
                .hasMessageContaining(Presets.DEFAULT);
    }

    @Test
    void namesFileAndLineOfAWrongPreset(@TempDir Path home) throws IOException {
        var text = Files.readString(Path.of("presets/unthread-iru.yaml")).replace("page-size: 200", "page-size: lots");
        Files.createDirectory(home.resolve("presets"));
        Files.writeString(home.resolve("presets/mine.yaml"), text);

        assertThatThrownBy(() -> new Presets(new Home(home)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("presets/mine.yaml, line 8, page-size");
    }
}
