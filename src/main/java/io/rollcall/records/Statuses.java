package io.rollcall.records;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The statuses an asset can have. */
@Repository
public class Statuses {

    private static final int LAST = 100;

    private static final String SQL_ADD = """
            insert into asset_status (name, position) select :name, :position
            where not exists (select 1 from asset_status where lower(name) = lower(:name))
            on conflict do nothing
            """;

    private final JdbcClient jdbc;
    private final Audit audit;

    Statuses(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** @param position where it stands in lists: the lowest first */
    public record Status(String name, int position) {}

    /** In the order of lists. */
    public List<Status> all() {
        return jdbc.sql("select name, position from asset_status order by position, name")
                .query((row, n) -> new Status(row.getString("name"), row.getInt("position")))
                .list();
    }

    /** @throws RecordProblem if there is one of this name */
    @Transactional
    public Status create(String name, Optional<Integer> position, Actor actor) {
        var status = new Status(Words.name("name", name), position.orElse(LAST));
        var added = jdbc.sql(SQL_ADD)
                .param("name", status.name())
                .param("position", status.position())
                .update();
        if (added == 0) {
            throw RecordProblem.conflict(
                    "There is a status \"" + status.name() + "\" already (upper and lower case are the same).");
        }
        audit.add(actor, "status.create", "status/" + status.name(), Map.of("position", status.position()));
        return status;
    }
}
