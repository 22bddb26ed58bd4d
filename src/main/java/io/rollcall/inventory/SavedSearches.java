package io.rollcall.inventory;

import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Searches of assets that people keep for themselves. */
@Repository
public class SavedSearches {

    /** Nobody finds anything among more. */
    private static final int MOST = 50;

    private static final String SQL_SAVE = """
            insert into saved_search as s (owner, name, query) values (:owner, :name, :query)
            on conflict (owner, lower(name)) do update set name = excluded.name, query = excluded.query
            """;

    private final JdbcClient jdbc;

    SavedSearches(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param query of the address of the list, without the question mark */
    public record Saved(long id, String name, String query) {}

    /** Somebody's searches, by name. */
    public List<Saved> of(String owner) {
        return jdbc.sql("select id, name, query from saved_search where owner = :owner order by lower(name)")
                .param("owner", owner)
                .query((row, n) -> new Saved(row.getLong("id"), row.getString("name"), row.getString("query")))
                .list();
    }

    /**
     * Keeps a search; one of this name is replaced.
     *
     * @throws io.rollcall.settings.InvalidSettings if the name is blank or too long
     * @throws RecordProblem if there are too many
     */
    @Transactional
    public void save(String owner, String name, String query) {
        var line = Words.name("name", name);
        if (of(owner).size() >= MOST) {
            throw RecordProblem.conflict("You have " + MOST + " saved searches already. Delete one first.");
        }
        jdbc.sql(SQL_SAVE)
                .param("owner", owner)
                .param("name", line)
                .param("query", query)
                .update();
    }

    /** Deletes one of somebody's searches, if it is theirs. */
    public void delete(String owner, long id) {
        jdbc.sql("delete from saved_search where owner = :owner and id = :id")
                .param("owner", owner)
                .param("id", id)
                .update();
    }
}
