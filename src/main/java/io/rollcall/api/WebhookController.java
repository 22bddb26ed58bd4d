package io.rollcall.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.sync.Webhooks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Webhooks", description = "Events that a source sends by itself")
class WebhookController {

    /** Jamf Pro's events are about 1 kB. */
    private static final int LARGEST_EVENT = 64 * 1024;

    private final Webhooks webhooks;
    private final ObjectMapper json;
    private final CurrentActor actor;

    WebhookController(Webhooks webhooks, ObjectMapper json, CurrentActor actor) {
        this.webhooks = webhooks;
        this.json = json;
        this.actor = actor;
    }

    /**
     * The address for the source's webhooks.
     *
     * @param path to be put behind the address Rollcall is reached at from there
     */
    record Address(String path) {}

    @PostMapping("/api/v1/connections/{name}/webhook")
    @Operation(
            summary = "Let a connection's source send events",
            description =
                    "Gives the path to enter there as a webhook's URL, once: it holds a secret. A path given before"
                            + " is no good any more.")
    Address open(@PathVariable String name) {
        return new Address("/hooks/" + name + "/" + webhooks.open(name, actor.get()));
    }

    @DeleteMapping("/api/v1/connections/{name}/webhook")
    @Operation(summary = "Take no events of a connection's source any more")
    ResponseEntity<Void> close(@PathVariable String name) {
        webhooks.close(name, actor.get());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/hooks/{name}/{secret}")
    @Operation(hidden = true)
    ResponseEntity<Void> event(@PathVariable String name, @PathVariable String secret, HttpServletRequest request)
            throws IOException {
        if (!webhooks.isOpen(name, secret)) {
            return ResponseEntity.notFound().build();
        }
        var body = request.getInputStream().readNBytes(LARGEST_EVENT + 1);
        if (body.length > LARGEST_EVENT) {
            return ResponseEntity.status(HttpStatus.PAYLOAD_TOO_LARGE).build();
        }
        try {
            webhooks.take(name, json.readTree(body));
            return ResponseEntity.accepted().build();
        } catch (JsonProcessingException e) {
            return ResponseEntity.badRequest().build();
        }
    }
}
