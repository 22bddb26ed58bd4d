package io.rollcall.console;

import io.rollcall.access.AccessProblem;
import io.rollcall.access.Role;
import io.rollcall.access.SignInLinks;
import io.rollcall.access.SignInProperties;
import io.rollcall.access.User;
import io.rollcall.access.Users;
import io.rollcall.settings.InvalidSettings;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** Who can sign in, and what they may do. */
@Controller
@RequestMapping("/users")
class UserPages {

    private final Users users;
    private final SignInLinks links;
    private final SignInProperties properties;
    private final CurrentViewer viewer;

    UserPages(Users users, SignInLinks links, SignInProperties properties, CurrentViewer viewer) {
        this.users = users;
        this.links = links;
        this.properties = properties;
        this.viewer = viewer;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("users", users.all());
        model.addAttribute("roles", Role.values());
        if (!model.containsAttribute("chosen")) {
            model.addAttribute("chosen", List.of());
        }
        return "console/users";
    }

    @PostMapping
    String add(
            @RequestParam String name, @RequestParam(name = "role", defaultValue = "") List<String> keys, Model model) {
        try {
            return linked(users.add(name, roles(keys), viewer.actor()), model);
        } catch (InvalidSettings | AccessProblem e) {
            model.addAttribute(Flash.FAILED, FormErrors.of(e).orElseThrow().text());
            model.addAttribute("name", name);
            model.addAttribute("chosen", roles(keys));
            return list(model);
        }
    }

    @GetMapping("/{id}")
    String page(@PathVariable long id, Model model) {
        var user = users.get(id);
        model.addAttribute("user", user);
        model.addAttribute("roles", Role.values());
        model.addAttribute("chosen", user.roles());
        return "console/user";
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable long id,
            @RequestParam(name = "role", defaultValue = "") List<String> keys,
            @RequestParam(defaultValue = "false") boolean enabled,
            RedirectAttributes redirect) {
        var before = users.get(id);
        // The roles of somebody with OpenID Connect aren't in the form.
        var roles = before.external() ? Optional.<List<Role>>empty() : Optional.of(roles(keys));
        FormErrors.orSay(redirect, () -> users.change(id, roles, Optional.of(enabled), viewer.actor()))
                .ifPresent(user -> Flash.done(redirect, said(before, user)));
        return "redirect:/users/" + id;
    }

    private static String said(User before, User after) {
        return before.epoch() == after.epoch()
                ? "Nothing was to be changed."
                : after.name() + " is changed. Sessions that were open have ended.";
    }

    @PostMapping("/{id}/link")
    String link(@PathVariable long id, Model model) {
        return linked(users.get(id), model);
    }

    /** Shown in this answer and never again. */
    private String linked(User user, Model model) {
        var path = "/setup/" + links.forUser(user, viewer.actor());
        var base = properties
                .url()
                .map(url -> UriComponentsBuilder.fromUri(url).replacePath(""))
                .orElseGet(ServletUriComponentsBuilder::fromCurrentContextPath);
        model.addAttribute("link", base.path(path).toUriString());
        return page(user.id(), model);
    }

    private static List<Role> roles(List<String> keys) {
        return keys.stream().flatMap(key -> Role.of(key).stream()).toList();
    }
}
