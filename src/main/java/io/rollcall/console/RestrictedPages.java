package io.rollcall.console;

import io.rollcall.access.Reauthentication;
import io.rollcall.inventory.Assets;
import io.rollcall.records.RecordProblem;
import io.rollcall.restricted.RestrictedValues;
import io.rollcall.restricted.Revealed;
import io.rollcall.restricted.TooManyReveals;
import io.rollcall.source.RestrictedField;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Reveals recovery keys and the like, one at a time: to whom and why is on record before the value is read (S19). */
@Controller
@RequestMapping("/assets/{id}/restricted/{field}")
class RestrictedPages {

    private static final int LONGEST_REASON = 500;

    private final Assets assets;
    private final RestrictedValues values;
    private final Reauthentication reauthentication;
    private final CurrentViewer viewer;

    RestrictedPages(Assets assets, RestrictedValues values, Reauthentication reauthentication, CurrentViewer viewer) {
        this.assets = assets;
        this.values = values;
        this.reauthentication = reauthentication;
        this.viewer = viewer;
    }

    @GetMapping
    String ask(@PathVariable long id, @PathVariable String field, Model model) {
        return ask(id, field(field), "", FormErrors.NONE, model);
    }

    private String ask(long id, RestrictedField field, String reason, FormErrors errors, Model model) {
        model.addAttribute("asset", assets.find(id).orElseThrow(() -> RecordProblem.notFound("asset " + id)));
        model.addAttribute("field", field.key());
        model.addAttribute("reason", reason);
        model.addAttribute("errors", errors);
        model.addAttribute("byPassword", reauthentication.isByPassword());
        return "console/reveal";
    }

    @PostMapping
    String reveal(
            @PathVariable long id,
            @PathVariable String field,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String password,
            Model model,
            HttpServletResponse response) {
        var wanted = field(field);
        var revealed = new AtomicReference<Revealed>();
        var errors = reason.isBlank() || reason.length() > LONGEST_REASON
                ? new FormErrors(
                        "Nothing was revealed.",
                        Map.of("reason", "Say why in 1 to " + LONGEST_REASON + " characters, such as a ticket."))
                : FormErrors.of(() -> {
                    reauthentication.require(password);
                    revealed.set(reveal(id, wanted, reason));
                });
        if (!errors.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return ask(id, wanted, reason, errors, model);
        }
        model.addAttribute("asset", assets.find(id).orElseThrow(() -> RecordProblem.notFound("asset " + id)));
        model.addAttribute("title", Labels.of(wanted.key()));
        model.addAttribute("value", revealed.get().value().reveal());
        model.addAttribute("connection", revealed.get().connection());
        model.addAttribute("readAt", revealed.get().readAt());
        return "console/secret";
    }

    private Revealed reveal(long id, RestrictedField field, String reason) {
        try {
            return values.reveal(id, field, reason, viewer.actor());
        } catch (TooManyReveals e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static RestrictedField field(String key) {
        return RestrictedField.of(key).orElseThrow(() -> RecordProblem.notFound("restricted field \"" + key + "\""));
    }
}
