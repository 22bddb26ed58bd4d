package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.device.CustomField;
import io.rollcall.device.DeviceType;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.AssetChanges;
import io.rollcall.inventory.AssetEdits;
import io.rollcall.inventory.Assets;
import io.rollcall.records.CustomFields;
import io.rollcall.records.Expected;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.NamedRecords.Named;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Statuses;
import io.rollcall.settings.InvalidSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The forms that make and change an asset. */
@Controller
class AssetEditPages {

    private static final int CHOICES = 500;

    /** The fields of the form, by their names in REST. */
    private static final List<String> FIELDS = List.of(
            "assetId",
            "name",
            "serial",
            "type",
            "status",
            "condition",
            "category",
            "product",
            "location",
            "department",
            "supplier",
            "orderNumber",
            "purchaseDate",
            "purchaseCost",
            "currency",
            "warrantyUntil",
            "notes");

    private final Assets assets;
    private final AssetEdits edits;
    private final Statuses statuses;
    private final NamedRecords records;
    private final CustomFields customFields;
    private final CurrentViewer viewer;

    AssetEditPages(
            Assets assets,
            AssetEdits edits,
            Statuses statuses,
            NamedRecords records,
            CustomFields customFields,
            CurrentViewer viewer) {
        this.assets = assets;
        this.edits = edits;
        this.statuses = statuses;
        this.records = records;
        this.customFields = customFields;
        this.viewer = viewer;
    }

    @GetMapping("/assets/new")
    String add(Model model) {
        return form(Optional.empty(), Map.of("status", "in stock"), FormErrors.NONE, model);
    }

    @PostMapping("/assets/new")
    String create(
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        try {
            var id = edits.create(changes(form, Map.of()), viewer.actor());
            Flash.done(flash, "Added.");
            return "redirect:/assets/" + id;
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(Optional.empty(), form, FormErrors.of(e).orElseThrow(), model);
        } catch (RecordProblem e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return form(Optional.empty(), form, new FormErrors(e.getMessage(), Map.of()), model);
        }
    }

    @GetMapping("/assets/{id}/edit")
    String edit(@PathVariable long id, Model model) {
        var asset = find(id);
        return form(Optional.of(asset), values(asset), FormErrors.NONE, model);
    }

    @PostMapping("/assets/{id}/edit")
    String change(
            @PathVariable long id,
            @RequestParam Map<String, String> form,
            @RequestParam long version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        try {
            edits.change(id, changes(form, edits.kept(id)), new Expected(Optional.of(version)), viewer.actor());
            Flash.done(flash, "Saved.");
            return "redirect:/assets/" + id;
        } catch (InvalidSettings e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(Optional.of(find(id)), form, FormErrors.of(e).orElseThrow(), model);
        } catch (RecordProblem e) {
            if (e.kind() == RecordProblem.Kind.NOT_FOUND) {
                throw e;
            }
            response.setStatus(HttpStatus.CONFLICT.value());
            var now = find(id);
            if (e.kind() == RecordProblem.Kind.STALE) {
                model.addAttribute("meanwhile", differences(values(now), form));
            }
            return form(
                    Optional.of(now),
                    form,
                    new FormErrors(e.kind() == RecordProblem.Kind.STALE ? "" : e.getMessage(), Map.of()),
                    model);
        }
    }

    /** What stands in the database where the form has something else: field → value there. */
    private static Map<String, String> differences(Map<String, String> now, Map<String, String> form) {
        var differences = new LinkedHashMap<String, String>();
        Stream.concat(
                        FIELDS.stream(),
                        form.keySet().stream()
                                .filter(name -> CustomField.keyOf(name).isPresent()))
                .filter(form::containsKey)
                .filter(field -> !now.getOrDefault(field, "")
                        .equals(form.get(field).strip().replace("\r", "")))
                .forEach(field -> differences.put(field, now.getOrDefault(field, "")));
        return differences;
    }

