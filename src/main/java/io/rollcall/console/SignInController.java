package io.rollcall.console;

import io.rollcall.access.OpenIdConnect;
import java.util.Optional;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page that lets one in. What it sends is taken by Spring Security. */
@Controller
class SignInController {

    private final OpenIdConnect openIdConnect;

    SignInController(OpenIdConnect openIdConnect) {
        this.openIdConnect = openIdConnect;
    }

    @GetMapping("/sign-in")
    String page(
            @RequestParam Optional<String> failed,
            @RequestParam Optional<Long> wait,
            @RequestParam Optional<String> again,
            @RequestParam Optional<String> out,
            @RequestParam Optional<String> changed,
            @RequestParam Optional<String> sso,
            @RequestParam Optional<String> next,
            CsrfToken csrf,
            Model model) {
        csrf.getToken(); // makes the session before the page is begun, when a cookie can still be set
        failed.ifPresent(there -> model.addAttribute("message", "Name or password isn't right."));
        wait.ifPresent(seconds -> model.addAttribute(
                "message", "There were too many bad sign-ins. Wait " + seconds + " s, then try again."));
        again.ifPresent(there -> model.addAttribute(
                "message", "This page was open for too long, or you were signed out meanwhile. Please sign in again."));
        out.ifPresent(there -> model.addAttribute("done", "You are signed out."));
        changed.ifPresent(there -> model.addAttribute(
                "done", "Saved. All sessions of the account have ended: sign in with the new password."));
        sso.ifPresent(why -> model.addAttribute("message", external(why)));
        if (openIdConnect.isUsed()) {
            model.addAttribute("external", openIdConnect.label());
            model.addAttribute("externalPath", OpenIdConnect.START);
        }
        next.ifPresent(address -> model.addAttribute("next", address));
        return "console/sign-in";
    }

    private static String external(String why) {
        return switch (why) {
            case "no-role" ->
                "You are known, but no group of yours has a role in Rollcall. Ask an administrator for one.";
            case "disabled" -> "Your account here is disabled. Ask an administrator.";
            case "name" ->
                "Your provider gives no name that can be used here, or somebody else has it. Ask an administrator.";
            case "away" ->
                "The sign-in provider can't be reached at the moment. Try again soon, or use a local account.";
            default -> "The sign-in provider didn't confirm who you are. Try again; the log has more.";
        };
    }
}
