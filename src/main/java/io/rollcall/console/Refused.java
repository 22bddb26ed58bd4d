package io.rollcall.console;

import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.CredentialsUnreadable;
import io.rollcall.records.RecordProblem;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.sync.RunProblem;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What the services refuse, told where a person sees it: at the form that was sent, or on the page that follows. Failures
 * of another kind go on to the page of problems.
 */
final class Refused {

    private Refused() {}

    /** Does what a form asks; {@link FormErrors#NONE} where it was done. A policy's keys are told without "policy." before them. */
    static FormErrors by(Runnable action) {
        try {
            action.run();
            return FormErrors.NONE;
        } catch (InvalidSettings e) {
            return FormErrors.of(new InvalidSettings(
                    e.problems().stream().map(Refused::onForm).toList()));
        } catch (RuntimeException e) {
            return FormErrors.of(text(e).orElseThrow(() -> e));
        }
    }

    private static Problem onForm(Problem problem) {
        return new Problem(
                problem.origin(),
                problem.line(),
                problem.path().replaceFirst("^policy\\.", ""),
                problem.found(),
                problem.allowed());
    }

    /** Does what a button asks; where it is refused, the page that follows says why and nothing comes back. */
    static <T> Optional<T> orSay(RedirectAttributes redirect, Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (RuntimeException e) {
            Flash.failed(redirect, text(e).orElseThrow(() -> e));
            return Optional.empty();
        }
    }

    private static Optional<String> text(RuntimeException e) {
        if (e instanceof InvalidSettings invalid) {
            return Optional.of("Nothing was changed. "
                    + invalid.problems().stream()
                            .map(ConsoleProblems::sentence)
                            .collect(Collectors.joining(" ")));
        }
        var expected = e instanceof ConnectionProblem
                || e instanceof RunProblem
                || e instanceof RecordProblem
                || e instanceof CredentialsUnreadable
                || e instanceof IllegalArgumentException;
        return expected ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
    }
}
