package io.rollcall.mapping;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.Connections;
import io.rollcall.connection.Connections.OwnMapping;
import io.rollcall.mapping.RowChecks.Wanted;
import io.rollcall.records.CustomFieldEdits;
import io.rollcall.records.CustomFieldEdits.NewField;
import io.rollcall.records.CustomFields;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.source.MappingTargets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do with the mapping of a connection. A change holds from the next run on, which makes every device's attributes
 * anew from the records that are stored; a device is asked for again only where no such record has been read. Connections
 * that are set in application.yaml have a mapping like all others.
 */
@Service
public class Mappings {

    private static final int MOST_ROWS = 500;

    private final Connections connections;
    private final CustomFields fields;
    private final CustomFieldEdits edits;
    private final Samples samples;
    private final Audit audit;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Mappings(
            Connections connections,
            CustomFields fields,
            CustomFieldEdits edits,
            Samples samples,
            Audit audit,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.connections = connections;
        this.fields = fields;
        this.edits = edits;
        this.samples = samples;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * The mapping in force, with values of sample devices.
     *
     * @throws ConnectionProblem if there is no such connection
     */
    public MappingView view(String name) {
        var connection = find(name);
        var own = connections.mapping(name).orElseThrow(() -> ConnectionProblem.notFound(name));
        return new MappingRows(connection, own, targets(connection), samples.of(connection), clock.instant()).view();
    }

    /**
     * The same after asking the MDM for a few devices, of each platform some, with their details: what to begin with before
     * the first sync.
     *
     * @throws ConnectionProblem if there is no such connection, or the MDM can't be read
     */
    public MappingView propose(String name) {
        samples.fetch(find(name));
        return view(name);
    }

    /**
     * Puts rows in the place of a connection's own ones.
     *
     * @throws InvalidSettings with the rows that can't work
     * @throws RecordProblem if a new custom field has the name of another, or the mapping was changed
     * @throws ConnectionProblem if there is no such connection
     */
    public MappingView change(String name, MappingChanges changes, Expected expected, Actor actor) {
        if (changes.rows().size() > MOST_ROWS) {
            throw Words.wrong(
                    "rows", "There are " + changes.rows().size() + " rows", "At most " + MOST_ROWS + " are allowed");
        }
        var connection = find(name);
        var values = Properties.of(samples.of(connection));
        transaction.executeWithoutResult(status -> {
            var before = connections.lockMapping(name).orElseThrow(() -> ConnectionProblem.notFound(name));
            expected.check("the mapping of connection " + name, before.version());
            var wanted = wanted(changes.rows(), actor);
            write(name, before, new RowChecks(targets(connection), values), wanted, actor);
        });
        return view(name);
    }

    private void write(String name, OwnMapping before, RowChecks checks, List<Wanted> wanted, Actor actor) {
        var rows = checks.check(wanted);
        if (!rows.equals(before.rows())) {
            connections.changeMapping(before.connection(), rows);
            audit.add(
                    actor,
                    "connection.mapping",
                    "connection/" + name,
                    Map.of(
                            "rows",
                            rows.stream()
                                    .map(row -> row.property() + " > " + row.target())
                                    .toList()));
        }
    }

    private List<Wanted> wanted(List<MappingChanges.Row> rows, Actor actor) {
        var wanted = new ArrayList<Wanted>();
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var path = "rows[" + i + "]";
            if (row.target().isPresent() == row.newField().isPresent()) {
                throw Words.wrong(path, "A row needs a target or a new field", "Either \"target\" or \"newField\"");
            }
            var target = row.newField()
                    .map(field -> create(field, path, actor))
                    .or(row::target)
                    .orElseThrow();
            wanted.add(new Wanted(path, row.property(), target, row.convert()));
        }
        return wanted;
    }

    private String create(NewField field, String path, Actor actor) {
        try {
            return edits.create(field, actor).field().property();
        } catch (InvalidSettings e) {
            throw new InvalidSettings(e.problems().stream()
                    .map(wrong -> new Problem(
                            wrong.origin(),
                            wrong.line(),
                            path + ".newField." + wrong.path(),
                            wrong.found(),
                            wrong.allowed()))
                    .toList());
        }
    }

    private MappingTargets targets(Connection connection) {
        return new MappingTargets(connection.source().definition(), fields.inUse());
    }

    private Connection find(String name) {
        return connections.find(name).orElseThrow(() -> ConnectionProblem.notFound(name));
    }
}
