package io.rollcall.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The sessions of people, in Spring Session's tables. */
@Repository
public class Sessions {

    private static final String SQL_OPEN = """
            select s.primary_id, s.session_id, s.last_access_time,
                max(convert_from(a.attribute_bytes, 'UTF8')) filter (where a.attribute_name = 'signed-in-at') as since,
                max(convert_from(a.attribute_bytes, 'UTF8')) filter (where a.attribute_name = 'address') as address,
                max(convert_from(a.attribute_bytes, 'UTF8')) filter (where a.attribute_name = 'browser') as browser
            from spring_session s join spring_session_attributes a on a.session_primary_id = s.primary_id
            where s.principal_name = :user and s.expiry_time > :now
            group by s.primary_id
            order by s.last_access_time desc
            """;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;

    Sessions(JdbcClient jdbc, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A session of somebody who is signed in.
     *
     * @param id to end it by; not the secret in the cookie
     * @param here whether it is the one of this request
     * @param browser what the browser says of itself
     */
    public record Open(String id, boolean here, Instant since, Instant lastUsedAt, String address, String browser) {}

    /**
     * The sessions of a user, the one last used first.
     *
     * @param here the id of the session that asks
     */
    public List<Open> of(User user, String here) {
        return jdbc.sql(SQL_OPEN)
                .param("user", String.valueOf(user.id()))
                .param("now", clock.millis())
                .query((row, n) -> open(row, here))
                .list();
    }

    /** Ends one of a user's sessions; nothing happens if there is none of this id. */
    @Transactional
    public void end(User user, String id, Actor actor) {
        var ended = jdbc.sql("delete from spring_session where principal_name = :user and primary_id = :id")
                .param("user", String.valueOf(user.id()))
                .param("id", id)
                .update();
        if (ended > 0) {
            audit.add(actor, "user.end-session", Users.object(user.name()), Map.of());
        }
    }

    /** Ends all sessions of a user. A request that is under way finishes; the next one is nobody's. */
    void endAll(long user) {
        jdbc.sql("delete from spring_session where principal_name = :user")
                .param("user", String.valueOf(user))
                .update();
    }

    /** Forgets those that have ended. */
    void clean() {
        jdbc.sql("delete from spring_session where expiry_time < :now")
                .param("now", clock.millis())
                .update();
    }

    private static Open open(ResultSet row, String here) throws SQLException {
        return new Open(
                row.getString("primary_id"),
                row.getString("session_id").equals(here),
                Instant.parse(row.getString("since")),
                Instant.ofEpochMilli(row.getLong("last_access_time")),
                row.getString("address"),
                row.getString("browser"));
    }
}
