package io.rollcall.console;

import io.rollcall.access.AccessProblem;
import io.rollcall.access.Actor;
import io.rollcall.access.ApiTokens;
import io.rollcall.access.OwnPassword;
import io.rollcall.access.Scope;
import io.rollcall.access.Sessions;
import io.rollcall.access.SignInProperties;
import io.rollcall.access.SignedIn;
import io.rollcall.access.User;
import io.rollcall.access.Users;
import io.rollcall.settings.InvalidSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What concerns oneself only: the password, the sessions, the tokens of one's own programs. */
@Controller
@RequestMapping("/account")
class AccountPages {

    private static final String PAGE = "redirect:/account";

    private final Users users;
    private final OwnPassword password;
    private final Sessions sessions;
    private final ApiTokens tokens;
    private final SignInProperties properties;

    AccountPages(Users users, OwnPassword password, Sessions sessions, ApiTokens tokens, SignInProperties properties) {
        this.users = users;
        this.password = password;
        this.sessions = sessions;
        this.tokens = tokens;
        this.properties = properties;
    }

    @GetMapping
    String page(@AuthenticationPrincipal SignedIn person, HttpSession session, Model model) {
        var user = users.get(person.user().id());
        model.addAttribute("user", user);
        model.addAttribute("shortest", properties.shortestPassword());
        model.addAttribute("sessions", sessions.of(user, session.getId()));
        model.addAttribute("tokens", tokens.of(user));
        model.addAttribute("scopes", scopes(user));
        TokenForm.show(model);
        return "console/account";
    }

    /** Those that would allow the user's programs anything. */
    private static List<Scope> scopes(User user) {
        return Arrays.stream(Scope.values())
                .filter(scope -> user.authorities().stream().anyMatch(scope.authorities()::contains))
                .toList();
    }

    @PostMapping("/password")
    String password(
            @AuthenticationPrincipal SignedIn person,
            @RequestParam String current,
            @RequestParam String password,
            @RequestParam String again,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        try {
            if (!password.equals(again)) {
                Flash.failed(redirect, "Nothing was changed: the two new passwords are not the same.");
                return PAGE;
            }
            this.password.change(person.user(), current, password, request.getRemoteAddr());
        } catch (InvalidSettings e) {
            Flash.failed(redirect, "Nothing was changed. " + e.problems().get(0).found());
            return PAGE;
        } catch (AccessProblem e) {
            Flash.failed(redirect, e.getMessage());
            return PAGE;
        }
        request.getSession().invalidate();
        return "redirect:/sign-in?changed";
    }

    @PostMapping("/sessions/{id}/end")
    String end(
            @AuthenticationPrincipal SignedIn person,
            @PathVariable String id,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        sessions.end(person.user(), id, actor(person, request));
        Flash.done(redirect, "That session has ended.");
        return PAGE;
    }

    @PostMapping("/tokens")
    String token(
            @AuthenticationPrincipal SignedIn person,
            @RequestParam String name,
            @RequestParam(defaultValue = "") List<String> scopes,
            @RequestParam int days,
            HttpServletRequest request,
            HttpSession session,
            Model model) {
        var form = new TokenForm(name, scopes, days);
        form.send(model, (chosen, life) -> tokens.makeFor(person.user(), name, chosen, life, actor(person, request)));
        return page(person, session, model);
    }

    @PostMapping("/tokens/{id}/revoke")
    String revoke(
            @AuthenticationPrincipal SignedIn person,
            @PathVariable long id,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        tokens.revokeOf(person.user(), id, actor(person, request));
        Flash.done(redirect, "The token is revoked. Programs that use it are refused from now on.");
        return PAGE;
    }

    private static Actor actor(SignedIn person, HttpServletRequest request) {
        return new Actor(person.getName(), request.getRemoteAddr());
    }
}
