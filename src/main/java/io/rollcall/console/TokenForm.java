package io.rollcall.console;

import io.rollcall.access.ApiTokens.Made;
import io.rollcall.access.Scope;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.springframework.ui.Model;

/**
 * The form that makes an API token, which two pages have.
 *
 * @param scopes their keys; unknown ones count for nothing
 * @param days how long the token is good for
 */
record TokenForm(String name, List<String> scopes, int days) {

    private static final String FORM = "form";
    private static final int USUAL_DAYS = 90;

    /** Puts an empty form onto the page, where there isn't one that was refused. */
    static void show(Model model) {
        if (!model.containsAttribute(FORM)) {
            model.addAttribute(FORM, new TokenForm("", List.of(), USUAL_DAYS));
        }
    }

    /** Makes the token, which the page shows once; where it is refused, the page says why and the form keeps what it had. */
    void send(Model model, BiFunction<List<Scope>, Duration, Made> make) {
        var chosen = scopes.stream().flatMap(key -> Scope.of(key).stream()).toList();
        var errors = FormErrors.of(() -> model.addAttribute("made", make.apply(chosen, Duration.ofDays(days))));
        if (!errors.isEmpty()) {
            model.addAttribute(Flash.FAILED, errors.text());
            model.addAttribute(FORM, this);
        }
    }
}
