package io.rollcall.records;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Locations and categories: records that have a name, unique whatever its case, and little more. */
@Repository
public class NamedRecords {

    private static final String SQL_LIST = """
            select id, name, version, %2$s as archived_at from %1$s
            where id > :after and (:q::text is null or name ilike :q) and (:archived or %2$s is null)
            order by id limit :limit
            """;

    private static final String SQL_FIND = "select id, name, version, %2$s as archived_at from %1$s where id = :id";

    private static final String SQL_INSERT = "insert into %1$s (name) values (:name) returning id";

    private static final String SQL_RENAME =
            "update %1$s set name = :name, version = version + 1, updated_at = now() where id = :id";

    private static final String SQL_ARCHIVE = """
            update location set archived_at = case when :archived then now() end, version = version + 1,
                updated_at = now()
            where id = :id
            """;

    private final JdbcClient jdbc;
    private final Audit audit;

    NamedRecords(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** What sort of record it is. */
    public enum Kind {
        LOCATION("location", "archived_at"),
        CATEGORY("category", "null::timestamptz");

        private final String table;
        private final String archivedAt;

        Kind(String table, String archivedAt) {
            this.table = table;
            this.archivedAt = archivedAt;
        }

        private String sql(String statement) {
            return statement.formatted(table, archivedAt);
        }
    }

    /**
     * A location or category.
     *
     * @param archivedAt since when nothing new may be put there; always empty for a category
     */
    public record Named(long id, String name, Optional<Instant> archivedAt, long version) {}

    /** By number. */
    public Slice<Named> list(Kind kind, Optional<String> q, boolean archived, long after, int limit) {
        var found = jdbc.sql(kind.sql(SQL_LIST))
                .param("after", after)
                .param("q", q.map(Words::containing).orElse(null))
                .param("archived", archived)
                .param("limit", limit + 1)
                .query((row, n) -> named(row))
                .list();
        return Slice.of(found, limit, Named::id);
    }

    /** @throws RecordProblem if there is none of this number */
    public Named get(Kind kind, long id) {
        return find(kind, SQL_FIND, id);
    }

    /** @throws RecordProblem if there is one of this name */
    @Transactional
    public Named create(Kind kind, String name, Actor actor) {
        var line = Words.name("name", name);
        try {
            long id = jdbc.sql(kind.sql(SQL_INSERT))
                    .param("name", line)
                    .query(Long.class)
                    .single();
            audit.add(actor, kind.table + ".create", object(kind, id), Map.of("name", line));
            return get(kind, id);
        } catch (DuplicateKeyException e) {
            throw taken(kind, line);
        }
    }

    /** @throws RecordProblem if there is another one of this name, or none of this number */
    @Transactional
    public Named rename(Kind kind, long id, String name, Expected expected, Actor actor) {
        var line = Words.name("name", name);
        var before = lock(kind, id, expected);
        if (before.name().equals(line)) {
            return before;
        }
        try {
            jdbc.sql(kind.sql(SQL_RENAME)).param("id", id).param("name", line).update();
        } catch (DuplicateKeyException e) {
            throw taken(kind, line);
        }
        audit.add(actor, kind.table + ".change", object(kind, id), Map.of("old", before.name(), "new", line));
        return get(kind, id);
    }

    /** Archives a location, so that nothing new is put there, or takes it back into use. */
    @Transactional
    public Named archiveLocation(long id, boolean archived, Expected expected, Actor actor) {
        var before = lock(Kind.LOCATION, id, expected);
        if (before.archivedAt().isPresent() == archived) {
            return before;
        }
        jdbc.sql(SQL_ARCHIVE).param("id", id).param("archived", archived).update();
        var action = archived ? "location.archive" : "location.restore";
        audit.add(actor, action, object(Kind.LOCATION, id), Map.of());
        return get(Kind.LOCATION, id);
    }

    private Named lock(Kind kind, long id, Expected expected) {
        var found = find(kind, SQL_FIND + " for update", id);
        expected.check(kind.table + " " + id, found.version());
        return found;
    }

    private Named find(Kind kind, String sql, long id) {
        return jdbc.sql(kind.sql(sql))
                .param("id", id)
                .query((row, n) -> named(row))
                .optional()
                .orElseThrow(() -> RecordProblem.notFound(kind.table + " " + id));
    }

    private static RecordProblem taken(Kind kind, String name) {
        return RecordProblem.conflict("There is a " + kind.table + " \"" + name
                + "\" already (upper and lower case are the same). Use that one, or choose another name.");
    }

    private static String object(Kind kind, long id) {
        return kind.table + "/" + id;
    }

    private static Named named(ResultSet row) throws SQLException {
        return new Named(
                row.getLong("id"),
                row.getString("name"),
                Optional.ofNullable(row.getTimestamp("archived_at")).map(Timestamp::toInstant),
                row.getLong("version"));
    }
}
