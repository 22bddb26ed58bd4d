package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Audit;
import io.rollcall.deadletter.DeadLetter;
import io.rollcall.deadletter.DeadLetters;
import io.rollcall.settings.StrictYaml;
import io.rollcall.sync.Syncs;
import io.rollcall.sync.Trigger;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/dead-letters")
@Tag(name = "Dead letters", description = "Devices that failed on their own")
class DeadLetterController {

    private static final int PAGE = 100;

    private final DeadLetters letters;
    private final Syncs syncs;
    private final Audit audit;
    private final CurrentActor actor;

    DeadLetterController(DeadLetters letters, Syncs syncs, Audit audit, CurrentActor actor) {
        this.letters = letters;
        this.syncs = syncs;
        this.audit = audit;
        this.actor = actor;
    }

    @GetMapping
    @Operation(
            summary = "Dead letters, the newest first",
            description =
                    "Open ones, unless \"all\" is true; \"stage\" is read, details, map or store; \"before\" is the "
                            + "id of the last one seen.")
    List<DeadLetter> list(
            @RequestParam Optional<String> connection,
            @RequestParam Optional<String> stage,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        return letters.list(connection.map(Query::text), stage.map(Query::text), !all, before, PAGE);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One dead letter")
    DeadLetter get(@PathVariable long id) {
        return letters.find(id).orElseThrow(() -> NotFound.of("dead letter " + id));
    }

    @PostMapping("/{id}/replay")
    @Operation(summary = "Try one dead letter again", description = "A letter that is closed already is left alone.")
    ResponseEntity<Replayed> replay(@PathVariable long id) {
        return replay(get(id).connection(), Optional.of(Set.of(id)));
    }

    @PostMapping("/{id}/close")
    @Operation(
            summary = "Close a dead letter without trying it again",
            description = "A device that fails again gets another one. A letter that is closed already is left alone.")
    DeadLetter close(@PathVariable long id) {
        get(id);
        if (letters.close(Set.of(id), actor.get().name()) > 0) {
            audit.add(actor.get(), "dead-letter.close", "dead-letter/" + id, Map.of());
        }
        return get(id);
    }

    @PostMapping("/replay")
    @Operation(
            summary = "Try dead letters of a connection again",
            description = "All open ones, or those of the body: {\"ids\": [1, 2]}.")
    ResponseEntity<Replayed> replayMany(@RequestParam String connection, @RequestBody Optional<JsonNode> body) {
        var ids = body.flatMap(
                given -> StrictYaml.read("request body", given, Some.class).ids());
        return replay(Query.text(connection), ids);
    }

    private ResponseEntity<Replayed> replay(String connection, Optional<Set<Long>> ids) {
        var run = syncs.replay(connection, ids, Trigger.API, actor.get().name()).run();
        audit.add(actor.get(), "dead-letter.replay", "connection/" + connection, Map.of("run", run));
        return ResponseEntity.accepted().body(new Replayed(run));
    }

    /** Which letters; without {@code ids}: all open ones. */
    record Some(Optional<Set<Long>> ids) {
        Some {
            if (ids.filter(Set::isEmpty).isPresent()) {
                throw new IllegalArgumentException("Name at least one id, or leave \"ids\" out for all open letters.");
            }
        }
    }

    /** The run that tries them again. */
    record Replayed(long runId) {}
}
