package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.NamedRecords.Named;
import io.rollcall.records.Slice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/locations")
@Tag(name = "Locations", description = "Where assets are")
class LocationController {

    private static final int PAGE = 100;

    private final NamedRecords records;
    private final CurrentActor actor;

    LocationController(NamedRecords records, CurrentActor actor) {
        this.records = records;
        this.actor = actor;
    }

    /** What is sent to make or rename one. */
    record LocationName(String name) {}

    @GetMapping
    @Operation(summary = "Locations, by number", description = "\"cursor\" is the \"next\" of the page before.")
    Slice<Named> list(
            @RequestParam Optional<String> q,
            @RequestParam(defaultValue = "false") boolean archived,
            @RequestParam(defaultValue = "0") long cursor) {
        return records.list(Kind.LOCATION, q.map(Query::text), archived, cursor, PAGE);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One location")
    ResponseEntity<Named> get(@PathVariable long id) {
        return view(records.get(Kind.LOCATION, id));
    }

    @PostMapping
    @Operation(
            summary = "Add a location",
            description = "Its name is unique, whatever its case.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = LocationName.class))))
    ResponseEntity<Named> create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var made = records.create(
                Kind.LOCATION, Body.read(body, LocationName.class).name(), actor.get());
        return ResponseEntity.created(URI.create("/api/v1/locations/" + made.id()))
                .eTag(IfMatch.tag(made.version()))
                .body(made);
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Rename a location",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = LocationName.class))))
    ResponseEntity<Named> rename(
            @PathVariable long id,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var name = Body.read(body, LocationName.class).name();
        return view(records.rename(Kind.LOCATION, id, name, IfMatch.version(ifMatch), actor.get()));
    }

    @PostMapping("/{id}/archive")
    @Operation(
            summary = "Archive a location",
            description = "Nothing new can be put there or checked out to it; what is there stays.")
    ResponseEntity<Named> archive(
            @PathVariable long id, @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        return view(records.archiveLocation(id, true, IfMatch.version(ifMatch), actor.get()));
    }

    @PostMapping("/{id}/restore")
    @Operation(summary = "Take an archived location back into use")
    ResponseEntity<Named> restore(
            @PathVariable long id, @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        return view(records.archiveLocation(id, false, IfMatch.version(ifMatch), actor.get()));
    }

    private static ResponseEntity<Named> view(Named named) {
        return IfMatch.tagged(named, named.version());
    }
}
