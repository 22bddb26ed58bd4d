package io.rollcall.console;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is said on the page that follows a form: in plain text, which the page escapes. */
final class Flash {

    static final String DONE = "flashDone";
    static final String FAILED = "flashFailed";

    /** The address that a form asks to take back what was done. */
    static final String UNDO = "flashUndo";

    private Flash() {}

    /** @param text what was done, for example {@code Checked out to Ada.} */
    static void done(RedirectAttributes redirect, String text) {
        redirect.addFlashAttribute(DONE, text);
    }

    /** @param text what happened, what it means, what to do */
    static void failed(RedirectAttributes redirect, String text) {
        redirect.addFlashAttribute(FAILED, text);
    }

    /** @param path of ours that a form asks with POST to take back what was done */
    static void undo(RedirectAttributes redirect, String path) {
        redirect.addFlashAttribute(UNDO, path);
    }
}
