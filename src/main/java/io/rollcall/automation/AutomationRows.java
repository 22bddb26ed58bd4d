package io.rollcall.automation;

import io.rollcall.records.RecordProblem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code automation} and {@code automation_hit}. */
@Repository
class AutomationRows {

    /** Assets out of use are left alone. A removed device still says whose asset it was. */
    private static final String IN_STATE = """
            a.archived_at is null and %s
            and (:connection::text is null or exists (
                select 1 from device d join connection c on c.id = d.connection_id
                where d.asset_id = a.id and c.name = :connection))
            """;

    private static final String SQL_LEAVE = """
            update automation_hit h set left_at = now()
            where h.automation_id = :id and h.left_at is null
              and not exists (select 1 from asset a where a.id = h.asset_id and %s)
            """;

    /** An asset that comes back within an hour is left alone: two rules that undo each other must not go round for ever. */
    private static final String SQL_ENTER = """
            insert into automation_hit as h (automation_id, asset_id)
            select :id, a.id from asset a
            where %s
              and not exists (select 1 from automation_hit k
                              where k.automation_id = :id and k.asset_id = a.id and k.left_at is null)
            order by a.id limit :limit
            on conflict (automation_id, asset_id) do update
            set left_at = null,
                entered_at = case when h.entered_at < now() - interval '1 hour' then now() else h.entered_at end,
                outcome = case when h.entered_at < now() - interval '1 hour' then '' else h.outcome end
            returning h.asset_id, h.entered_at = now() as fresh
            """;

    private static final String SQL_OUTCOMES = """
            update automation_hit h set outcome = r.outcome
            from unnest(:assets::bigint[], :outcomes::text[]) as r(asset, outcome)
            where h.automation_id = :id and h.asset_id = r.asset
            """;

    private static final String SQL_MATCHING = """
            select a.id, a.asset_id, a.name, count(*) over () as total from asset a where %s order by a.id limit :limit
            """;

    private static final String SQL_INSERT = """
            insert into automation (name, property, value, connection, command, message, status, created_by)
            values (:name, :property, :value, :connection, :command, :message, :status, :by)
            returning id
            """;

    private static final String SQL_UPDATE = """
            update automation
            set name = :name, property = :property, value = :value, connection = :connection, command = :command,
                message = :message, status = :status, version = version + 1, updated_at = now()
            where id = :id
            """;

    private final JdbcClient jdbc;

    AutomationRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An asset that is in an automation's state. */
    record Match(long asset, String assetId, String name) {}

    /** Some of the assets in a state, and how many there are. */
    record Matches(List<Match> some, int total) {}

    List<Automation> all() {
        return jdbc.sql("select * from automation order by id")
                .query((row, n) -> automation(row))
                .list();
    }

    Optional<Automation> find(long id) {
        return jdbc.sql("select * from automation where id = :id")
                .param("id", id)
                .query((row, n) -> automation(row))
                .optional();
    }

    /** Keeps others from changing or applying it until the end of the transaction; empty: it is gone. */
    Optional<Automation> lock(long id) {
        return jdbc.sql("select * from automation where id = :id for update")
                .param("id", id)
                .query((row, n) -> automation(row))
                .optional();
    }

    /** Likewise, unless another process applies it at this moment or it isn't enabled. */
    Optional<Automation> lockToApply(long id) {
        return jdbc.sql("select * from automation where id = :id and enabled for update skip locked")
                .param("id", id)
                .query((row, n) -> automation(row))
                .optional();
    }

    List<Long> enabled() {
        return jdbc.sql("select id from automation where enabled order by id")
                .query(Long.class)
                .list();
    }

    long add(Automation automation) {
        try {
            return bound(SQL_INSERT, automation)
                    .param("by", automation.createdBy())
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw taken(automation.name());
        }
    }

    void replace(Automation automation) {
        try {
            bound(SQL_UPDATE, automation).param("id", automation.id()).update();
        } catch (DuplicateKeyException e) {
            throw taken(automation.name());
        }
    }

