package io.rollcall.console;

import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.CredentialsUnreadable;
import io.rollcall.records.RecordProblem;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.sync.RunProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Why a form was not taken, for the page that shows it again.
 *
 * @param summary what goes over the form
 * @param fields the path of what is wrong → what to enter instead
 */
record FormErrors(String summary, Map<String, String> fields) {

    static final FormErrors NONE = new FormErrors("", Map.of());

    /** What the services refuse a form with; empty: another kind of failure, which the problem page tells. */
    static Optional<FormErrors> of(RuntimeException refusal) {
        if (refusal instanceof InvalidSettings invalid) {
            var fields = new LinkedHashMap<String, String>();
            invalid.problems()
                    .forEach(problem -> fields.merge(
                            problem.path(), ConsoleProblems.sentence(problem), (one, other) -> one + " " + other));
            return Optional.of(
                    new FormErrors("Nothing was changed. Correct what is marked, then send it again.", fields));
        }
        if (refusal instanceof ConnectionProblem
                || refusal instanceof RunProblem
                || refusal instanceof RecordProblem
                || refusal instanceof CredentialsUnreadable
                || refusal instanceof IllegalArgumentException) {
            return Optional.of(new FormErrors(String.valueOf(refusal.getMessage()), Map.of()));
        }
        return Optional.empty();
    }

    /** Does what a form without fields asks; a refusal is said on the page that follows, and nothing comes back. */
    static <T> Optional<T> orSay(RedirectAttributes redirect, Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (RuntimeException e) {
            Flash.failed(redirect, of(e).orElseThrow(() -> e).text());
            return Optional.empty();
        }
    }

    /** Does what a form asks; what is refused comes back as the errors of the form. */
    static FormErrors of(Runnable action) {
        try {
            action.run();
            return NONE;
        } catch (RuntimeException e) {
            return of(e).orElseThrow(() -> e);
        }
    }

    public boolean isEmpty() {
        return summary.isEmpty();
    }

    /** All of it in one text, for a page without the form. */
    public String text() {
        return fields.isEmpty() ? summary : "Nothing was changed. " + String.join(" ", fields.values());
    }

    /** What is wrong with a field; empty: nothing. A policy's keys may be given with or without "policy." before them. */
    public Optional<String> at(String path) {
        return Optional.ofNullable(fields.get(path)).or(() -> Optional.ofNullable(fields.get("policy." + path)));
    }

    /** What is wrong with anything whose field isn't on the form: nothing may stay untold. */
    public Map<String, String> others(java.util.Collection<String> shown) {
        var others = new LinkedHashMap<>(fields);
        others.keySet().removeIf(path -> shown.contains(path) || shown.contains(path.replaceFirst("^policy\\.", "")));
        return others;
    }
}
