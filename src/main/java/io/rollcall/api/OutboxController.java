package io.rollcall.api;

import io.rollcall.outbound.OutboxCare;
import io.rollcall.outbound.OutboxEntry;
import io.rollcall.outbound.OutboxState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Outbox", description = "Changes made here on their way to the MDMs")
class OutboxController {

    private static final int PAGE = 100;

    private final OutboxCare outbox;
    private final CurrentActor actor;

    OutboxController(OutboxCare outbox, CurrentActor actor) {
        this.outbox = outbox;
        this.actor = actor;
    }

    @GetMapping("/api/v1/outbox")
    @Operation(
            summary = "Changes for the MDMs, the newest first",
            description = "The last change of each property of each device. \"state\" is pending, waiting, conflict, "
                    + "sent, failed, discarded or superseded; \"before\" is the id of the last one seen.")
    List<OutboxEntry> list(
            @RequestParam Optional<String> connection,
            @RequestParam Optional<String> state,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        return outbox.list(connection.map(Query::text), state.map(Query::text).map(OutboxState::of), before, PAGE);
    }

    @GetMapping("/api/v1/outbox/{id}")
    @Operation(summary = "One change for an MDM")
    OutboxEntry get(@PathVariable long id) {
        return outbox.get(id);
    }

    @GetMapping("/api/v1/assets/{id}/outbox")
    @Operation(summary = "What was sent of an asset to its MDMs, or is on its way, and why it waits")
    List<OutboxEntry> ofAsset(@PathVariable long id) {
        return outbox.ofAsset(id);
    }

    @PostMapping("/api/v1/outbox/{id}/retry")
    @Operation(
            summary = "Send a change again that failed or waits",
            description = "One that is on its way or was sent is left alone.")
    ResponseEntity<OutboxEntry> retry(@PathVariable long id) {
        return ResponseEntity.accepted().body(outbox.retry(id, actor.get()));
    }

    @PostMapping("/api/v1/outbox/retry")
    @Operation(summary = "Send everything of a connection again that failed or waits")
    ResponseEntity<Retried> retryAll(@RequestParam String connection) {
        return ResponseEntity.accepted().body(new Retried(outbox.retryAll(Query.text(connection), actor.get())));
    }

    @PostMapping("/api/v1/outbox/{id}/discard")
    @Operation(
            summary = "Don't send a change",
            description = "From the next sync on the MDM's value counts. One that was sent is left alone.")
    OutboxEntry discard(@PathVariable long id) {
        return outbox.discard(id, actor.get());
    }

    /** How many changes are sent again. */
    record Retried(int count) {}
}
