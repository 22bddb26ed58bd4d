package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.AssetChanges;
import io.rollcall.inventory.AssetEdits;
import io.rollcall.inventory.Assets;
import io.rollcall.inventory.CheckOutRequest;
import io.rollcall.inventory.CheckOuts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people do with assets. */
@RestController
@RequestMapping("/api/v1/assets")
@Tag(name = "Assets")
class AssetEditController {

    private final AssetEdits edits;
    private final CheckOuts checkOuts;
    private final Assets assets;
    private final CurrentActor actor;

    AssetEditController(AssetEdits edits, CheckOuts checkOuts, Assets assets, CurrentActor actor) {
        this.edits = edits;
        this.checkOuts = checkOuts;
        this.assets = assets;
        this.actor = actor;
    }

    /** What can be said at a check-in. */
    record CheckIn(Optional<String> note) {}

    @PostMapping
    @Operation(
            summary = "Add an asset by hand",
            description = "An asset ID and a status are required; asset ID and serial number are unique. A device of "
                    + "that serial number that a sync finds later becomes this asset.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = AssetChanges.class))))
    ResponseEntity<Asset> create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var id = edits.create(Body.read(body, AssetChanges.class), actor.get());
        var made = find(id);
        return ResponseEntity.created(URI.create("/api/v1/assets/" + id))
                .eTag(IfMatch.tag(made.version()))
                .body(made);
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Change an asset",
            description = "What is left out stays; null or a blank text takes a value away. What a connection keeps up "
                    + "to date can't be changed here: 409 says which one. With If-Match only where the asset hasn't "
                    + "changed meanwhile.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = AssetChanges.class))))
    ResponseEntity<Asset> change(
            @PathVariable long id,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        edits.change(id, Body.read(body, AssetChanges.class), IfMatch.version(ifMatch), actor.get());
        return view(id);
    }

    @PostMapping("/{id}/checkout")
    @Operation(
            summary = "Check an asset out to a person or a location",
            description = "A person is given by number or e-mail address, a location by number or name. An asset that "
                    + "somebody has is checked in first. What the policy's on-check-out names is taken over from the "
                    + "person.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = CheckOutRequest.class))))
    ResponseEntity<Asset> checkOut(
            @PathVariable long id,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        checkOuts.checkOut(id, Body.read(body, CheckOutRequest.class), IfMatch.version(ifMatch), actor.get());
        return view(id);
    }

    @PostMapping("/{id}/checkin")
    @Operation(
            summary = "Check an asset in",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = CheckIn.class))))
    ResponseEntity<Asset> checkIn(
            @PathVariable long id,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody(required = false) Optional<JsonNode> body) {
        var note = body.flatMap(given -> Body.read(given, CheckIn.class).note()).orElse("");
        checkOuts.checkIn(id, note, IfMatch.version(ifMatch), actor.get());
        return view(id);
    }

    @PostMapping("/{id}/archive")
    @Operation(
            summary = "Archive an asset",
            description = "It is out of the daily lists; its history and its check-out stay.")
    ResponseEntity<Asset> archive(
            @PathVariable long id, @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        edits.archive(id, true, IfMatch.version(ifMatch), actor.get());
        return view(id);
    }

    @PostMapping("/{id}/restore")
    @Operation(summary = "Take an archived asset back into the lists")
    ResponseEntity<Asset> restore(
            @PathVariable long id, @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        edits.archive(id, false, IfMatch.version(ifMatch), actor.get());
        return view(id);
    }

    private ResponseEntity<Asset> view(long id) {
        var asset = find(id);
        return IfMatch.tagged(asset, asset.version());
    }

    private Asset find(long id) {
        return assets.find(id).orElseThrow(() -> NotFound.of("asset " + id));
    }
}
