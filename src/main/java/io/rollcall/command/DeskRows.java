package io.rollcall.command;

import io.rollcall.device.DeviceCommand;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code device_command}, as those who send commands need it. */
@Repository
class DeskRows {

    /** How long a process that took a command on has before another may look at it; sending is guarded apart. */
    private static final String TAKEN = "interval '1 minute'";

    private static final String SQL_TAKE_REQUESTED = """
            update device_command k set try_at = now() + %s
            from connection c
            where c.id = k.connection_id and k.id in (
                select w.id from device_command w join connection wc on wc.id = w.connection_id
                where w.settled_at is null and w.state = 'requested' and w.try_at <= now() and wc.name = any(:connections)
                order by w.id limit 100 for update of w skip locked)
            returning k.id, c.name
            """.formatted(TAKEN);

    private static final String SQL_TAKE_FOLLOWED = """
            update device_command k set look_at = now() + %s
            from connection c
            where c.id = k.connection_id and k.id in (
                select w.id from device_command w join connection wc on wc.id = w.connection_id
                where w.settled_at is null and w.state in ('sent', 'unknown') and w.look_at <= now()
                  and wc.name = any(:connections)
                order by w.look_at limit 100 for update of w skip locked)
            returning k.id, c.name
            """.formatted(TAKEN);

    private static final String SQL_FIND = """
            select k.*, c.name as connection from device_command k join connection c on c.id = k.connection_id
            where k.id = :id and k.settled_at is null
            """;

    /**
     * The one statement that lets a request leave: of many that try, one comes through, once; and only while the device is
     * still the asset's and nobody has changed the connection, whose policy allowed it.
     */
    private static final String SQL_LEAVE = """
            update device_command
            set state = 'sending', node = :node, left_at = now(), heartbeat_at = now(), message = ''
            where id = :id and state = 'requested'
              and coalesce(approved_at, requested_at) > now() - make_interval(secs => :patience)
              and exists (select 1 from device d
                          where d.connection_id = device_command.connection_id
                            and d.source_id = device_command.source_id
                            and d.asset_id = device_command.asset_id and d.removed_at is null)
              and exists (select 1 from connection c
                          where c.id = device_command.connection_id and c.enabled and c.version = :version)
            """;

    private static final String SQL_BEAT = """
            update device_command set heartbeat_at = now() where id = any(:ids) and state = 'sending' and node = :node
            """;

    private static final String SQL_ORPHANED = """
            update device_command
            set state = 'unknown', look_at = now(), message = :message
            where state = 'sending' and settled_at is null and heartbeat_at < now() - make_interval(secs => :lease)
            returning id
            """;

    private static final String SQL_TOO_LATE = """
            update device_command
            set state = case state when 'requested' then 'failed' else 'rejected' end, settled_at = now(), pin = null,
                message = case state when 'requested' then :late || message else :unapproved end
            where settled_at is null
              and ((state = 'requested'
                    and coalesce(approved_at, requested_at) <= now() - make_interval(secs => :patience))
                   or (state = 'awaiting-approval' and requested_at <= now() - interval '1 day'))
            returning id, state
            """;

    /** A command is followed for a month while the device may still answer, for a day where nobody knows whether it will. */
    private static final String SQL_GIVE_UP = """
            update device_command
            set settled_at = now(), look_at = null, message = message || :message
            where settled_at is null and look_at is not null
              and left_at < now() - case state when 'unknown' then interval '1 day' else interval '30 days' end
              and state in ('sent', 'unknown')
            returning id
            """;

    /** Also a command that was taken for lost meanwhile: what its process knows is true. */
    private static final String SQL_SENT = """
            update device_command
            set state = 'sent', sent_at = now(), reference = :reference, pin = null, message = :message,
                look_at = case when :followed then now() + interval '1 second' end,
                settled_at = case when :followed then null else now() end
            where id = :id and node = :node and settled_at is null and state in ('sending', 'unknown')
            """;

    private static final String SQL_AGAIN = """
            update device_command
            set state = 'requested', left_at = null, try_at = now() + make_interval(secs => :wait), message = :message,
                pin = coalesce(pin, :pin), pin_kept = false
            where id = :id and settled_at is null
              and (state = 'requested' or (state in ('sending', 'unknown') and node = :node))
            """;

    private static final String SQL_REFUSED = """
            update device_command
            set state = 'failed', settled_at = now(), look_at = null, pin = null, message = :message
            where id = :id and settled_at is null and state in ('requested', 'sending', 'unknown')
            """;

    private static final String SQL_UNKNOWN = """
            update device_command
            set state = 'unknown', look_at = now() + interval '1 second', pin = null, message = :message
            where id = :id and node = :node and settled_at is null and state = 'sending'
            """;

    private static final String SQL_LEARNED = """
            update device_command
            set state = :state, message = :message, reference = coalesce(:reference, reference),
                sent_at = case when :state <> 'unknown' then coalesce(sent_at, left_at) end,
                look_at = case when :settled then null else now() + make_interval(secs => :wait) end,
                settled_at = case when :settled then now() end
            where id = :id and settled_at is null and state in ('sent', 'unknown')
            """;

    private static final String SQL_PIN_KEPT =
            "update device_command set pin = null, pin_kept = true where id = :id and asset_id is not null";

    private static final String SQL_OTHERS = """
            select reference from device_command
            where connection_id = :connection and source_id = :device and reference is not null and id <> :id
            """;

    private final JdbcClient jdbc;
    private final CommandRows rows;