    private String form(Optional<Asset> asset, Map<String, String> values, FormErrors errors, Model model) {
        var kept = asset.map(known -> keptFields(known.id())).orElse(Map.of());
        // what a source keeps has no field in the form, so that a form that comes back is without it
        var all = new HashMap<>(values);
        asset.ifPresent(known -> values(known).forEach((name, value) -> {
            if (kept.containsKey(name)) {
                all.put(name, value);
            }
        }));
        model.addAttribute("asset", asset.orElse(null));
        model.addAttribute("values", all);
        model.addAttribute("errors", errors);
        var custom = customFields.inUse();
        model.addAttribute("customFields", custom);
        // the form names a custom field as history does, an error as REST does
        var shown = new ArrayList<>(FIELDS);
        custom.forEach(field -> shown.add("customFields." + field.key()));
        model.addAttribute("elsewhere", String.join(" ", errors.others(shown).values()));
        model.addAttribute("kept", kept);
        model.addAttribute(
                "types", Arrays.stream(DeviceType.values()).map(DeviceType::key).toList());
        model.addAttribute(
                "statuses", statuses.all().stream().map(Statuses.Status::name).toList());
        model.addAttribute("conditions", List.of("new", "good", "fair", "poor"));
        model.addAttribute("categories", names(Kind.CATEGORY));
        model.addAttribute("locations", names(Kind.LOCATION));
        return "console/asset-form";
    }

    /** The fields of the form that a connection keeps → its name. */
    private Map<String, String> keptFields(long id) {
        var kept = new LinkedHashMap<String, String>();
        edits.kept(id).forEach((property, connection) -> kept.put(fieldOf(property), connection));
        return kept;
    }

    private List<String> names(Kind kind) {
        return records.list(kind, Optional.empty(), false, 0, CHOICES).items().stream()
                .map(Named::name)
                .toList();
    }

    private Asset find(long id) {
        return assets.find(id).orElseThrow(() -> RecordProblem.notFound("asset " + id));
    }

    /** {@code order-number} is {@code orderNumber}. */
    static String fieldOf(String property) {
        if (CustomField.keyOf(property).isPresent()) {
            return property;
        }
        var words = property.split("-");
        return words.length == 1
                ? property
                : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
    }

    /** What the form says, without what a connection keeps: that isn't ours to send. */
    static AssetChanges changes(Map<String, String> form, Map<String, String> kept) {
        var mine = new LinkedHashMap<>(form);
        kept.keySet().forEach(property -> mine.remove(fieldOf(property)));
        return new AssetChanges(
                given(mine, "assetId"),
                given(mine, "serial"),
                given(mine, "name"),
                given(mine, "type"),
                given(mine, "status"),
                given(mine, "condition"),
                given(mine, "category"),
                given(mine, "product"),
                given(mine, "location"),
                given(mine, "department"),
                given(mine, "notes"),
                given(mine, "supplier"),
                given(mine, "orderNumber"),
                given(mine, "purchaseDate"),
                given(mine, "purchaseCost").map(JsonNodeFactory.instance::textNode),
                given(mine, "currency"),
                given(mine, "warrantyUntil"),
                Map.of(),
                custom(mine));
    }

    /** Custom fields are named as among the built-in ones: {@code custom.cost-centre}. */
    private static Map<String, JsonNode> custom(Map<String, String> form) {
        var custom = new LinkedHashMap<String, JsonNode>();
        form.forEach((name, value) ->
                CustomField.keyOf(name).ifPresent(key -> custom.put(key, JsonNodeFactory.instance.textNode(value))));
        return custom;
    }

    private static Optional<String> given(Map<String, String> form, String field) {
        return Optional.ofNullable(form.get(field));
    }

    private static Map<String, String> values(Asset asset) {
        var values = new LinkedHashMap<String, String>();
        values.put("assetId", asset.assetId());
        values.put("name", asset.name());
        values.put("serial", asset.serial());
        values.put("type", asset.type());
        values.put("status", asset.status());
        values.put("condition", asset.condition());
        values.put("category", asset.category());
        values.put("product", asset.product());
        values.put("location", asset.location());
        values.put("department", asset.department());
        values.put("supplier", asset.supplier());
        values.put("orderNumber", asset.orderNumber());
        values.put("purchaseDate", asset.purchaseDate().map(Object::toString).orElse(""));
        values.put(
                "purchaseCost",
                asset.purchaseCost().map(cost -> cost.toPlainString()).orElse(""));
        values.put("currency", asset.currency());
        values.put("warrantyUntil", asset.warrantyUntil().map(Object::toString).orElse(""));
        values.put("notes", asset.notes());
        asset.customFields().forEach((key, value) -> values.put(CustomField.PREFIX + key, value));
        return values;
    }
}
