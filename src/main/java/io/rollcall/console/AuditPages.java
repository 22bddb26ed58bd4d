package io.rollcall.console;

import io.rollcall.access.AuditLog;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit log: who changed what, from where. */
@Controller
@RequestMapping("/audit")
class AuditPages {

    private static final int PAGE = 100;

    private final AuditLog log;

    AuditPages(AuditLog log) {
        this.log = log;
    }

    /**
     * @param actor only what this one did; blank: everyone
     * @param object only what was done to this, for example {@code connection/acme}; blank: to anything
     */
    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String object,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Model model) {
        var entries = log.newest(given(actor), given(object), before, PAGE + 1);
        model.addAttribute("page", NewestFirst.of(entries, PAGE, AuditLog.Entry::id));
        model.addAttribute("actor", actor);
        model.addAttribute("object", object);
        model.addAttribute("paged", before < Long.MAX_VALUE);
        return "console/audit";
    }

    private static Optional<String> given(String text) {
        return Optional.of(text.strip()).filter(entered -> !entered.isEmpty());
    }
}
