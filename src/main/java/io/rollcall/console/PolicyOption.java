package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rollcall.policy.Policy;
import io.rollcall.source.Need;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One key of a policy, as a form offers it.
 *
 * @param key its path in a policy, for example {@code details.mode}
 * @param label what it is called
 * @param help a sentence on what it does
 * @param input how it is entered
 * @param choices what can be chosen; empty: anything of the kind
 * @param needs what the connection needs of its source once this is not off or blank
 * @param value its texts in a policy; empty: it has none
 */
record PolicyOption(
        String key,
        String label,
        String help,
        Input input,
        List<Choice> choices,
        List<Need> needs,
        Function<Policy, List<String>> value) {

    /** The text of "yes" in forms. */
    static final String YES = "true";

    /** How an option is entered. */
    enum Input {
        /** One of the choices. */
        CHOICE,
        /** Any of the choices. */
        CHOICES,
        YES_NO,
        NUMBER,
        TEXT;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Something that can be chosen.
     *
     * @param label in plain words
     * @param needs what the connection needs of its source if this is chosen
     */
    record Choice(String value, String label, List<Need> needs) {

        static Choice of(String value, String label, Need... needs) {
            return new Choice(value, label, List.of(needs));
        }

        /** @param value its name in policies is that of the constant */
        static Choice of(Enum<?> value, String label, Need... needs) {
            return of(word(value), label, needs);
        }
    }

    static PolicyOption choice(
            String key, String label, String help, Function<Policy, String> value, Choice... choices) {
        return new PolicyOption(key, label, help, Input.CHOICE, List.of(choices), List.of(), value.andThen(List::of));
    }

    static PolicyOption choices(
            String key, String label, String help, Function<Policy, List<String>> value, List<Choice> choices) {
        return new PolicyOption(key, label, help, Input.CHOICES, choices, List.of(), value);
    }

    static PolicyOption yesNo(String key, String label, String help, Function<Policy, Boolean> value, Need... needs) {
        return new PolicyOption(
                key,
                label,
                help,
                Input.YES_NO,
                List.of(),
                List.of(needs),
                policy -> Boolean.TRUE.equals(value.apply(policy)) ? List.of(YES) : List.of());
    }

    static PolicyOption number(String key, String label, String help, Function<Policy, Optional<Integer>> value) {
        return new PolicyOption(
                key,
                label,
                help,
                Input.NUMBER,
                List.of(),
                List.of(),
                policy -> value.apply(policy).map(String::valueOf).stream().toList());
    }

    static PolicyOption text(
            String key, String label, String help, Function<Policy, Optional<String>> value, Need... needs) {
        return new PolicyOption(
                key,
                label,
                help,
                Input.TEXT,
                List.of(),
                List.of(needs),
                policy -> value.apply(policy).stream().toList());
    }

    /** The path that is taken away to have none: a rule that is one key goes with it. */
    String emptied() {
        return key.equals(PolicyOptions.INCREMENTAL) ? key.substring(0, key.indexOf('.')) : key;
    }

    /** How an enum's constant is written in policies. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value in words: what was chosen, {@code yes} or {@code no}, or the text; blank: there is none. */
    String says(Policy policy) {
        var texts = value.apply(policy);
        return switch (input) {
            case YES_NO -> texts.isEmpty() ? "no" : "yes";
            case NUMBER, TEXT -> String.join("", texts);
            case CHOICE, CHOICES -> texts.stream().map(this::label).collect(Collectors.joining(", "));
        };
    }

    private String label(String value) {
        return choices.stream()
                .filter(choice -> choice.value().equals(value))
                .map(Choice::label)
                .findFirst()
                .orElse(value);
    }

    /** What the connection needs of its source with this policy because of this option. */
    List<Need> needsOf(Policy policy) {
        var texts = value.apply(policy);
        if (texts.isEmpty()) {
            return List.of();
        }
        return java.util.stream.Stream.concat(
                        needs.stream(),
                        choices.stream()
                                .filter(choice -> texts.contains(choice.value()))
                                .flatMap(choice -> choice.needs().stream()))
                .distinct()
                .toList();
    }

    /** What a form sent, as it is written in a policy; null takes the key away. A text that is no number is told by its reader. */
    JsonNode json(List<String> texts) {
        var first = texts.stream().findFirst().map(String::strip).orElse("");
        return switch (input) {
            case YES_NO -> BooleanNode.valueOf(first.equals(YES));
            case CHOICES -> array(texts);
            case CHOICE -> first.contains(",") ? array(Arrays.asList(first.split(","))) : text(first);
            case NUMBER -> first.isEmpty() ? NullNode.instance : number(first);
            case TEXT -> text(first);
        };
    }

    private static JsonNode text(String text) {
        return text.isEmpty() ? NullNode.instance : TextNode.valueOf(text);
    }

    private static JsonNode array(List<String> texts) {
        var array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static JsonNode number(String text) {
        try {
            return IntNode.valueOf(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return TextNode.valueOf(text);
        }
    }
}
