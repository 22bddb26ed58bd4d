package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.mapping.MappingChanges;
import io.rollcall.mapping.MappingView;
import io.rollcall.mapping.Mappings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/connections/{name}/mapping")
@Tag(name = "Mapping", description = "Which property of a source becomes which field")
class MappingController {

    private final Mappings mappings;
    private final CurrentActor actor;

    MappingController(Mappings mappings, CurrentActor actor) {
        this.mappings = mappings;
        this.actor = actor;
    }

    @GetMapping
    @Operation(
            summary = "The mapping of a connection",
            description =
                    "Every property of the source's records with its target, a value as an example, and where the row "
                            + "is from: \"connection\" or the mapping \"file\"; \"none\" are properties that nothing is made of. "
                            + "Examples are from devices that were synced, or from a proposal of the last hour.")
    ResponseEntity<MappingView> get(@PathVariable String name) {
        return view(mappings.view(name));
    }

    @PostMapping("/proposal")
    @Operation(
            summary = "Propose a mapping from a few devices",
            description =
                    "Asks the MDM for up to 8 devices with their details, within the connection's limits, and answers "
                            + "with what the mapping would make of them. Nothing is stored. 409 says why the MDM can't be read.")
    ResponseEntity<MappingView> propose(@PathVariable String name) {
        return view(mappings.propose(name));
    }

    @PutMapping
    @Operation(
            summary = "Change the mapping of a connection",
            description =
                    "All rows that are the connection's own, in the place of those it had; none: the mapping file "
                            + "holds. A row's \"target\" is a field, \"custom.\" and a custom field's key, or \"skip\"; "
                            + "\"newField\" in its place makes a custom field. What can't work is refused by row; what probably "
                            + "isn't meant is in \"warnings\". The next sync takes it over.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = MappingChanges.class))))
    ResponseEntity<MappingView> change(
            @PathVariable String name,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var changes = Body.read(body, MappingChanges.class);
        return view(mappings.change(name, changes, IfMatch.version(ifMatch), actor.get()));
    }

    private static ResponseEntity<MappingView> view(MappingView view) {
        return IfMatch.tagged(view, view.version());
    }
}
