package io.rollcall.csv;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.csv.ImportRows.Stored;
import io.rollcall.records.ImportTarget;
import io.rollcall.records.ImportTarget.Action;
import io.rollcall.records.ImportTarget.Planned;
import io.rollcall.records.ImportTarget.Trouble;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports: a preview that writes nothing but itself; then exactly that applied, or nothing more. */
@Service
public class Imports {

    /** So many rows are planned, or written in one transaction, at a time. */
    private static final int CHUNK = 500;

    /** So often a chunk that gave way to others is written again. */
    private static final int RETRIES = 3;

    private final List<ImportTarget> targets;
    private final ImportRows rows;
    private final Audit audit;
    private final TransactionTemplate transaction;

    Imports(List<ImportTarget> targets, ImportRows rows, Audit audit, PlatformTransactionManager transactions) {
        this.targets = targets;
        this.rows = rows;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Finds out what a file would change.
     *
     * @param kind {@code assets} or {@code people}
     * @param bytes a CSV file in UTF-8, at most {@value CsvFile#MAX_BYTES} bytes and {@value CsvFile#MAX_ROWS} rows
     * @throws InvalidSettings if the file as a whole can't be imported; bad rows are in the preview
     */
    public ImportRun preview(String kind, String fileName, byte[] bytes, Actor actor) {
        var target = target(kind);
        if (bytes.length > CsvFile.MAX_BYTES) {
            throw Words.wrong(
                    "file", "The file has " + bytes.length + " bytes", "At most " + CsvFile.MAX_BYTES + " are allowed");
        }
        var file = CsvFile.read(bytes, target);
        var overlong = new HashSet<>(file.overlong());
        var repeats = new Repeats(target);
        var id = transaction.execute(status -> {
            var made = rows.add(kind, Words.line("fileName", fileName), actor.name());
            for (var from = 0; from < file.rows().size(); from += CHUNK) {
                var chunk = file.rows()
                        .subList(from, Math.min(from + CHUNK, file.rows().size()));
                var planned = target.plan(chunk);
                var stored = new ArrayList<Stored>();
                for (var i = 0; i < chunk.size(); i++) {
                    var row = chunk.get(i);
                    var checked = repeats.check(row, planned.get(i));
                    stored.add(new Stored(row, overlong.contains(row.line()) ? tooLong(checked) : checked));
                }
                rows.addRows(made, stored);
            }
            rows.count(made);
            audit.add(actor, "import.preview", object(made), Map.of("kind", kind));
            return made;
        });
        return get(id == null ? 0 : id);
    }

    /** The kinds of records that can be imported, with the columns a file of each may have. */
    public Map<String, Set<String>> kinds() {
        var kinds = new TreeMap<String, Set<String>>();
        targets.forEach(target -> kinds.put(target.kind(), target.columns()));
        return kinds;
    }

    /**
     * Imports by number, the newest first.
     *
     * @param before only those with a lower number: to page on
     */
    public List<ImportRun> newest(long before, int limit) {
        return rows.newest(before, limit);
    }

    /** @throws RecordProblem if there is none of this number */
    public ImportRun get(long id) {
        return rows.find(id).orElseThrow(() -> RecordProblem.notFound("import " + id));
    }

    /**
     * The rows of an import, in the order of the file.
     *
     * @param action only those; empty: all
     * @param after the line of the last one seen; 0: from the first on
     */
    public List<Planned> rows(long id, Optional<Action> action, int after, int limit) {
        return rows.rows(id, action, after, limit);
    }

    /**
     * Applies what the preview said; bad rows are left out. Applying again changes nothing more; after a stop halfway it
     * goes on.
     *
     * @throws RecordProblem if something has changed since the preview: then nothing (more) is written
     */
    public ImportRun apply(long id, Actor actor) {
        var found = get(id);
        if (found.isApplied()) {
            return found;
        }
        var target = target(found.kind());
        requireUnchanged(id, target);
        var more = true;
        while (more) {
            more = applyChunkAgain(id, target, actor);
        }
        transaction.executeWithoutResult(status -> {
            rows.lock(id).filter(run -> !run.isApplied()).ifPresent(run -> {
                auditOnce(run, actor);
                rows.state(id, "applied");
            });
        });
        return get(id);
    }

    private void requireUnchanged(long id, ImportTarget target) {
        var after = 0;
        var open = rows.open(id, after, CHUNK);
        while (!open.isEmpty()) {
            requireSame(open, target.plan(open.stream().map(Stored::row).toList()), "Nothing was changed");
            after = open.get(open.size() - 1).row().line();
            open = rows.open(id, after, CHUNK);
        }
    }

    /** A deadlock undoes one chunk: written again it mostly passes. */
    private boolean applyChunkAgain(long id, ImportTarget target, Actor actor) {
        for (var attempt = 1; ; attempt++) {
            try {
                return Boolean.TRUE.equals(transaction.execute(status -> applyChunk(id, target, actor)));
            } catch (ConcurrencyFailureException e) {
                if (attempt > RETRIES) {
                    throw e;
                }
            }
        }
    }

    /** With the first rows that are written, so that an import that stops halfway is known too. */
    private void auditOnce(ImportRun run, Actor actor) {
        if (run.state().equals("previewed")) {
            audit.add(
                    actor,
                    "import.apply",
                    object(run.id()),
                    Map.of("kind", run.kind(), "creates", run.creates(), "updates", run.updates()));
        }
    }

    /** Whether there may be more. */
    private boolean applyChunk(long id, ImportTarget target, Actor actor) {
        var run = rows.lock(id).orElseThrow(() -> RecordProblem.notFound("import " + id));
        var open = rows.open(id, 0, CHUNK);
        if (open.isEmpty()) {
            return false;
        }
        var expected = open.stream().map(Stored::planned).toList();
        var written = target.write(open.stream().map(Stored::row).toList(), expected, actor);
        requireSame(open, written, "The rows before line " + open.get(0).row().line() + " were applied, no others");
        rows.applied(id, open);
        auditOnce(run, actor);
        rows.state(id, "applying");
        return true;
    }

    private static void requireSame(List<Stored> stored, List<Planned> now, String effect) {
        for (var i = 0; i < stored.size(); i++) {
            var before = stored.get(i).planned();
            if (!before.equals(now.get(i))) {
                throw RecordProblem.conflict(effect + ": line " + before.line() + " (" + before.label()
                        + ") would not do any more what the preview showed, because something was changed meanwhile. "
                        + "Send the file again and look at the new preview.");
            }
        }
    }

    private static Planned tooLong(Planned planned) {
        return Planned.bad(
                planned.line(),
                planned.label(),
                List.of(new Trouble(
                        "",
                        "The row has more cells than there are columns",
                        "Cells with separators in quotation marks")));
    }

    private ImportTarget target(String kind) {
        return targets.stream()
                .filter(target -> target.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind must be assets or people."));
    }

    private static String object(long id) {
        return "import/" + id;
    }
}
