package io.rollcall.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.records.ImportTarget.Action;
import io.rollcall.records.ImportTarget.Change;
import io.rollcall.records.ImportTarget.Planned;
import io.rollcall.records.ImportTarget.Row;
import io.rollcall.records.ImportTarget.Trouble;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code import} and {@code import_row}. */
@Repository
class ImportRows {

    private static final String SQL_ADD_ROWS = """
            insert into import_row (import_id, line, action, record_id, label, wanted, changes, problems)
            select :id, r.line, r.action, r.record_id, r.label, r.wanted, r.changes, r.problems
            from jsonb_to_recordset(:rows::jsonb) as r(line int, action text, record_id bigint, label text,
                                                       wanted jsonb, changes jsonb, problems jsonb)
            """;

    private static final String SQL_COUNT = """
            update import i
            set creates = c.creates, updates = c.updates, unchanged = c.unchanged, bad = c.bad
            from (select count(*) filter (where action = 'create') as creates,
                         count(*) filter (where action = 'update') as updates,
                         count(*) filter (where action = 'unchanged') as unchanged,
                         count(*) filter (where action = 'bad') as bad
                  from import_row where import_id = :id) c
            where i.id = :id
            """;

    private static final String SQL_ROWS = """
            select * from import_row
            where import_id = :id and line > :after and (:action::text is null or action = :action)
            order by line limit :limit
            """;

    private static final String SQL_OPEN = """
            select * from import_row
            where import_id = :id and line > :after and action in ('create', 'update') and applied_at is null
            order by line limit :limit
            """;

    private static final String SQL_STATE = """
            update import set state = :state, applied_at = case when :state = 'applied' then now() end where id = :id
            """;

    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};
    private static final TypeReference<List<Trouble>> TROUBLES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    ImportRows(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A row of a file with what it comes to. */
    record Stored(Row row, Planned planned) {}

    long add(String kind, String fileName, String actor) {
        return jdbc.sql("insert into import (kind, file_name, created_by) values (:kind, :file, :actor) returning id")
                .param("kind", kind)
                .param("file", fileName)
                .param("actor", actor)
                .query(Long.class)
                .single();
    }

    void addRows(long id, List<Stored> stored) {
        var rows = json.createArrayNode();
        for (var row : stored) {
            var planned = row.planned();
            var node = rows.addObject()
                    .put("line", planned.line())
                    .put("action", planned.action().key())
                    .put("label", planned.label());
            planned.record().ifPresent(record -> node.put("record_id", record));
            node.set("wanted", json.valueToTree(row.row().values()));
            node.set("changes", json.valueToTree(planned.changes()));
            node.set("problems", json.valueToTree(planned.troubles()));
        }
        try {
            jdbc.sql(SQL_ADD_ROWS)
                    .param("id", id)
                    .param("rows", json.writeValueAsString(rows))
                    .update();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    void count(long id) {
        jdbc.sql(SQL_COUNT).param("id", id).update();
    }

    Optional<ImportRun> find(long id) {
        return find("select * from import where id = :id", id);
    }

    /** The newest first, with a lower number than the given one. */
    List<ImportRun> newest(long before, int limit) {
        return jdbc.sql("select * from import where id < :before order by id desc limit :limit")
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> run(row))
                .list();
    }

    /** The import, which nobody else applies until the end of the transaction. */
    Optional<ImportRun> lock(long id) {
        return find("select * from import where id = :id for update", id);
    }

    List<Planned> rows(long id, Optional<Action> action, int after, int limit) {
        return jdbc.sql(SQL_ROWS)
                .param("id", id)
                .param("action", action.map(Action::key).orElse(null))
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> stored(row).planned())
                .list();
    }

    /** Rows that change something and aren't applied yet. */
    List<Stored> open(long id, int after, int limit) {
        return jdbc.sql(SQL_OPEN)
                .param("id", id)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> stored(row))
                .list();
    }

    void applied(long id, List<Stored> rows) {
        jdbc.sql("update import_row set applied_at = now() where import_id = :id and line = any(:lines)")
                .param("id", id)
                .param("lines", rows.stream().map(row -> row.row().line()).toArray(Integer[]::new))
                .update();
    }

    void state(long id, String state) {
        jdbc.sql(SQL_STATE).param("id", id).param("state", state).update();
    }

    private Optional<ImportRun> find(String sql, long id) {
        return jdbc.sql(sql).param("id", id).query((row, n) -> run(row)).optional();
    }

    private static ImportRun run(ResultSet row) throws SQLException {
        return new ImportRun(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("file_name"),
                row.getString("state"),
                row.getInt("creates"),
                row.getInt("updates"),
                row.getInt("unchanged"),
                row.getInt("bad"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("applied_at")).map(Timestamp::toInstant));
    }

    private Stored stored(ResultSet row) throws SQLException {
        var planned = new Planned(
                row.getInt("line"),
                Action.of(row.getString("action")),
                Optional.ofNullable(row.getObject("record_id", Long.class)),
                row.getString("label"),
                parse(row.getString("changes"), CHANGES),
                parse(row.getString("problems"), TROUBLES));
        return new Stored(new Row(planned.line(), parse(row.getString("wanted"), VALUES)), planned);
    }

    private <T> T parse(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