    DeskRows(JdbcClient jdbc, CommandRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /** A command and the connection whose route deals with it. */
    record Taken(long id, String connection) {}

    /** A command that waited too long, and what it is now. */
    record Late(long id, CommandState state) {}

    /**
     * A command that isn't settled.
     *
     * @param pin encrypted
     */
    record Open(
            long id,
            long asset,
            long connectionId,
            String connection,
            String device,
            String platform,
            DeviceCommand command,
            Parameters parameters,
            Optional<String> pin,
            String requestId,
            CommandState state,
            Optional<String> reference,
            Optional<Instant> leftAt) {}

    /** Whether there is anything to look after at all: mostly there isn't. */
    boolean isAnyOpen() {
        return jdbc.sql("select exists (select 1 from device_command where settled_at is null)")
                .query(Boolean.class)
                .single();
    }

    List<Taken> takeRequested(Collection<String> connections) {
        return take(SQL_TAKE_REQUESTED, connections);
    }

    List<Taken> takeFollowed(Collection<String> connections) {
        return take(SQL_TAKE_FOLLOWED, connections);
    }

    private List<Taken> take(String sql, Collection<String> connections) {
        return jdbc.sql(sql)
                .param("connections", connections.toArray(String[]::new))
                .query((row, n) -> new Taken(row.getLong("id"), row.getString("name")))
                .list();
    }

    Optional<Open> find(long id) {
        return jdbc.sql(SQL_FIND).param("id", id).query((row, n) -> open(row)).optional();
    }

    private Open open(ResultSet row) throws SQLException {
        return new Open(
                row.getLong("id"),
                row.getLong("asset_id"),
                row.getLong("connection_id"),
                row.getString("connection"),
                row.getString("source_id"),
                row.getString("platform"),
                DeviceCommand.of(row.getString("command")).orElseThrow(),
                rows.read(row.getString("parameters")),
                Optional.ofNullable(row.getString("pin")),
                row.getString("request_id"),
                CommandState.of(row.getString("state")),
                Optional.ofNullable(row.getString("reference")),
                CommandRows.instant(row, "left_at"));
    }

    /**
     * Whether the request may leave now; from here on it counts as sent.
     *
     * @param version of the connection that allowed it
     */
    boolean leave(long id, long version, UUID node, Duration patience) {
        return jdbc.sql(SQL_LEAVE)
                        .param("id", id)
                        .param("version", version)
                        .param("node", node)
                        .param("patience", patience.toSeconds())
                        .update()
                > 0;
    }

    void beat(Collection<Long> ids, UUID node) {
        jdbc.sql(SQL_BEAT)
                .param("ids", ids.toArray(Long[]::new))
                .param("node", node)
                .update();
    }

    List<Long> orphaned(Duration lease, String message) {
        return jdbc.sql(SQL_ORPHANED)
                .param("lease", lease.toMillis() / 1000.0)
                .param("message", message)
                .query(Long.class)
                .list();
    }

    /** Gives up the commands that waited too long for their turn or for somebody's agreement. */
    List<Late> tooLate(Duration patience, String late, String unapproved) {
        return jdbc.sql(SQL_TOO_LATE)
                .param("patience", patience.toSeconds())
                .param("late", late)
                .param("unapproved", unapproved)
                .query((row, n) -> new Late(row.getLong("id"), CommandState.of(row.getString("state"))))
                .list();
    }

    List<Long> giveUp(String message) {
        return jdbc.sql(SQL_GIVE_UP).param("message", message).query(Long.class).list();
    }

    boolean sent(long id, UUID node, Optional<String> reference, boolean followed, String message) {
        return jdbc.sql(SQL_SENT)
                        .param("id", id)
                        .param("node", node)
                        .param("reference", reference.orElse(null))
                        .param("followed", followed)
                        .param("message", message)
                        .update()
                > 0;
    }

    /** @param pin encrypted; where it was kept meanwhile, as if the request had left */
    void again(long id, UUID node, Duration wait, Optional<String> pin, String message) {
        jdbc.sql(SQL_AGAIN)
                .param("id", id)
                .param("node", node)
                .param("wait", wait.toMillis() / 1000.0)
                .param("pin", pin.orElse(null))
                .param("message", message)
                .update();
    }

    /** The command's PIN is kept with its asset from now on. */
    void pinKept(long id) {
        jdbc.sql(SQL_PIN_KEPT).param("id", id).update();
    }

    boolean refused(long id, String message) {
        return jdbc.sql(SQL_REFUSED).param("id", id).param("message", message).update() > 0;
    }

    boolean unknown(long id, UUID node, String message) {
        return jdbc.sql(SQL_UNKNOWN)
                        .param("id", id)
                        .param("node", node)
                        .param("message", message)
                        .update()
                > 0;
    }

    /** @param wait until the next look, where it isn't settled by this one */
    boolean learned(
            long id, CommandState state, boolean settled, Optional<String> reference, Duration wait, String message) {
        return jdbc.sql(SQL_LEARNED)
                        .param("id", id)
                        .param("state", state.key())
                        .param("settled", settled)
                        .param("reference", reference.orElse(null))
                        .param("wait", wait.toMillis() / 1000.0)
                        .param("message", message)
                        .update()
                > 0;
    }

    /** The MDM's ids of the device's other commands: those can't be this one. */
    Set<String> others(Open command) {
        return jdbc.sql(SQL_OTHERS)
                .param("connection", command.connectionId())
                .param("device", command.device())
                .param("id", command.id())
                .query(String.class)
                .set();
    }
}
