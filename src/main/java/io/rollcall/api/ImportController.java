package io.rollcall.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rollcall.csv.ImportRun;
import io.rollcall.csv.Imports;
import io.rollcall.records.ImportTarget.Action;
import io.rollcall.records.ImportTarget.Change;
import io.rollcall.records.ImportTarget.Planned;
import io.rollcall.records.ImportTarget.Trouble;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/imports")
@Tag(name = "Imports", description = "CSV files of assets and people: first a preview, then applied")
class ImportController {

    private static final int LIST = 100;
    private static final int PAGE = 500;

    /** One more than is allowed, so that the import itself says what the limit is. */
    private static final int READ = 20 * 1024 * 1024 + 1;

    private final Imports imports;
    private final CurrentActor actor;

    ImportController(Imports imports, CurrentActor actor) {
        this.imports = imports;
        this.actor = actor;
    }

    /** A row of the file: what it does, to which record, and why not. */
    record RowView(
            int line,
            String action,
            Optional<Long> record,
            String label,
            List<Change> changes,
            List<Trouble> problems) {

        static RowView of(Planned row) {
            return new RowView(
                    row.line(), row.action().key(), row.record(), row.label(), row.changes(), row.troubles());
        }
    }

    /** @param next the line to go on after; empty: these are the last rows */
    record ImportView(@JsonUnwrapped ImportRun run, List<RowView> rows, Optional<Integer> next) {}

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(
            summary = "Preview an import",
            description = "A CSV file as the part \"file\", or as the body with Content-Type text/csv. \"kind\" is "
                    + "assets or people. Nothing is changed; the answer has every change and every bad row.")
    ResponseEntity<ImportView> upload(@RequestParam String kind, @RequestParam MultipartFile file) throws IOException {
        var name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        return preview(kind, name, file.getBytes());
    }

    @PostMapping(consumes = "text/csv")
    @Operation(summary = "Preview an import", description = "A CSV file as the body.")
    ResponseEntity<ImportView> post(@RequestParam String kind, HttpServletRequest request) throws IOException {
        return preview(kind, "", request.getInputStream().readNBytes(READ));
    }

    @GetMapping
    @Operation(summary = "Imports, the newest first", description = "\"before\" is the id of the last one seen.")
    List<ImportRun> list(@RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        return imports.newest(before, LIST);
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "An import with its rows",
            description =
                    "\"action\" is create, update, unchanged or bad; \"after\" is the \"next\" of the page before.")
    ImportView get(
            @PathVariable long id, @RequestParam Optional<String> action, @RequestParam(defaultValue = "0") int after) {
        return view(imports.get(id), action.map(ImportController::action), after);
    }

    @PostMapping("/{id}/apply")
    @Operation(
            summary = "Apply an import",
            description =
                    "Exactly what the preview showed, without the bad rows. 409 if something was changed meanwhile; "
                            + "applying twice changes nothing more.")
    ImportView apply(@PathVariable long id) {
        return view(imports.apply(id, actor.get()), Optional.empty(), 0);
    }

    private ResponseEntity<ImportView> preview(String kind, String name, byte[] bytes) {
        var made = imports.preview(Query.text(kind), name, bytes, actor.get());
        return ResponseEntity.created(URI.create("/api/v1/imports/" + made.id()))
                .body(view(made, Optional.empty(), 0));
    }

    private ImportView view(ImportRun run, Optional<Action> action, int after) {
        var rows = imports.rows(run.id(), action, after, PAGE);
        var next = rows.size() < PAGE
                ? Optional.<Integer>empty()
                : Optional.of(rows.get(PAGE - 1).line());
        return new ImportView(run, rows.stream().map(RowView::of).toList(), next);
    }

    private static Action action(String text) {
        try {
            return Action.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("action must be create, update, unchanged or bad.");
        }
    }
}
