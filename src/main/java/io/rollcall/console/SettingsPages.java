package io.rollcall.console;

import io.rollcall.alert.TestMessages;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What holds in this installation, where it was set, and whether alerts arrive. */
@Controller
@RequestMapping("/settings")
class SettingsPages {

    private final Installation installation;
    private final TestMessages tests;
    private final CurrentViewer viewer;

    SettingsPages(Installation installation, TestMessages tests, CurrentViewer viewer) {
        this.installation = installation;
        this.tests = tests;
        this.viewer = viewer;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("folder", installation.folder());
        model.addAttribute("groups", installation.groups());
        return "console/settings";
    }

    @PostMapping("/test-mail")
    String testMail(RedirectAttributes redirect) {
        if (!tests.hasMail()) {
            return nobody(redirect, "rollcall.alerts.mail.to");
        }
        return said(tests.mail(viewer.actor()), "The mail server took the test. Look whether it arrives.", redirect);
    }

    @PostMapping("/test-webhook")
    String testWebhook(RedirectAttributes redirect) {
        if (!tests.hasWebhook()) {
            return nobody(redirect, "rollcall.alerts.webhook.url");
        }
        return said(tests.webhook(viewer.actor()), "The webhook took the test. Look whether it arrives.", redirect);
    }

    private static String nobody(RedirectAttributes redirect, String key) {
        Flash.failed(redirect, "Nothing was sent: " + key + " is not set. Set it and restart Rollcall.");
        return "redirect:/settings";
    }

    private static String said(Optional<String> refused, String taken, RedirectAttributes redirect) {
        refused.ifPresentOrElse(
                why -> Flash.failed(
                        redirect,
                        "The test was not taken: " + why + (why.endsWith(".") ? "" : ".")
                                + " Alerts would not arrive either. Correct the settings below, restart "
                                + "Rollcall and test again."),
                () -> Flash.done(redirect, taken));
        return "redirect:/settings";
    }
}
