package io.rollcall.console;

import io.rollcall.device.CustomField;
import io.rollcall.records.CustomFieldEdits;
import io.rollcall.records.CustomFieldEdits.Changes;
import io.rollcall.records.CustomFieldEdits.NewField;
import io.rollcall.records.CustomFields;
import io.rollcall.records.Expected;
import java.util.Arrays;
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

/** Fields of assets that people make themselves. */
@Controller
@RequestMapping("/custom-fields")
class CustomFieldPages {

    private static final String PAGE = "redirect:/custom-fields";

    private final CustomFields fields;
    private final CustomFieldEdits edits;
    private final CurrentViewer viewer;

    CustomFieldPages(CustomFields fields, CustomFieldEdits edits, CurrentViewer viewer) {
        this.fields = fields;
        this.edits = edits;
        this.viewer = viewer;
    }

    @GetMapping
    String page(Model model) {
        var all = fields.list(true);
        model.addAttribute(
                "fields",
                all.stream().filter(field -> field.deletedAt().isEmpty()).toList());
        model.addAttribute(
                "deleted",
                all.stream().filter(field -> field.deletedAt().isPresent()).toList());
        model.addAttribute(
                "types",
                Arrays.stream(CustomField.Type.values())
                        .map(CustomField.Type::key)
                        .toList());
        return "console/custom-fields";
    }

    @PostMapping
    String create(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String choices,
            RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> edits.create(new NewField(name, type, lines(choices)), viewer.actor()))
                .ifPresent(made -> Flash.done(
                        redirect,
                        "Made: " + made.field().name()
                                + ". It is on every asset's form from now on, and a mapping can fill it."));
        return PAGE;
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @PostMapping("/{key}")
    String change(
            @PathVariable String key,
            @RequestParam Optional<Long> version,
            @RequestParam(defaultValue = "") String name,
            @RequestParam Optional<String> choices,
            RedirectAttributes redirect) {
        var changes = new Changes(Optional.of(name), choices.map(CustomFieldPages::lines));
        FormErrors.orSay(redirect, () -> edits.change(key, changes, new Expected(version), viewer.actor()))
                .ifPresent(changed -> Flash.done(redirect, "Saved."));
        return PAGE;
    }

    /** How many values go out of sight, before they do. */
    @GetMapping("/{key}/delete")
    String askToDelete(@PathVariable String key, Model model) {
        model.addAttribute("field", fields.get(key));
        model.addAttribute("values", fields.values(key));
        return "console/custom-field-delete";
    }

    @PostMapping("/{key}/delete")
    String delete(@PathVariable String key, @RequestParam Optional<Long> version, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> edits.delete(key, true, new Expected(version), viewer.actor()))
                .ifPresent(gone -> Flash.done(
                        redirect,
                        gone.field().name() + " is out of sight. Its values are kept: below it can be brought back."));
        return PAGE;
    }

    @PostMapping("/{key}/restore")
    String restore(@PathVariable String key, RedirectAttributes redirect) {
        FormErrors.orSay(redirect, () -> edits.restore(key, viewer.actor()))
                .ifPresent(back -> Flash.done(redirect, back.field().name() + " is back, with its values."));
        return PAGE;
    }
}
