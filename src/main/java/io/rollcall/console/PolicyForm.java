package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.connection.ConnectionChanges;
import io.rollcall.device.Text;
import io.rollcall.policy.AdeRule;
import io.rollcall.policy.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.MultiValueMap;

/**
 * From what a form sent to what changes in a connection's overrides. Only what differs from the policy in force is
 * written, and what is as the preset has it again is taken out, so that a connection goes on following its preset.
 */
final class PolicyForm {

    /** Names the options that a form had on it: a box that isn't ticked isn't sent. */
    static final String SHOWN = "option";

    /** Likewise the enrollment table. */
    static final String ADE = "ade";

    private final Policy now;
    private final Policy preset;
    private final JsonNode overrides;

    /**
     * @param now the policy in force
     * @param preset the preset without overrides
     */
    PolicyForm(Policy now, Policy preset, JsonNode overrides) {
        this.now = now;
        this.preset = preset;
        this.overrides = overrides;
    }

    /** No overrides. */
    static JsonNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Changes of a connection's preset or policy, and of nothing else. */
    static ConnectionChanges changes(Optional<String> preset, Optional<JsonNode> policy) {
        return new ConnectionChanges(preset, Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), policy);
    }

    /** What changes; empty: nothing. A key that is null is taken out. */
    Optional<JsonNode> changes(MultiValueMap<String, String> form) {
        var changes = JsonNodeFactory.instance.objectNode();
        var shown = form.getOrDefault(SHOWN, List.of());
        PolicyOptions.all().filter(option -> shown.contains(option.key())).forEach(option -> {
            var wanted = wanted(option, form.getOrDefault(option.key(), List.of()));
            if (!wanted.equals(option.value().apply(now))) {
                var value = change(option, wanted);
                put(changes, value.isNull() ? option.emptied() : option.key(), value);
            }
        });
        ScheduleForm.of(form)
                .filter(wanted ->
                        !wanted.json().equals(ScheduleForm.of(now.schedule()).json()))
                .ifPresent(wanted -> changes.set(
                        "schedule",
                        wanted.json().equals(ScheduleForm.of(preset.schedule()).json())
                                ? NullNode.instance
                                : wanted.json()));
        if (shown.contains(ADE)) {
            enrollment(form).ifPresent(table -> changes.set(ADE, table));
        }
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes);
    }

    private static List<String> wanted(PolicyOption option, List<String> sent) {
        var texts = sent.stream()
                .map(text -> Text.storable(text.strip()))
                .filter(text -> !text.isEmpty())
                .toList();
        // No choice is a choice, too: the empty one.
        return texts.isEmpty() && option.input() == PolicyOption.Input.CHOICE ? List.of("") : texts;
    }

    private JsonNode change(PolicyOption option, List<String> wanted) {
        var overridden = !overrides.at("/" + option.key().replace('.', '/')).isMissingNode();
        return overridden && wanted.equals(option.value().apply(preset)) ? NullNode.instance : option.json(wanted);
    }

    private static void put(ObjectNode tree, String key, JsonNode value) {
        var dot = key.indexOf('.');
        if (dot < 0) {
            tree.set(key, value);
        } else {
            put(tree.withObject("/" + key.substring(0, dot)), key.substring(dot + 1), value);
        }
    }

    /** The table as it was sent, where it is another one; rows that are gone are taken out. */
    private Optional<JsonNode> enrollment(MultiValueMap<String, String> form) {
        var wanted = rules(form);
        var before = new LinkedHashMap<>(now.ade());
        var changes = JsonNodeFactory.instance.objectNode();
        wanted.forEach((id, rule) -> {
            if (!rule.equals(texts(before.remove(id)))) {
                var node = changes.putObject(id);
                rule.forEach((key, text) ->
                        node.set(key, text.isEmpty() ? NullNode.instance : JsonNodeFactory.instance.textNode(text)));
            }
        });
        before.keySet().forEach(changes::putNull);
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes);
    }

    private static Map<String, String> texts(@org.jspecify.annotations.Nullable AdeRule rule) {
        return rule == null
                ? Map.of()
                : Map.of(
                        "location",
                        rule.location().orElse(""),
                        "status",
                        rule.status().orElse(""));
    }

    private static Map<String, Map<String, String>> rules(MultiValueMap<String, String> form) {
        var ids = form.getOrDefault("ade.id", List.of());
        var locations = form.getOrDefault("ade.location", List.of());
        var statuses = form.getOrDefault("ade.status", List.of());
        var rules = new LinkedHashMap<String, Map<String, String>>();
        for (var i = 0; i < ids.size() && i < locations.size() && i < statuses.size(); i++) {
            if (!ids.get(i).isBlank()) {
                rules.put(
                        Text.storable(ids.get(i).strip()),
                        Map.of(
                                "location", Text.storable(locations.get(i).strip()),
                                "status", Text.storable(statuses.get(i).strip())));
            }
        }
        return rules;
    }
}
