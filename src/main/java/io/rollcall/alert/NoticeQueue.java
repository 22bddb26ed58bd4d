package io.rollcall.alert;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code alert_notice}: what people are still to be told. Written in the transaction of the alert, so that neither
 * a restart nor another process loses one, or tells it twice but for a process that was killed in the act.
 */
@Repository
class NoticeQueue {

    /** As long as the slowest server may take, and some more. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private static final int MOST_AT_ONCE = 20;

    private static final String SQL_OPENED = """
            insert into alert_notice (alert_id, destination, closed) values (:alert, :destination, false)
            """;

    /** Who was told of the beginning is told of the end. */
    private static final String SQL_CLOSED = """
            insert into alert_notice (alert_id, destination, closed)
            select alert_id, destination, true from alert_notice where alert_id = :alert and not closed
            on conflict do nothing
            """;

    /** The end of an alert waits until its beginning was told, or given up. */
    private static final String SQL_CLAIM = """
            with due as (
                select n.id from alert_notice n
                where n.state = 'pending' and n.due_at <= now() and n.destination = any(:destinations)
                  and (n.claimed_till is null or n.claimed_till < now())
                  and not exists (
                      select 1 from alert_notice e where e.alert_id = n.alert_id and e.destination = n.destination
                          and not e.closed and n.closed and e.state = 'pending')
                order by n.id limit :most for update skip locked),
            claimed as (
                update alert_notice n set claimed_till = now() + :claim * interval '1 millisecond', tries = n.tries + 1
                from due where n.id = due.id
                returning n.id, n.destination, n.closed, n.tries, n.alert_id)
            select q.id as notice_id, q.destination, q.closed, q.tries, a.*, c.name as connection
            from claimed q join alert a on a.id = q.alert_id left join connection c on c.id = a.connection_id
            order by q.id
            """;

    private static final String SQL_SENT = """
            update alert_notice set state = 'sent', claimed_till = null, settled_at = now(), reason = '' where id = :id
            """;

    private static final String SQL_LATER = """
            update alert_notice set claimed_till = null, due_at = now() + :wait * interval '1 millisecond', reason = :reason
            where id = :id
            """;

    private static final String SQL_FAILED = """
            update alert_notice set state = 'failed', claimed_till = null, settled_at = now(), reason = :reason where id = :id
            """;

    private final JdbcClient jdbc;
    private final AlertProperties properties;

    NoticeQueue(JdbcClient jdbc, AlertProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** An alert was raised: in the caller's transaction. */
    void opened(long alert, Severity severity) {
        properties.destinations().forEach((destination, least) -> {
            if (severity.compareTo(least) >= 0) {
                jdbc.sql(SQL_OPENED)
                        .param("alert", alert)
                        .param("destination", destination.key())
                        .update();
            }
        });
    }

    /** An alert is over: in the caller's transaction. */
    void closed(long alert) {
        jdbc.sql(SQL_CLOSED).param("alert", alert).update();
    }

    /** What is due, the oldest first; nobody else gets it for some minutes. */
    List<Notice> claim() {
        var destinations = properties.destinations().keySet().stream()
                .map(Destination::key)
                .toArray(String[]::new);
        if (destinations.length == 0) {
            return List.of();
        }
        return jdbc.sql(SQL_CLAIM)
                .param("destinations", destinations)
                .param("most", MOST_AT_ONCE)
                .param("claim", CLAIM.toMillis())
                .query((row, n) -> new Notice(
                        row.getLong("notice_id"),
                        Destination.of(row.getString("destination")),
                        row.getBoolean("closed"),
                        row.getInt("tries"),
                        Alerts.alert(row)))
                .list();
    }

    void sent(long id) {
        jdbc.sql(SQL_SENT).param("id", id).update();
    }

    void later(long id, Duration wait, String reason) {
        jdbc.sql(SQL_LATER)
                .param("id", id)
                .param("wait", wait.toMillis())
                .param("reason", reason)
                .update();
    }

    void failed(long id, String reason) {
        jdbc.sql(SQL_FAILED).param("id", id).param("reason", reason).update();
    }
}
