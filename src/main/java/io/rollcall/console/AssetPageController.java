package io.rollcall.console;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.AssetEdits;
import io.rollcall.inventory.Assets;
import io.rollcall.inventory.CheckOutHistory;
import io.rollcall.inventory.Provenance;
import io.rollcall.inventory.Provenance.Origin;
import io.rollcall.inventory.SourceDetails;
import io.rollcall.inventory.SourceSections;
import io.rollcall.records.CustomFields;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import java.net.URI;
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
    private final SourceSections sources;
    private final CustomFields customFields;
    private final Connections connections;
    private final DevicePanels devicePanels;
    private final CurrentViewer viewer;

    AssetPageController(
            Assets assets,
            AssetEdits edits,
            CheckOutHistory checkOuts,
            Provenance provenance,
            SourceSections sources,
            CustomFields customFields,
            Connections connections,
            DevicePanels devicePanels,
            CurrentViewer viewer) {
        this.assets = assets;
        this.edits = edits;
        this.checkOuts = checkOuts;
        this.provenance = provenance;
        this.sources = sources;
        this.customFields = customFields;
        this.connections = connections;
        this.devicePanels = devicePanels;
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
        var known = asset.sources().isEmpty()
                ? Map.<String, Connection>of()
                : connections.named(asset.sources().stream()
                        .map(Asset.SourceSection::connection)
                        .toList());
        model.addAttribute("asset", asset);
        model.addAttribute("ours", ours(asset, custom(asset, origins), origins));
        model.addAttribute("device", device(asset, origins));
        model.addAttribute(
                "sections",
                sources.of(id, known).stream()
                        .map(details -> section(asset, details))
                        .toList());
        model.addAttribute("history", assets.history(id, all ? HISTORY * HISTORY : HISTORY));
        model.addAttribute("isCut", !all);
        model.addAttribute("historyShown", HISTORY);
        model.addAttribute("checkOuts", checkOuts.of(id, Long.MAX_VALUE, CHECK_OUTS));
        devicePanels.show(id, known, model);
        return "console/asset";
    }

    /** An asset that never had a value of a custom field shows none. */
    private List<CustomField> custom(Asset asset, Map<String, Origin> origins) {
        var none = asset.customFields().isEmpty()
                && origins.keySet().stream()
                        .noneMatch(property -> CustomField.keyOf(property).isPresent());
        return none ? List.of() : customFields.inUse();
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
     * A value that a source says of the device, or why it doesn't.
     *
     * @param value in words; blank where it is a moment, or there is none
     */
    record Fact(String label, String value, Optional<Instant> moment, Optional<Instant> readAt, Optional<String> why) {}

    /**
     * A source with what it says, in its order.
     *
     * @param page the device's page in the source's own web app (C5); empty: none is known
     */
    record Section(SourceDetails details, List<Fact> facts, Optional<URI> page) {}

    private static Section section(Asset asset, SourceDetails details) {
        return new Section(
                details,
                details.values().stream().map(AssetPageController::fact).toList(),
                asset.sources().stream()
                        .filter(source -> source.connection().equals(details.connection())
                                && source.deviceId().equals(details.deviceId()))
                        .findFirst()
                        .flatMap(Asset.SourceSection::page));
    }

    private static Fact fact(SourceDetails.Value value) {
        var label = Labels.of(value.field());
        var text = value.value().orElse("");
        var kind = Field.of(value.field()).map(Field::kind).orElse(Field.Kind.TEXT);
        var moment = kind == Field.Kind.TIME ? instant(text) : Optional.<Instant>empty();
        var words = kind == Field.Kind.YES_NO ? text.replace("true", "yes").replace("false", "no") : text;
        return new Fact(label, moment.isPresent() ? "" : words, moment, value.readAt(), value.why());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static List<Line> ours(Asset asset, List<CustomField> custom, Map<String, Origin> origins) {
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
        custom.forEach(field ->
                lines.add(field.name(), field.property(), asset.customFields().getOrDefault(field.key(), "")));
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
