package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.automation.Automation;
import io.rollcall.automation.AutomationChanges;
import io.rollcall.automation.Automations;
import io.rollcall.automation.Deed;
import io.rollcall.automation.DryRun;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/automations")
@Tag(name = "Automations", description = "What is done by itself when an asset enters a state")
class AutomationController {

    private final Automations automations;
    private final CurrentActor actor;

    AutomationController(Automations automations, CurrentActor actor) {
        this.automations = automations;
        this.actor = actor;
    }

    @GetMapping
    @Operation(summary = "All automations")
    List<Automation> list() {
        return automations.all();
    }

    @GetMapping("/{id}")
    @Operation(summary = "One automation")
    ResponseEntity<Automation> get(@PathVariable long id) {
        return view(find(id));
    }

    @PostMapping
    @Operation(
            summary = "Make an automation",
            description = "\"when\" has a property (mdm-state, status or overdue) and the value it \"is\"; \"then\" a "
                    + "command (blank-push, lock, restart or shutdown) or a status. It is off until it is enabled.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = AutomationChanges.class))))
    ResponseEntity<Automation> create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var made = automations.create(Body.read(body, AutomationChanges.class), actor.get());
        return ResponseEntity.created(URI.create("/api/v1/automations/" + made.id()))
                .eTag(IfMatch.tag(made.version()))
                .body(made);
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Change an automation",
            description =
                    "What is left out stays. Where it is on, it acts on assets that enter the new state from now on.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = AutomationChanges.class))))
    ResponseEntity<Automation> change(
            @PathVariable long id,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var changes = Body.read(body, AutomationChanges.class);
        return view(automations.change(id, changes, IfMatch.version(ifMatch), actor.get()));
    }

    @PostMapping("/{id}/enable")
    @Operation(
            summary = "Turn an automation on",
            description = "It acts on assets that enter its state from now on, not on those that are in it already.")
    ResponseEntity<Automation> enable(@PathVariable long id) {
        return view(automations.enable(id, actor.get()));
    }

    @PostMapping("/{id}/disable")
    @Operation(summary = "Turn an automation off", description = "What it asked for already stays asked for.")
    ResponseEntity<Automation> disable(@PathVariable long id) {
        return view(automations.disable(id, actor.get()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete an automation")
    void delete(@PathVariable long id) {
        automations.delete(id, actor.get());
    }

    @GetMapping("/{id}/dry-run")
    @Operation(
            summary = "What an automation would do now",
            description = "With the assets that are in its state, if they entered it now. Nothing is done.")
    DryRun dryRun(@PathVariable long id) {
        find(id);
        return automations.dryRun(id);
    }

    @GetMapping("/{id}/deeds")
    @Operation(summary = "What an automation did lately, the newest first")
    List<Deed> deeds(@PathVariable long id) {
        find(id);
        return automations.deeds(id);
    }

    private Automation find(long id) {
        return automations.find(id).orElseThrow(() -> NotFound.of("automation " + id));
    }

    private static ResponseEntity<Automation> view(Automation automation) {
        return IfMatch.tagged(automation, automation.version());
    }
}
