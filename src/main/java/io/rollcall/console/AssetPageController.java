package io.rollcall.console;

import io.rollcall.device.Field;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.Asset.SourceSection;
import io.rollcall.inventory.AssetEdits;
import io.rollcall.inventory.Assets;
import io.rollcall.inventory.CheckOutHistory;
import io.rollcall.inventory.Provenance;
import io.rollcall.inventory.Provenance.Origin;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An asset: what it is, who has it, what its sources say, what happened to it. */
@Controller
class AssetPageController {

    private static final int HISTORY = 50;
    private static final int CHECK_OUTS = 20;

    private final Assets assets;
    private final AssetEdits edits;
    private final CheckOutHistory checkOuts;
    private final Provenance provenance;
    private final CurrentViewer viewer;

    AssetPageController(
            Assets assets, AssetEdits edits, CheckOutHistory checkOuts, Provenance provenance, CurrentViewer viewer) {
        this.assets = assets;
        this.edits = edits;
        this.checkOuts = checkOuts;
        this.provenance = provenance;
        this.viewer = viewer;
    }

    /**
     * A property as the page shows it.
     *
     * @param origin who wrote it last; empty: nobody wrote it
     */
    record Line(String label, String value, Optional<Origin> origin) {}

    @GetMapping("/assets/{id}")
    String asset(@PathVariable long id, @RequestParam(defaultValue = "false") boolean all, Model model) {
        var asset = assets.find(id).orElseThrow(() -> RecordProblem.notFound("asset " + id));
        var origins = provenance.of(id);
        model.addAttribute("asset", asset);
        model.addAttribute("ours", ours(asset, origins));
        model.addAttribute("device", device(asset, origins));
        model.addAttribute(
                "facts",
                asset.sources().stream().map(AssetPageController::facts).toList());
        model.addAttribute("history", assets.history(id, all ? HISTORY * HISTORY : HISTORY));
        model.addAttribute("isCut", !all);
        model.addAttribute("historyShown", HISTORY);
        model.addAttribute("checkOuts", checkOuts.of(id, Long.MAX_VALUE, CHECK_OUTS));
        return "console/asset";
    }

    @PostMapping("/assets/{id}/archive")
    String archive(
            @PathVariable long id,
            @RequestParam boolean archived,
            @RequestParam Optional<Long> version,
            RedirectAttributes flash) {
        edits.archive(id, archived, new Expected(version), viewer.actor());
        Flash.done(flash, archived ? "Archived. It is out of the lists; its history stays." : "Back in the lists.");
        return "redirect:/assets/" + id;
    }

    /**
     * What a source says of the device.
     *
     * @param value in words; blank where it is a moment
     */
    record Fact(String label, String value, Optional<Instant> moment) {}

    /** A source's words beside what has a line of its own on the page, in the order of the fields. */
    private static List<Fact> facts(SourceSection section) {
        return Arrays.stream(Field.values())
                .filter(field -> field != Field.LAST_CHECK_IN && field != Field.LAST_IP)
                .filter(field -> section.attributes().containsKey(field.key()))
                .map(field -> fact(field, section.attributes().get(field.key())))
                .toList();
    }

    private static Fact fact(Field field, String value) {
        return switch (field.kind()) {
            case TEXT -> new Fact(Labels.of(field.key()), value, Optional.empty());
            case YES_NO -> new Fact(Labels.of(field.key()), value.equals("true") ? "yes" : "no", Optional.empty());
            case TIME ->
                instant(value)
                        .map(moment -> new Fact(Labels.of(field.key()), "", Optional.of(moment)))
                        .orElseGet(() -> new Fact(Labels.of(field.key()), value, Optional.empty()));
        };
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static List<Line> ours(Asset asset, Map<String, Origin> origins) {
        var lines = new Lines(origins);
        lines.add("Asset ID", "asset-id", asset.assetId());
        lines.add("Name", "name", asset.name());
        lines.add("Serial number", "serial", asset.serial());
        lines.add("Type", "type", asset.type());
        lines.add("Status", "status", asset.status());
        lines.add("Condition", "condition", asset.condition());
        lines.add("Category", "category", asset.category());
        lines.add("Product", "product", (asset.manufacturer() + " " + asset.product()).strip());
        lines.add("Location", "location", asset.location());
        lines.add("Department", "department", asset.department());
        lines.add("Supplier", "supplier", asset.supplier());
        lines.add("Order number", "order-number", asset.orderNumber());
        lines.add(
                "Purchased",
                "purchase-date",
                asset.purchaseDate().map(Object::toString).orElse(""));
        lines.add(
                "Cost",
                "purchase-cost",
                asset.purchaseCost()
                        .map(cost -> (cost.toPlainString() + " " + asset.currency()).strip())
                        .orElse(""));
        lines.add(
                "Warranty until",
                "warranty-until",
                asset.warrantyUntil().map(Object::toString).orElse(""));
        return lines.shown(List.of("Status", "Category", "Location"));
    }

    private static List<Line> device(Asset asset, Map<String, Origin> origins) {
        var lines = new Lines(origins);
        Arrays.stream(Field.values())
                .filter(field -> field.scope() == Field.Scope.ASSET)
                .forEach(field -> lines.add(
                        Labels.of(field.key()), field.key(), asset.fields().getOrDefault(field.key(), "")));
        return lines.shown(List.of());
    }

    private static final class Lines {

        private final Map<String, Origin> origins;
        private final List<Line> lines = new ArrayList<>();

        Lines(Map<String, Origin> origins) {
            this.origins = origins;
        }

        void add(String label, String property, String value) {
            var origin = Optional.ofNullable(origins.get(property))
                    .or(() -> Optional.ofNullable(origins.get(Provenance.MADE)).filter(made -> !value.isBlank()));
            lines.add(new Line(label, value, origin));
        }

        /** Blank ones aren't shown, unless something was there before or one looks for them. */
        List<Line> shown(List<String> always) {
            return lines.stream()
                    .filter(line -> !line.value().isBlank()
                            || always.contains(line.label())
                            || line.origin()
                                    .filter(origin -> !origin.before().isBlank())
                                    .isPresent())
                    .toList();
        }
    }
}
