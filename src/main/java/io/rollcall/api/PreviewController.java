package io.rollcall.api;

import io.rollcall.sync.PreviewReport;
import io.rollcall.sync.Previews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Previews", description = "What a sync would do, without doing it")
class PreviewController {

    /** A small fleet's preview comes with the answer; a large one's is asked for again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Previews previews;

    PreviewController(Previews previews) {
        this.previews = previews;
    }

    @PostMapping("/connections/{name}/preview")
    @Operation(
            summary = "What a sync would create, update and skip",
            description =
                    "Reads the list and decides it by the connection's policy; nothing is stored. Warns of people "
                            + "it would create and of probable duplicates among them. Answers 202 while it is still reading: "
                            + "ask for the preview at the Location given.")
    ResponseEntity<PreviewReport> preview(@PathVariable String name) {
        var report = previews.begin(name, PATIENCE);
        return ResponseEntity.status(report.isRunning() ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .location(URI.create("/api/v1/previews/" + report.previewId()))
                .body(report);
    }

    @GetMapping("/previews/{id}")
    @Operation(summary = "A preview, as far as it has come", description = "Kept for an hour.")
    PreviewReport get(@PathVariable String id) {
        return previews.find(id).orElseThrow(() -> NotFound.of("preview " + id));
    }
}
