package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.records.Statuses;
import io.rollcall.records.Statuses.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/statuses")
@Tag(name = "Statuses", description = "The statuses an asset can have")
class StatusController {

    private final Statuses statuses;
    private final CurrentActor actor;

    StatusController(Statuses statuses, CurrentActor actor) {
        this.statuses = statuses;
        this.actor = actor;
    }

    /** @param position where it stands in lists, the lowest first; left out: at the end */
    record NewStatus(String name, Optional<Integer> position) {}

    @GetMapping
    @Operation(summary = "All statuses, in the order of lists")
    List<Status> list() {
        return statuses.all();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Add a status",
            description = "Its name is unique, whatever its case.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = NewStatus.class))))
    Status create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var status = Body.read(body, NewStatus.class);
        return statuses.create(status.name(), status.position(), actor.get());
    }
}
