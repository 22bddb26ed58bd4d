package io.rollcall.console;

import io.rollcall.access.ApiTokens;
import io.rollcall.access.Scope;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The tokens of programs, and those that people made for themselves. */
@Controller
@RequestMapping("/tokens")
class TokenPages {

    private final ApiTokens tokens;
    private final CurrentViewer viewer;

    TokenPages(ApiTokens tokens, CurrentViewer viewer) {
        this.tokens = tokens;
        this.viewer = viewer;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("tokens", tokens.all());
        model.addAttribute("scopes", Scope.values());
        TokenForm.show(model);
        return "console/tokens";
    }

    @PostMapping
    String make(
            @RequestParam String name,
            @RequestParam(defaultValue = "") List<String> scopes,
            @RequestParam int days,
            Model model) {
        var form = new TokenForm(name, scopes, days);
        form.send(model, (chosen, life) -> tokens.make(name, chosen, life, viewer.actor()));
        return list(model);
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable long id, RedirectAttributes redirect) {
        tokens.revoke(id, viewer.actor());
        Flash.done(redirect, "The token is revoked. Programs that use it are refused from now on.");
        return "redirect:/tokens";
    }
}
