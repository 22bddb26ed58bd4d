package io.rollcall.console;

import io.rollcall.inventory.BulkEdits;
import io.rollcall.inventory.BulkEdits.Outcome;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.NamedRecords.Named;
import io.rollcall.records.Statuses;
import io.rollcall.settings.InvalidSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Changes the assets that are chosen in the list, and takes that back. */
@Controller
class BulkEditController {

    private static final int CHOICES = 500;

    /** So many reasons are told; the others are like them. */
    private static final int REASONS = 3;

    /** What can be taken away, in the words of the form. */
    private static final Map<String, String> TAKEABLE = new LinkedHashMap<>();

    static {
        TAKEABLE.put("condition", "Condition");
        TAKEABLE.put("category", "Category");
        TAKEABLE.put("location", "Location");
        TAKEABLE.put("department", "Department");
        TAKEABLE.put("supplier", "Supplier");
        TAKEABLE.put("warrantyUntil", "Warranty until");
    }

    private static final Set<String> FIELDS =
            Set.of("status", "condition", "category", "location", "department", "supplier", "warrantyUntil");

    private final BulkEdits edits;
    private final Statuses statuses;
    private final NamedRecords records;
    private final CurrentViewer viewer;

    BulkEditController(BulkEdits edits, Statuses statuses, NamedRecords records, CurrentViewer viewer) {
        this.edits = edits;
        this.statuses = statuses;
        this.records = records;
        this.viewer = viewer;
    }

    /** Asks what the chosen assets are to become; nothing is changed yet. */
    @PostMapping("/assets/bulk")
    String ask(
            @RequestParam(defaultValue = "") Set<Long> asset,
            @RequestParam(defaultValue = "") String query,
            Model model,
            RedirectAttributes flash) {
        if (asset.isEmpty()) {
            Flash.failed(flash, "No asset is chosen. Tick some in the list first.");
            return "redirect:" + SavedQuery.read(query).address("/assets");
        }
        return form(asset, query, Map.of(), FormErrors.NONE, model);
    }

    @PostMapping("/assets/bulk/apply")
    String apply(
            @RequestParam Set<Long> asset,
            @RequestParam(defaultValue = "") String query,
            @RequestParam(defaultValue = "") Set<String> take,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var wanted = new LinkedHashMap<String, String>();
        FIELDS.forEach(field -> {
            if (!form.getOrDefault(field, "").isBlank()) {
                wanted.put(field, form.get(field));
            } else if (take.contains(field) && TAKEABLE.containsKey(field)) {
                wanted.put(field, "");
            }
        });
        if (wanted.isEmpty()) {
            return form(
                    asset,
                    query,
                    form,
                    new FormErrors("Nothing is to be changed: fill in a field first.", Map.of()),
                    model);
        }
        try {
            tell(edits.change(asset, AssetEditPages.changes(wanted, Map.of()), viewer.actor()), flash);
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(asset, query, form, FormErrors.of(e).orElseThrow(), model);
        }
        return "redirect:" + SavedQuery.read(query).address("/assets");
    }

    private static void tell(Outcome outcome, RedirectAttributes flash) {
        var text = assets(outcome.changed()) + " changed"
                + (outcome.same() > 0 ? ", " + outcome.same() + " like that already" : "") + ".";
        if (!outcome.refused().isEmpty()) {
            text += " " + assets(outcome.refused().size()) + " left alone: "
                    + outcome.refused().stream().limit(REASONS).collect(Collectors.joining("; "))
                    + (outcome.refused().size() > REASONS ? "; …" : "") + ".";
        }
        if (outcome.changed() == 0) {
            Flash.failed(flash, text);
        } else {
            Flash.done(flash, text);
            Flash.undo(flash, "/assets/bulk/" + outcome.edit() + "/undo");
        }
    }

    @PostMapping("/assets/bulk/{id}/undo")
    String undo(@PathVariable long id, RedirectAttributes flash) {
        var undone = edits.undo(id, viewer.actor());
        Flash.done(
                flash,
                assets(undone.changed()) + " back as before."
                        + (undone.meanwhile() > 0
                                ? " " + undone.meanwhile() + " values were changed by others since and stay so."
                                : ""));
        return "redirect:/assets";
    }

    private static String assets(int count) {
        return count + (count == 1 ? " asset" : " assets");
    }

    private String form(Set<Long> assets, String query, Map<String, String> values, FormErrors errors, Model model) {
        model.addAttribute("assets", new TreeSet<>(assets));
        model.addAttribute("query", query);
        model.addAttribute("back", SavedQuery.read(query).address("/assets"));
        model.addAttribute("values", values);
        model.addAttribute("errors", errors);
        model.addAttribute("elsewhere", String.join(" ", errors.others(FIELDS).values()));
        model.addAttribute("takeable", TAKEABLE);
        model.addAttribute(
                "statuses", statuses.all().stream().map(Statuses.Status::name).toList());
        model.addAttribute("conditions", List.of("new", "good", "fair", "poor"));
        model.addAttribute("categories", names(Kind.CATEGORY));
        model.addAttribute("locations", names(Kind.LOCATION));
        return "console/bulk";
    }

    private List<String> names(Kind kind) {
        return records.list(kind, Optional.empty(), false, 0, CHOICES).items().stream()
                .map(Named::name)
                .toList();
    }
}
