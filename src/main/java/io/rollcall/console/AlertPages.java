package io.rollcall.console;

import io.rollcall.alert.Alert;
import io.rollcall.alert.Alerts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Alerts: what a person has to look at, and what was over. */
@Controller
@RequestMapping("/alerts")
class AlertPages {

    private static final int PAGE = 50;

    private final Alerts alerts;

    AlertPages(Alerts alerts) {
        this.alerts = alerts;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Model model) {
        model.addAttribute("page", NewestFirst.of(alerts.list(!all, before, PAGE + 1), PAGE, Alert::id));
        model.addAttribute("all", all);
        model.addAttribute("paged", before < Long.MAX_VALUE);
        return "console/alerts";
    }
}
