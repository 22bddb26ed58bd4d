package io.rollcall.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.Assets;
import io.rollcall.inventory.Assets.Slice;
import io.rollcall.inventory.CheckOutHistory;
import io.rollcall.inventory.SourceDetails;
import io.rollcall.inventory.SourceSections;
import io.rollcall.sync.Opening;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/assets")
@Tag(name = "Assets", description = "The inventory")
class AssetController {

    private static final int PAGE = 100;

    private final Assets assets;
    private final CheckOutHistory checkOuts;
    private final SourceSections sources;
    private final Opening opening;

    AssetController(Assets assets, CheckOutHistory checkOuts, SourceSections sources, Opening opening) {
        this.assets = assets;
        this.opening = opening;
        this.checkOuts = checkOuts;
        this.sources = sources;
    }

    @GetMapping
    @Operation(
            summary = "Assets, by number",
            description = "\"q\" is looked for in asset ID, serial, name, asset tag, IMEI, user and assignee. "
                    + "\"person\" is a number; category, product, location and department are names; \"assignee=none\" "
                    + "are those that nobody has; \"custom.<key>=value\" asks for the value of a custom field, and a blank "
                    + "one for those that have none. Archived ones are left out unless \"archived\" is true. \"cursor\" "
                    + "is the \"next\" of the page before.")
    Slice list(
            @ParameterObject AssetParameters which,
            @RequestParam(defaultValue = "0") long cursor,
            @Parameter(hidden = true) @RequestParam Map<String, String> all) {
        return assets.list(which.filter(all), cursor, PAGE);
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "One asset, with what each source says of it",
            description = "Opening it has details that are too old read again, in the background: \"details\" says for"
                    + " each connection whether they are current, reading, failed or left.")
    ResponseEntity<Opened> get(@PathVariable long id) {
        var asset = find(id);
        return IfMatch.tagged(new Opened(asset, opening.open(id)), asset.version());
    }

    /** An asset and how things stand with what each source says of it beyond its list; without one there is nothing. */
    record Opened(
            @JsonUnwrapped Asset asset,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Opening.Details> details) {}

    @GetMapping("/{id}/sources")
    @Operation(
            summary = "What each source says of an asset, with the time each value was read",
            description =
                    "Platform, OS version, last check-in, MDM enabled, agent installed, blueprint, missing, removed, "
                            + "agent version, first and last enrolled come first, with the reason where the source doesn't say "
                            + "it; then all else. Sources that have the device no more come last.")
    List<SourceDetails> sources(@PathVariable long id) {
        find(id);
        return sources.of(id);
    }

    @GetMapping("/{id}/checkouts")
    @Operation(
            summary = "Who had an asset when, the newest first",
            description = "\"before\" is the id of the last one seen.")
    List<CheckOutHistory.CheckOut> checkOuts(
            @PathVariable long id, @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        find(id);
        return checkOuts.of(id, before, PAGE);
    }

    @GetMapping("/{id}/history")
    @Operation(summary = "What changed on an asset, the newest first")
    List<Assets.Event> history(@PathVariable long id) {
        find(id);
        return assets.history(id, PAGE);
    }

    private Asset find(long id) {
        return assets.find(id).orElseThrow(() -> NotFound.of("asset " + id));
    }
}
