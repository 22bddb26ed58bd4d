package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Audit;
import io.rollcall.connection.ConnectionChanges;
import io.rollcall.connection.ConnectionService;
import io.rollcall.connection.ConnectionSettings;
import io.rollcall.connection.Connections;
import io.rollcall.connection.Dependents;
import io.rollcall.connection.TestReport;
import io.rollcall.settings.StrictYaml;
import io.rollcall.sync.Syncs;
import io.rollcall.sync.Trigger;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/connections")
@Tag(name = "Connections", description = "Tenants of MDMs and how they are synced")
class ConnectionController {

    private static final String BODY = "request body";

    private final Connections connections;
    private final ConnectionService service;
    private final Syncs syncs;
    private final Audit audit;
    private final CurrentActor actor;

    ConnectionController(
            Connections connections, ConnectionService service, Syncs syncs, Audit audit, CurrentActor actor) {
        this.connections = connections;
        this.service = service;
        this.syncs = syncs;
        this.audit = audit;
        this.actor = actor;
    }

    @GetMapping
    @Operation(summary = "All connections, by name")
    List<ConnectionView> list() {
        return connections.all().stream().map(ConnectionView::of).toList();
    }

    @GetMapping("/{name}")
    @Operation(summary = "One connection")
    ConnectionView get(@PathVariable String name) {
        return ConnectionView.of(service.find(name));
    }

    @PostMapping
    @Operation(
            summary = "Make a connection",
            description = "With \"enabled\": true it is tested first, and stays disabled with the reason in "
                    + "\"attention\" if that fails. Credentials are never returned.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = ConnectionSettings.class))))
    ResponseEntity<ConnectionView> create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var settings = StrictYaml.read(BODY, Body.storable(body), ConnectionSettings.class);
        var made = service.create(settings, actor.get());
        return ResponseEntity.created(URI.create("/api/v1/connections/" + made.name()))
                .body(ConnectionView.of(made));
    }

    @PatchMapping("/{name}")
    @Operation(
            summary = "Change a connection",
            description =
                    "What is left out stays. The new settings of an enabled connection are tested first and taken "
                            + "only if that passes. A new address needs new credentials.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = ConnectionChanges.class))))
    ConnectionView change(
            @PathVariable String name, @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var changes = StrictYaml.read(BODY, Body.storable(body), ConnectionChanges.class);
        return ConnectionView.of(service.change(name, changes, actor.get()));
    }

    @DeleteMapping("/{name}")
    @Operation(
            summary = "Delete a connection",
            description = "Its runs, device records and dead letters go. Its assets stay, with no source from then on; "
                    + "with \"assets=delete\" those that no other connection has are deleted with their history.")
    ResponseEntity<Void> delete(@PathVariable String name, @RequestParam(defaultValue = "keep") String assets) {
        service.delete(name, then(assets), actor.get());
        return ResponseEntity.noContent().build();
    }

    private static Dependents.Assets then(String assets) {
        return switch (assets) {
            case "keep" -> Dependents.Assets.KEEP;
            case "delete" -> Dependents.Assets.DELETE;
            default -> throw new IllegalArgumentException("assets must be keep or delete.");
        };
    }

    @PostMapping("/{name}/test")
    @Operation(summary = "Test a connection", description = "One line for each check, with what to do where it fails.")
    TestReport test(@PathVariable String name) {
        return service.test(name, actor.get());
    }

    @PostMapping("/{name}/enable")
    @Operation(summary = "Test a connection and enable it", description = "Its first sync starts at once.")
    ConnectionView enable(@PathVariable String name) {
        return ConnectionView.of(service.enable(name, actor.get()));
    }

    @PostMapping("/{name}/disable")
    @Operation(summary = "Disable a connection", description = "It syncs no more; the pages stored so far are kept.")
    ConnectionView disable(@PathVariable String name) {
        return ConnectionView.of(
                service.disable(name, "Disabled by " + actor.get().name() + ".", actor.get()));
    }

    @PostMapping("/{name}/sync")
    @Operation(summary = "Start a sync", description = "Where one is queued or running, that one is joined.")
    ResponseEntity<Started> sync(
            @PathVariable String name,
            @org.springframework.web.bind.annotation.RequestBody(required = false) Optional<JsonNode> body) {
        body.ifPresent(given -> StrictYaml.read(BODY, given, SyncOptions.class));
        var requested = syncs.sync(name, Trigger.API, actor.get().name());
        audit.add(actor.get(), "connection.sync", "connection/" + name, Map.of("run", requested.run()));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + requested.run()))
                .body(new Started(requested.run(), requested.joined()));
    }

    /** There is nothing to choose yet; unknown keys are refused. */
    record SyncOptions() {}

    /**
     * A run that was asked for.
     *
     * @param joined whether it was under way already
     */
    record Started(long runId, boolean joined) {}
}
