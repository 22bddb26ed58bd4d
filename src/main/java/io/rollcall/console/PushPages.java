package io.rollcall.console;

import io.rollcall.outbound.OutboxCare;
import io.rollcall.outbound.OutboxEntry;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people do about changes on their way to an MDM. */
@Controller
class PushPages {

    private final OutboxCare outbox;
    private final CurrentViewer viewer;

    PushPages(OutboxCare outbox, CurrentViewer viewer) {
        this.outbox = outbox;
        this.viewer = viewer;
    }

    @PostMapping("/assets/{asset}/pushes/{id}/retry")
    String retry(@PathVariable long asset, @PathVariable long id, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> outbox.retry(id, viewer.actor()))
                .ifPresent(entry -> Flash.done(redirect, "The " + words(entry) + " is sent again."));
        return "redirect:/assets/" + asset;
    }

    @PostMapping("/assets/{asset}/pushes/{id}/discard")
    String discard(@PathVariable long asset, @PathVariable long id, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> outbox.discard(id, viewer.actor()))
                .ifPresent(entry -> Flash.done(
                        redirect, "The " + words(entry) + " is not sent: the next sync takes the MDM's value."));
        return "redirect:/assets/" + asset;
    }

    private static String words(OutboxEntry entry) {
        return entry.property().words();
    }

    @PostMapping("/connections/{name}/pushes/retry")
    String retryAll(@PathVariable String name, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> outbox.retryAll(name, viewer.actor()))
                .ifPresent(count -> Flash.done(
                        redirect, count == 1 ? "1 change is sent again." : count + " changes are sent again."));
        return ConnectionPages.to(name);
    }
}
