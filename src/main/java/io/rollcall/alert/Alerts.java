package io.rollcall.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code alert}. An incident is one alert, however often it is told: opening an alert that is open only renews
 * its run and message. People are told when it opens and when it is over, by what is queued in the same transaction: the
 * caller's, where there is one.
 */
@Repository
public class Alerts {

    private static final String SQL_OPEN = """
            insert into alert as a (kind, connection_id, run_id, message)
            values (:kind, nullif(:connection, 0), :run, :message)
            on conflict (kind, coalesce(connection_id, 0)) where closed_at is null do update
            set run_id = excluded.run_id, message = excluded.message
            returning a.id, a.xmax = 0 as made
            """;

    private static final String SQL_CLOSE = """
            update alert set closed_at = now(), closed_by = :by
            where kind = :kind and coalesce(connection_id, 0) = :connection and closed_at is null
            returning id
            """;

    private static final String SQL_LIST = """
            select a.*, c.name as connection from alert a left join connection c on c.id = a.connection_id
            where (not :openOnly or a.closed_at is null) and a.id < :before
            order by a.id desc limit :limit
            """;

    /** No connection has this number. */
    private static final long NONE = 0;

    private final JdbcClient jdbc;
    private final NoticeQueue notices;
    private final TransactionTemplate transaction;

    Alerts(JdbcClient jdbc, NoticeQueue notices, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.notices = notices;
        this.transaction = transaction;
    }

    /**
     * Opens an alert about a connection.
     *
     * @param message for people: what happened and what to do; never a secret
     * @return whether the incident is new
     */
    public boolean open(AlertKind kind, long connection, long run, String message) {
        return open(kind, connection, Optional.of(run), message);
    }

    /** Likewise, of what no run told. */
    public boolean open(AlertKind kind, long connection, String message) {
        return open(kind, connection, Optional.empty(), message);
    }

    /** Likewise, of what is about no connection. */
    public boolean open(AlertKind kind, String message) {
        return open(kind, NONE, Optional.empty(), message);
    }

    /** Closes the open alert of this kind that is about no connection. */
    public boolean close(AlertKind kind, String by) {
        return close(kind, NONE, by);
    }

    private boolean open(AlertKind kind, long connection, Optional<Long> run, String message) {
        return Boolean.TRUE.equals(transaction.execute(status -> openNow(kind, connection, run, message)));
    }

    private boolean openNow(AlertKind kind, long connection, Optional<Long> run, String message) {
        var opened = jdbc.sql(SQL_OPEN)
                .param("kind", kind.key())
                .param("connection", connection)
                .param("run", run.orElse(null), Types.BIGINT)
                .param("message", message)
                .query((row, n) -> new Opened(row.getLong("id"), row.getBoolean("made")))
                .single();
        if (opened.made()) {
            notices.opened(opened.id(), kind.severity());
        }
        return opened.made();
    }

    /**
     * Closes a connection's open alert of this kind.
     *
     * @param by what ended it, for example {@code run 12} or who
     * @return whether there was one
     */
    public boolean close(AlertKind kind, long connection, String by) {
        return Boolean.TRUE.equals(transaction.execute(status -> closeNow(kind, connection, by)));
    }

    private boolean closeNow(AlertKind kind, long connection, String by) {
        var closed = jdbc.sql(SQL_CLOSE)
                .param("kind", kind.key())
                .param("connection", connection)
                .param("by", by)
                .query(Long.class)
                .list();
        closed.forEach(notices::closed);
        return !closed.isEmpty();
    }

    /**
     * Alerts by number, the newest first.
     *
     * @param before only alerts with a lower number: to page on
     */
    public List<Alert> list(boolean openOnly, long before, int limit) {
        return jdbc.sql(SQL_LIST)
                .param("openOnly", openOnly)
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> alert(row))
                .list();
    }

    /** @param made whether the alert is a new one */
    private record Opened(long id, boolean made) {}

    static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong("id"),
                AlertKind.of(row.getString("kind")),
                Optional.ofNullable(row.getString("connection")),
                Optional.ofNullable(row.getObject("run_id", Long.class)),
                row.getString("message"),
                row.getTimestamp("opened_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("closed_at")).map(Timestamp::toInstant),
                row.getString("closed_by"));
    }
}
