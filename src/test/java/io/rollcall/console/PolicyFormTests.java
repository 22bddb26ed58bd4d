package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.policy.Policy;
import io.rollcall.settings.StrictYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What the form of options makes of a connection's overrides. */
class PolicyFormTests {

    private static final String BLUETALLY = "bluetally-kandji";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode tree(String preset) {
        try {
            return StrictYaml.parse(preset, Files.readString(Path.of("presets", preset + ".yaml")))
                    .tree();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code Presets} makes a policy of both. */
    private static Policy policy(String preset, JsonNode overrides) {
        var base = tree(preset);
        if (overrides.has("schedule")) {
            ((com.fasterxml.jackson.databind.node.ObjectNode) base).remove("schedule");
        }
        return StrictYaml.read("policy", StrictYaml.merge(base, overrides), Policy.class);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a browser sends where nobody touched anything. */
    private static MultiValueMap<String, String> untouched(Policy policy) {
        var form = new LinkedMultiValueMap<String, String>();
        PolicyOptions.all().forEach(option -> {
            form.add(PolicyForm.SHOWN, option.key());
            option.value().apply(policy).forEach(text -> form.add(option.key(), text));
        });
        form.add(PolicyForm.SHOWN, PolicyForm.ADE);
        policy.ade().forEach((id, rule) -> {
            form.add("ade.id", id);
            form.add("ade.location", rule.location().orElse(""));
            form.add("ade.status", rule.status().orElse(""));
        });
        form.add("ade.id", "");
        form.add("ade.location", "");
        form.add("ade.status", "");
        schedule(form, ScheduleForm.of(policy.schedule()));
        return form;
    }

    private static void schedule(MultiValueMap<String, String> form, ScheduleForm schedule) {
        form.set("schedule.kind", schedule.kind());
        form.set("schedule.every", schedule.every());
        form.set("schedule.time", schedule.time());
        form.set("schedule.cron", schedule.cron());
        form.set("schedule.zone", schedule.zone());
    }

    /** The overrides after the form was sent. */
    private static JsonNode sent(String preset, JsonNode overrides, MultiValueMap<String, String> form) {
        var changes = new PolicyForm(policy(preset, overrides), policy(preset, json("{}")), overrides).changes(form);
        return changes.map(changed -> StrictYaml.merge(overrides, changed)).orElse(overrides);
    }

    static Stream<String> presets() {
        return Stream.of("allwhere-iru", "allwhere-jamf", "assetbots-kandji", BLUETALLY, "unthread-iru");
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aFormThatNobodyTouchedChangesNothing(String preset) {
        var overrides = json("{'ade':{'a1':{'location':'Berlin'}},'details':{'max-age':'7d'}}");
        var policy = policy(preset, overrides);

        assertThat(new PolicyForm(policy, policy(preset, json("{}")), overrides).changes(untouched(policy)))
                .isEmpty();
    }

    static Stream<Arguments> everyChoice() {
        return PolicyOptions.all()
                .flatMap(option -> (switch (option.input()) {
                            case CHOICE, CHOICES -> option.choices().stream().map(PolicyOption.Choice::value);
                            case YES_NO -> Stream.of(PolicyOption.YES, "");
                            case NUMBER -> Stream.of("7");
                            case TEXT ->
                                Stream.of(option.key().matches(".*max-age|.*full-every|.*on-open") ? "3d" : "in stock");
                        })
                        .map(text -> arguments(option.key(), text)));
    }

    @ParameterizedTest
    @MethodSource("everyChoice")
    void everyChoiceOfEveryOptionIsTaken(String key, String text) {
        var option = PolicyOptions.all()
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow();
        // another choice may forbid this one: overriding by hand needs an assignee that isn't ours
        var preset = text.equals("keep") && key.equals("assignee.change") ? "unthread-iru" : BLUETALLY;
        var form = untouched(policy(preset, json("{}")));
        form.put(key, text.isEmpty() ? List.of() : List.of(text));

        var overrides = sent(preset, json("{}"), form);

        assertThat(String.join("", option.value().apply(policy(preset, overrides))))
                .isEqualTo(text);
    }

    @Test
    void anOptionThatIsAsThePresetHasItAgainFollowsThePreset() {
        var overrides = json("{'assignee':{'change':'fill'},'people':{'create':'always'}}");
        var form = untouched(policy(BLUETALLY, overrides));
        form.set("assignee.change", "check-out");

        assertThat(sent(BLUETALLY, overrides, form)).isEqualTo(json("{'assignee':{},'people':{'create':'always'}}"));
    }

    @Test
    void incrementalSyncsAreTurnedOffByABlank() {
        var overrides = json("{'incremental':{'full-every':'1d'}}");
        var form = untouched(policy("allwhere-jamf", overrides));
        form.set("incremental.full-every", " ");

        assertThat(sent("allwhere-jamf", overrides, form)).isEqualTo(json("{}"));
    }

    @Test
    void whatWasNotOnTheFormIsLeftAlone() {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("source", "jamf");
        form.add("people.create", "always");

        assertThat(sent(BLUETALLY, json("{}"), form)).isEqualTo(json("{}"));
    }

    @Test
    void E10_theEnrollmentTableIsTakenAsAWhole() {
        var overrides = json("{'ade':{'a1':{'location':'Berlin'},'a2':{'status':'in stock'}}}");
        var form = untouched(policy(BLUETALLY, overrides));
        form.put("ade.id", List.of("a2", "a3", ""));
        form.put("ade.location", List.of("Bonn", "", ""));
        form.put("ade.status", List.of("in stock", "in repair", ""));

        var ade = policy(BLUETALLY, sent(BLUETALLY, overrides, form)).ade();

        assertThat(ade.keySet()).containsExactlyInAnyOrder("a2", "a3");
        assertThat(ade.get("a2").location()).contains("Bonn");
        assertThat(ade.get("a2").status()).contains("in stock");
        assertThat(ade.get("a3").location()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "every, 20m, '', '', every 20 minutes",
        "every, 1h, '', '', every hour",
        "daily, '', 07:05, '', every day at 07:05 (Europe/Berlin)",
        "cron, '', '', 0 0/5 * * * ?, by the cron expression 0 0/5 * * * ? (Europe/Berlin)",
    })
    void schedulesAreReadBackAsTheyWereEntered(String kind, String every, String time, String cron, String words) {
        var entered = new ScheduleForm(kind, every, time, cron, "Europe/Berlin");
        for (var preset : List.of(BLUETALLY, "unthread-iru")) {
            var form = untouched(policy(preset, json("{}")));
            schedule(form, entered);

            var after = ScheduleForm.of(
                    policy(preset, sent(preset, json("{}"), form)).schedule());

            assertThat(after.words()).isEqualTo(words);
            assertThat(entered.words()).isEqualTo(words);
        }
    }

    @Test
    void aScheduleThatIsThePresetsAgainFollowsThePreset() {
        var overrides = json("{'schedule':{'cron':'0 0 2 * * ?','zone':'Etc/UTC'}}");
        var form = untouched(policy(BLUETALLY, overrides));
        schedule(form, ScheduleForm.of(policy(BLUETALLY, json("{}")).schedule()));

        assertThat(sent(BLUETALLY, overrides, form)).isEqualTo(json("{}"));
    }

    @Test
    void C8_everyOptionNamesThePermissionsItNeeds() {
        var iru = io.rollcall.source.SourceDefinition.read("iru", read("mappings/iru.yaml"));
        var needed = PolicyOptions.all()
                .flatMap(option -> Stream.concat(
                        option.needs().stream(), option.choices().stream().flatMap(choice -> choice.needs().stream())))
                .distinct()
                .toList();

        assertThat(PermissionLine.names(iru, needed).split(", ")).contains("Device details", "Device ID", "List users");
        assertThat(PermissionLine.all(iru))
                .allSatisfy(line -> assertThat(line.purpose()).isNotBlank());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
