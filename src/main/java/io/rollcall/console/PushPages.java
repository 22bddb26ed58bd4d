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
                .ifPresent(entry -> Flash.done(redirect, retried(entry)));
        return "redirect:/assets/" + asset;
    }

    @PostMapping("/assets/{asset}/pushes/{id}/discard")
    String discard(@PathVariable long asset, @PathVariable long id, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> outbox.discard(id, viewer.actor()))
                .ifPresent(entry -> Flash.done(redirect, discarded(entry)));
        return "redirect:/assets/" + asset;
    }

    /** What became of it: the change may have gone its way between the page and the click. */
    static String retried(OutboxEntry entry) {
        var what = "The " + entry.property().words();
        return switch (entry.state()) {
            case PENDING -> what + " is on its way to the MDM.";
            case SENT -> what + " was sent already: nothing was changed.";
            case DISCARDED, SUPERSEDED ->
                what + " is not sent any more: the MDM's value counts. To send another, change it here again.";
            case CONFLICT -> what + " was changed in the MDM, too: the next sync decides which value counts.";
            case WAITING, FAILED -> what + " can't be sent yet. " + entry.reason();
        };
    }

    /** The same for a change that should not be sent. */
    static String discarded(OutboxEntry entry) {
        var what = "The " + entry.property().words();
        return switch (entry.state()) {
            case SENT -> what + " was sent already: the MDM has it. To have another value there, change it here again.";
            case DISCARDED, SUPERSEDED -> what + " is not sent any more: the next sync takes the MDM's value.";
            case PENDING, WAITING, CONFLICT, FAILED -> what + " was just changed again: look at it once more.";
        };
    }

    @PostMapping("/connections/{name}/pushes/retry")
    String retryAll(@PathVariable String name, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> outbox.retryAll(name, viewer.actor()))
                .ifPresent(count -> Flash.done(
                        redirect, count == 1 ? "1 change is sent again." : count + " changes are sent again."));
        return ConnectionPages.to(name);
    }
}
