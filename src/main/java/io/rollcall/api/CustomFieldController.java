package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.records.CustomFieldEdits;
import io.rollcall.records.CustomFields;
import io.rollcall.records.CustomFields.Kept;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/custom-fields")
@Tag(name = "Custom fields", description = "Fields of assets that people make themselves")
class CustomFieldController {

    private final CustomFields fields;
    private final CustomFieldEdits edits;
    private final CurrentActor actor;

    CustomFieldController(CustomFields fields, CustomFieldEdits edits, CurrentActor actor) {
        this.fields = fields;
        this.edits = edits;
        this.actor = actor;
    }

    /**
     * A custom field.
     *
     * @param property its name in mappings, files and history
     */
    record View(
            String key,
            String property,
            String name,
            String type,
            List<String> choices,
            Optional<Instant> deletedAt,
            long version) {

        static View of(Kept kept) {
            var field = kept.field();
            return new View(
                    field.key(),
                    field.property(),
                    field.name(),
                    field.type().key(),
                    field.choices(),
                    kept.deletedAt(),
                    kept.version());
        }
    }

    @GetMapping
    @Operation(
            summary = "Custom fields, by name",
            description = "Deleted ones are left out unless \"deleted\" is true.")
    List<View> list(@RequestParam(defaultValue = "false") boolean deleted) {
        return fields.list(deleted).stream().map(View::of).toList();
    }

    @GetMapping("/{key}")
    @Operation(summary = "One custom field")
    ResponseEntity<View> get(@PathVariable String key) {
        return view(fields.get(Query.text(key)));
    }

    @PostMapping
    @Operation(
            summary = "Add a custom field",
            description =
                    "\"type\" is text, number, date, yes-no or choice; a choice has \"choices\". The key is made from "
                            + "the name and never changes.",
            requestBody =
                    @RequestBody(
                            content = @Content(schema = @Schema(implementation = CustomFieldEdits.NewField.class))))
    ResponseEntity<View> create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var made = edits.create(Body.read(body, CustomFieldEdits.NewField.class), actor.get());
        return ResponseEntity.created(
                        URI.create("/api/v1/custom-fields/" + made.field().key()))
                .eTag(IfMatch.tag(made.version()))
                .body(View.of(made));
    }

    @PatchMapping("/{key}")
    @Operation(
            summary = "Rename a custom field, or change its choices",
            description =
                    "Its values stay. A choice that assets have can't be taken away. Its type can't be changed: make "
                            + "another field.",
            requestBody =
                    @RequestBody(content = @Content(schema = @Schema(implementation = CustomFieldEdits.Changes.class))))
    ResponseEntity<View> change(
            @PathVariable String key,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var changes = Body.read(body, CustomFieldEdits.Changes.class);
        return view(edits.change(Query.text(key), changes, IfMatch.version(ifMatch), actor.get()));
    }

    @DeleteMapping("/{key}")
    @Operation(
            summary = "Delete a custom field",
            description =
                    "Without confirm=true nothing is deleted: 409 says how many values would go out of sight. They are "
                            + "kept, so that the field can be restored.")
    ResponseEntity<View> delete(
            @PathVariable String key,
            @RequestParam(defaultValue = "false") boolean confirm,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        return view(edits.delete(Query.text(key), confirm, IfMatch.version(ifMatch), actor.get()));
    }

    @PostMapping("/{key}/restore")
    @Operation(summary = "Bring a deleted custom field back, with its values and mappings")
    ResponseEntity<View> restore(@PathVariable String key) {
        return view(edits.restore(Query.text(key), actor.get()));
    }

    private static ResponseEntity<View> view(Kept kept) {
        return IfMatch.tagged(View.of(kept), kept.version());
    }
}
