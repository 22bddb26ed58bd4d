package io.rollcall.console;

import io.rollcall.records.Expected;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.NamedRecords.Named;
import io.rollcall.records.Products;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Products, and the category that new devices of each get (E11). */
@Controller
class ProductPages {

    private static final int PAGE = 50;
    private static final int CHOICES = 500;
    private static final List<String> FIELDS = List.of("name", "manufacturer", "category");

    private final Products products;
    private final NamedRecords records;
    private final CurrentViewer viewer;

    ProductPages(Products products, NamedRecords records, CurrentViewer viewer) {
        this.products = products;
        this.records = records;
        this.viewer = viewer;
    }

    @GetMapping("/products")
    String list(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "0") long after, Model model) {
        var text = Words.line("q", q);
        var part = products.list(Optional.of(text).filter(words -> !words.isEmpty()), Optional.empty(), after, PAGE);
        model.addAttribute("q", text);
        model.addAttribute("products", part.items());
        model.addAttribute("first", after > 0 ? Listing.address("/products", text, false, 0) : null);
        model.addAttribute(
                "next",
                part.next()
                        .map(last -> Listing.address("/products", text, false, last))
                        .orElse(null));
        return "console/products";
    }

    @GetMapping("/products/new")
    String add(Model model) {
        return form(Optional.empty(), Map.of(), FormErrors.NONE, model);
    }

    @PostMapping("/products/new")
    String create(
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        try {
            products.create(changes(form), viewer.actor());
            Flash.done(flash, "Added.");
            return "redirect:/products";
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(Optional.empty(), form, FormErrors.of(e).orElseThrow(), model);
        } catch (RecordProblem e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return form(Optional.empty(), form, new FormErrors(e.getMessage(), Map.of()), model);
        }
    }

    @GetMapping("/products/{id}/edit")
    String edit(@PathVariable long id, Model model) {
        var product = products.get(id);
        var values =
                Map.of("name", product.name(), "manufacturer", product.manufacturer(), "category", product.category());
        return form(Optional.of(product), values, FormErrors.NONE, model);
    }

    @PostMapping("/products/{id}/edit")
    String change(
            @PathVariable long id,
            @RequestParam Map<String, String> form,
            @RequestParam Optional<Long> version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        try {
            products.change(id, changes(form), new Expected(version), viewer.actor());
            Flash.done(flash, "Saved. New devices of this product get its category; assets that exist keep theirs.");
            return "redirect:/products";
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(Optional.of(products.get(id)), form, FormErrors.of(e).orElseThrow(), model);
        } catch (RecordProblem e) {
            if (e.kind() != RecordProblem.Kind.CONFLICT) {
                throw e;
            }
            response.setStatus(HttpStatus.CONFLICT.value());
            return form(Optional.of(products.get(id)), form, new FormErrors(e.getMessage(), Map.of()), model);
        }
    }

    private String form(
            Optional<Products.Product> product, Map<String, String> values, FormErrors errors, Model model) {
        model.addAttribute("product", product.orElse(null));
        model.addAttribute("values", values);
        model.addAttribute("errors", errors);
        model.addAttribute("elsewhere", String.join(" ", errors.others(FIELDS).values()));
        model.addAttribute(
                "categories",
                records.list(Kind.CATEGORY, Optional.empty(), true, 0, CHOICES).items().stream()
                        .map(Named::name)
                        .toList());
        return "console/product-form";
    }

    private static Products.Changes changes(Map<String, String> form) {
        return new Products.Changes(
                Optional.ofNullable(form.get("name")),
                Optional.ofNullable(form.get("manufacturer")),
                Optional.ofNullable(form.get("category")));
    }
}