    private static RecordProblem taken(String name) {
        return RecordProblem.conflict(
                "There is an automation \"" + name + "\" already (upper and lower case are the same).");
    }

    private JdbcClient.StatementSpec bound(String sql, Automation automation) {
        return jdbc.sql(sql)
                .param("name", automation.name())
                .param("property", automation.when().property().key())
                .param("value", automation.when().is())
                .param("connection", automation.when().connection().orElse(null))
                .param("command", automation.then().command().orElse(null))
                .param("message", automation.then().message())
                .param("status", automation.then().status().orElse(null));
    }

    void enable(long id, boolean enabled) {
        jdbc.sql("update automation set enabled = :enabled, version = version + 1, updated_at = now() where id = :id")
                .param("id", id)
                .param("enabled", enabled)
                .update();
    }

    void delete(long id) {
        jdbc.sql("delete from automation where id = :id").param("id", id).update();
    }

    /** Takes the assets that are in the state now for known: it acts on those that enter it later. */
    void beginAnew(Automation automation) {
        jdbc.sql("delete from automation_hit where automation_id = :id")
                .param("id", automation.id())
                .update();
        enter(automation, Integer.MAX_VALUE);
    }

    /** The assets that entered the state since the last look, at most as many; those that left it are noted, too. */
    List<Long> entered(Automation automation, int limit) {
        inState(SQL_LEAVE, automation).param("id", automation.id()).update();
        return enter(automation, limit);
    }

    private List<Long> enter(Automation automation, int limit) {
        return inState(SQL_ENTER, automation)
                .param("id", automation.id())
                .param("limit", limit)
                .query((row, n) ->
                        row.getBoolean("fresh") ? Optional.of(row.getLong("asset_id")) : Optional.<Long>empty())
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    Matches matching(Automation automation, int limit) {
        var total = new int[1];
        var some = inState(SQL_MATCHING, automation)
                .param("limit", limit)
                .query((row, n) -> {
                    total[0] = row.getInt("total");
                    return new Match(row.getLong("id"), row.getString("asset_id"), row.getString("name"));
                })
                .list();
        return new Matches(some, total[0]);
    }

    private JdbcClient.StatementSpec inState(String sql, Automation automation) {
        var condition = IN_STATE.formatted(automation.when().property().condition());
        return jdbc.sql(sql.formatted(condition))
                .param("value", automation.when().is())
                .param("connection", automation.when().connection().orElse(null));
    }

    void outcomes(long id, Map<Long, String> outcomes) {
        jdbc.sql(SQL_OUTCOMES)
                .param("id", id)
                .param("assets", outcomes.keySet().toArray(Long[]::new))
                .param("outcomes", outcomes.values().toArray(String[]::new))
                .update();
    }

    /** What it did with assets that entered the state, the newest first. */
    List<Deed> deeds(long id, int limit) {
        return jdbc.sql("""
                        select h.asset_id, a.asset_id as name, h.entered_at, h.outcome
                        from automation_hit h join asset a on a.id = h.asset_id
                        where h.automation_id = :id and h.outcome <> ''
                        order by h.entered_at desc, h.asset_id limit :limit
                        """)
                .param("id", id)
                .param("limit", limit)
                .query((row, n) -> new Deed(
                        row.getLong("asset_id"),
                        row.getString("name"),
                        row.getTimestamp("entered_at").toInstant(),
                        row.getString("outcome")))
                .list();
    }

    private static Automation automation(ResultSet row) throws SQLException {
        return new Automation(
                row.getLong("id"),
                row.getString("name"),
                row.getBoolean("enabled"),
                new Automation.When(
                        Trait.of(row.getString("property")).orElseThrow(),
                        row.getString("value"),
                        Optional.ofNullable(row.getString("connection"))),
                new Automation.Then(
                        Optional.ofNullable(row.getString("command")),
                        row.getString("message"),
                        Optional.ofNullable(row.getString("status"))),
                row.getString("created_by"),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
