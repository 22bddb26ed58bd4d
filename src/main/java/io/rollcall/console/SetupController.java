package io.rollcall.console;

import io.rollcall.access.AccessProblem;
import io.rollcall.access.SignInLinks;
import io.rollcall.access.SignInProperties;
import io.rollcall.access.User;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Collectors;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a one-time link leads: somebody chooses their password, the first one of all makes their account, too. */
@Controller
@RequestMapping("/setup/{secret}")
class SetupController {

    private final SignInLinks links;
    private final SignInProperties properties;

    SetupController(SignInLinks links, SignInProperties properties) {
        this.links = links;
        this.properties = properties;
    }

    @GetMapping
    String page(@PathVariable String secret, CsrfToken csrf, HttpServletResponse response, Model model) {
        csrf.getToken();
        return show(secret, "", response, model);
    }

    @PostMapping
    String choose(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String name,
            @RequestParam String password,
            @RequestParam String again,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!password.equals(again)) {
            model.addAttribute("message", "The two passwords are not the same. Type them again.");
            return show(secret, name, response, model);
        }
        try {
            links.use(secret, name, password, request.getRemoteAddr());
            return "redirect:/sign-in?changed";
        } catch (InvalidSettings e) {
            model.addAttribute(
                    "message",
                    e.problems().stream().map(SetupController::sentence).collect(Collectors.joining(" ")));
        } catch (AccessProblem e) {
            model.addAttribute("message", e.getMessage());
        }
        return show(secret, name, response, model);
    }

    private static String sentence(Problem problem) {
        return problem.path().equals("password") ? problem.found() : problem.found() + ". " + problem.allowed() + ".";
    }

    private String show(String secret, String name, HttpServletResponse response, Model model) {
        var link = links.find(secret);
        if (link.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
        model.addAttribute("good", link.isPresent());
        model.addAttribute("secret", secret);
        model.addAttribute("shortest", properties.shortestPassword());
        link.flatMap(SignInLinks.Link::user).ifPresent(user -> model.addAttribute("user", user));
        model.addAttribute(
                "name", link.flatMap(SignInLinks.Link::user).map(User::name).orElse(name));
        return "console/choose-password";
    }
}
