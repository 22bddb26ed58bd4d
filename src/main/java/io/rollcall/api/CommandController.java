package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.command.Command;
import io.rollcall.command.CommandRequest;
import io.rollcall.command.Commands;
import io.rollcall.command.OfferedCommand;
import io.rollcall.inventory.Assets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Commands", description = "What devices are told to do")
class CommandController {

    private static final int PAGE = 100;

    private final Commands commands;
    private final Assets assets;
    private final CurrentActor actor;

    CommandController(Commands commands, Assets assets, CurrentActor actor) {
        this.commands = commands;
        this.assets = assets;
        this.actor = actor;
    }

    /** Why something is done. */
    record Reason(String reason) {}

    /** What an asset can be told, and what it was told. */
    record AssetCommands(List<OfferedCommand> offered, List<Command> commands) {}

    @GetMapping("/assets/{id}/commands")
    @Operation(
            summary = "What an asset's device can be told, and what it was told",
            description = "What isn't offered says why. The commands are the newest first; \"before\" is the id of the "
                    + "last one seen.")
    AssetCommands list(@PathVariable long id, @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        requireAsset(id);
        return new AssetCommands(commands.offered(id), commands.of(id, before, PAGE));
    }

    @PostMapping("/assets/{id}/commands")
    @Operation(
            summary = "Tell an asset's device to do something",
            description =
                    "Needs an Idempotency-Key of your own: sent again with the same one, the command is not given "
                            + "twice, and the answer is 200 in place of 202. A reason is required; to erase, the device's serial "
                            + "number. It is sent within seconds, once; what became of it is in the command's state.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = CommandRequest.class))))
    ResponseEntity<Command> request(
            @PathVariable long id,
            @RequestHeader("Idempotency-Key") Optional<String> requestId,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        requireAsset(id);
        var request = Body.read(body, CommandRequest.class);
        var requested = commands.request(id, request, requestId.orElse(""), actor.get());
        return ResponseEntity.status(requested.isNew() ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .location(URI.create("/api/v1/commands/" + requested.command().id()))
                .body(requested.command());
    }

    @GetMapping("/commands/{id}")
    @Operation(summary = "One command, and how far it has come")
    Command get(@PathVariable long id) {
        return commands.find(id).orElseThrow(() -> NotFound.of("command " + id));
    }

    @PostMapping("/commands/{id}/approve")
    @Operation(
            summary = "Agree to a command that waits for a second person",
            description = "Who asked for it can't agree to it.")
    Command approve(@PathVariable long id) {
        return commands.approve(id, actor.get());
    }

    @PostMapping("/commands/{id}/reject")
    @Operation(
            summary = "Don't agree to a command, or take it back before it is sent",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = Reason.class))))
    Command reject(@PathVariable long id, @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        return commands.reject(id, reason(body), actor.get());
    }

    @PostMapping("/commands/{id}/close")
    @Operation(
            summary = "Wait no longer for what became of a command",
            description = "Its state stays what is known; another of its kind may be asked for.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = Reason.class))))
    Command close(@PathVariable long id, @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        return commands.close(id, reason(body), actor.get());
    }

    private static String reason(JsonNode body) {
        return Body.read(body, Reason.class).reason();
    }

    private void requireAsset(long id) {
        assets.find(id).orElseThrow(() -> NotFound.of("asset " + id));
    }
}
